/** The engine's code from the text that is inlined: the usual way, which needs no second file. */
import { coreWasm } from "./wasm_text.js";

/** Compiles anew at each call. */
export function compileCore(): WebAssembly.Module {
  return new WebAssembly.Module(coreWasm());
}
