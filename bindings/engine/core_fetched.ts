/**
 * The engine's code from core.wasm, fetched before the package's other code runs: for bundlers that are given the condition
 * `wasmcmc-url`. What is inlined otherwise leaves the bundle then.
 */
const answer = await fetch(new URL("../../core.wasm", import.meta.url));
if (!answer.ok) throw new Error(`core.wasm could not be fetched: ${answer.status} ${answer.statusText}`);
const compiled = await WebAssembly.compile(await answer.arrayBuffer());

export function compileCore(): WebAssembly.Module {
  return compiled;
}
