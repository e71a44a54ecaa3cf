/** Tables as they were downloaded, kept on disk under a digest of what was asked, of whom. In a page nothing is kept. */
import { disk } from "#files";

/** A folder, or false for none. */
export type CacheChoice = string | false;

export interface Cache {
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** What keeps the answer to one question. What cannot be read or written counts as not kept: a full disk must not lose a download. */
export async function cacheOf(folder: CacheChoice, question: readonly string[]): Promise<Cache> {
  if (disk === undefined || folder === false) return { read: async () => undefined, write: async () => {} };
  const { mkdir, readFile, rename, writeFile } = disk;
  const path = `${folder}/${await digest(question.join("\n"))}.table`;
  return {
    read: () => readFile(path).catch(() => undefined),
    write: async (bytes) => {
      // Renamed when complete, so that nobody reads half a file.
      const part = `${path}.${crypto.randomUUID()}.part`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(part, bytes);
        await rename(part, path);
      } catch {
        await disk.rm(part, { force: true }).catch(() => {});
      }
    },
  };
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
