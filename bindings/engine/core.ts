/** The engine's code, compiled once. Workers are sent it compiled, so that their script has none of it. */
import { compileCore } from "#core";
import { engineRefused } from "./exports.js";

let compiled: WebAssembly.Module | undefined;

/** Throws `engine-load` where the host refuses the code. */
export function coreModule(): WebAssembly.Module {
  try {
    compiled ??= compileCore();
    return compiled;
  } catch (cause) {
    throw engineRefused(cause);
  }
}
