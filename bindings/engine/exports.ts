/** The module's exports, as `assembly/index.ts` documents them. Pointers are byte offsets into `memory`. */
import { WasmcmcError } from "../errors.js";
import { coreWasm } from "./wasm_text.js";

declare const pointer: unique symbol;
/** A byte offset into the module's memory. */
export type Pointer = number & { readonly [pointer]?: true };

export interface EngineExports {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): Pointer;
  programLoad(bytes: Pointer, byteLength: number, dimSizes: Pointer): Pointer;
  programDimension(program: Pointer): number;
  programParameterLength(program: Pointer): number;
  programColumn(program: Pointer, column: number): Pointer;
  programIndex(program: Pointer, index: number): Pointer;
  programBind(program: Pointer): void;
  programValue(program: Pointer, value: number): Pointer;
  programLogp(program: Pointer, position: Pointer): number;
  programLogpAndGradient(program: Pointer, position: Pointer, gradient: Pointer): number;
  programConstrain(program: Pointer, position: Pointer, parameters: Pointer): void;
  programStream(program: Pointer, seedLow: number, seedHigh: number, chain: number, iteration: number): void;
  /** These three are 0 where memory did not suffice, else 1. */
  programUnconstrain(program: Pointer, parameters: Pointer, position: Pointer): number;
  programSection(program: Pointer, kind: number, parameters: Pointer): number;
  programSectionDraws(program: Pointer, kind: number, draws: Pointer, drawCount: number, out: Pointer): number;
  programOutputLength(program: Pointer, kind: number): number;
  chainCreate(program: Pointer, options: Pointer): Pointer;
  chainStart(chain: Pointer): number;
  chainStartPosition(chain: Pointer): Pointer;
  chainRun(chain: Pointer, iterations: number, draws: Pointer, stats: Pointer): void;
  chainMetric(chain: Pointer): Pointer;
  chainSave(chain: Pointer, to: Pointer): number;
  chainRestore(chain: Pointer, from: Pointer): number;
  chainTrace(chain: Pointer, records: Pointer, capacity: number): void;
  chainTraced(chain: Pointer): number;
}

let compiled: WebAssembly.Module | undefined;

/** The engine's code, compiled once. */
export function coreModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(coreWasm());
  return compiled;
}

/** A private instance: its memory belongs to one program or chain. */
export function instantiate(module: WebAssembly.Module = coreModule()): EngineExports {
  try {
    return new WebAssembly.Instance(module).exports as unknown as EngineExports;
  } catch (cause) {
    throw new WasmcmcError({
      code: "engine-load",
      problem: "The engine could not be started: this JavaScript host refuses its WebAssembly module.",
      remedy:
        "It needs WebAssembly with fixed-width SIMD (Node 16 or later, browsers since 2021) and a page whose security policy allows 'wasm-unsafe-eval'.",
      cause,
    });
  }
}
