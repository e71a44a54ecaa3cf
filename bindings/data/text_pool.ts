/** Short texts that recur (flags, categories) are made once: each would take more memory than its letters in the file. */

const LongestPooled = 8;
const Places = 1024;

/** Gives the part of a text between two places: the same string as before where it was seen shortly before. */
export function textPool(text: string): (start: number, end: number) => string {
  const remembered = new Array<string>(Places).fill("");
  return (start, end) => {
    const length = end - start;
    if (length === 0) return "";
    if (length > LongestPooled) return text.slice(start, end);
    let hash = length;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    const place = (hash ^ (hash >>> 10)) & (Places - 1);
    const before = remembered[place]!;
    if (before.length === length && text.startsWith(before, start)) return before;
    const made = text.slice(start, end);
    remembered[place] = made;
    return made;
  };
}
