/** Compiles an AssemblyScript entry file with the options of asconfig.json, in memory, for tests of the engine's parts. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** asconfig.json's options as command-line flags. */
function flags(): string[] {
  const { options } = JSON.parse(readFileSync(join(root, "asconfig.json"), "utf8")) as { options: Record<string, unknown> };
  return Object.entries(options).flatMap(([name, value]) => {
    if (typeof value === "boolean") return value ? [`--${name}`] : [];
    return [`--${name}`, Array.isArray(value) ? value.join(",") : String(value)];
  });
}

/** The exports of a fresh instance of `entry` (a path from the repository's root), which must import nothing. */
export async function compileEntry(entry: string): Promise<WebAssembly.Exports> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [entry, "--baseDir", root, "--config", "none", "--outFile", "module.wasm", ...flags()],
    {
      writeFile: (name, contents) => {
        if (name === "module.wasm") binary = contents as Uint8Array;
      },
    },
  );
  if (error || binary === undefined) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>, {});
  return instance.exports;
}
