/** Files and folders of the disk, where the runtime has one. */
import { disk } from "#files";
import { WasmcmcError } from "../../errors.js";

/** Throws "unsupported-file" in a page. */
export function diskOf(path: string): typeof import("node:fs/promises") {
  const files = disk as typeof import("node:fs/promises") | undefined;
  if (files !== undefined) return files;
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: `A page cannot open the path "${path}".`,
    remedy: "Pass a handle, such as `await navigator.storage.getDirectory()` gives, or a Map.",
    value: path,
  });
}
