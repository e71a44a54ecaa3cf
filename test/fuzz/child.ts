/** The process that reads damaged files: one at a time, with its time and memory watched from outside and inside. */
import { readFileSync, writeFileSync } from "node:fs";
import { readBytes, readFits, readFitsImage, readTable } from "wasmcmc/data";
import { WasmcmcError } from "../../bindings/errors.js";
import { damaged } from "./damaged.js";
import type { Seed } from "./seeds.js";

export interface Outcome {
  readonly number: number;
  /** A table, a typed error's code, or what was thrown instead of one. */
  readonly result: string;
  readonly bad?: string;
}

/** Bytes that reading may take beyond four times the file's decompressed size. */
const Allowance = 16 * 2 ** 20;

/** Answers each number that the parent sends. */
export function serve(seeds: readonly Seed[], firstSeed: number): void {
  process.on("message", async (number: number) => {
    process.send!(await outcomeOf(seeds, firstSeed, number));
  });
  process.send!("ready");
}

export async function outcomeOf(seeds: readonly Seed[], firstSeed: number, number: number): Promise<Outcome> {
  const { name, bytes } = damaged(seeds, firstSeed, number);
  const size = await decompressedSize(bytes);
  globalThis.gc?.();
  const before = resident();
  const result = await readingOf(bytes);
  const used = peak() - before;
  const most = Allowance + 4 * size;
  const label = `${name}: ${result}`;
  if (result.startsWith("!")) return { number, result: label, bad: `${name}: ${result.slice(1)}` };
  if (used > most) return { number, result: label, bad: `${name}: reading ${size} bytes took ${(used / 2 ** 20).toFixed(0)} MB` };
  return { number, result: label };
}

/** A file that claims to be FITS is read as an image too. */
async function readingOf(bytes: Uint8Array): Promise<string> {
  const results = [await attempt(async () => `table of ${(await readTable(bytes, { maxBytes: 2 ** 26 })).rowCount} rows`)];
  if (bytes[0] === 0x53) {
    results.push(await attempt(async () => `${(await readFits(bytes, { hdu: 1 })).rowCount} rows`));
    results.push(await attempt(async () => `image of ${(await readFitsImage(bytes)).values.length}`));
  }
  return results.find((result) => result.startsWith("!")) ?? results[0]!;
}

async function attempt(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    // The package's own class is another one than this program's: its name and code tell.
    if (error instanceof WasmcmcError || (error as Error)?.name === "WasmcmcError")
      return `error ${(error as WasmcmcError).code}`;
    return `!${String((error as Error)?.stack ?? error)
      .split("\n")
      .slice(0, 4)
      .join(" | ")}`;
  }
}

async function decompressedSize(bytes: Uint8Array): Promise<number> {
  try {
    return (await readBytes(bytes, { maxBytes: 2 ** 26 })).length;
  } catch {
    return 2 ** 26 * Number(bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes.length;
  }
}

const status = (key: string): number => {
  const line = new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync("/proc/self/status", "utf8"));
  return Number(line?.[1] ?? 0) * 1024;
};

/** Resident memory now; the kernel's record of its peak begins anew. Where there is no such record, both are 0. */
function resident(): number {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return status("VmRSS");
  } catch {
    return 0;
  }
}

function peak(): number {
  try {
    return status("VmHWM");
  } catch {
    return 0;
  }
}
