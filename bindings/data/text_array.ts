/** Arrays of text of a known length. Engines keep short ones side by side, longer ones only where they grow, and none beyond a limit. */
import { WasmcmcError } from "../errors.js";

const LongestAtOnce = 2 ** 25;
const Longest = 100_000_000;

/** As many empty texts. Throws `too-large` where no engine has room for them. */
export function emptyTexts(count: number): string[] {
  if (count <= LongestAtOnce) return new Array<string>(count).fill("");
  if (count > Longest) {
    throw new WasmcmcError({
      code: "too-large",
      problem: `A column of text has ${count} values; up to ${Longest} can be read at once.`,
      remedy: "Read other columns, or cut the file in parts.",
      value: count,
    });
  }
  const texts: string[] = [];
  for (let row = 0; row < count; row++) texts.push("");
  return texts;
}
