/** What the compiled engine may contain: nothing from its host, and only instructions that mean the same on every processor. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import binaryen from "assemblyscript/binaryen";
import { describe, expect, test } from "vitest";

const file = fileURLToPath(new URL("../../build/core.wasm", import.meta.url));
const read = (): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(file));

/** Every feature is let in, so that an instruction that should not be there is listed rather than refused. */
function relaxedInstructions(bytes: Uint8Array): string[] {
  const module = binaryen.readBinaryWithFeatures(bytes, binaryen.Features.All);
  try {
    return module.emitText().match(/\b\w+\.relaxed_\w+/g) ?? [];
  } finally {
    module.dispose();
  }
}

function moduleWithRelaxedProduct(): Uint8Array {
  const module = binaryen.parseText(`(module (func (export "f") (param v128 v128 v128) (result v128)
    (f64x2.relaxed_madd (local.get 0) (local.get 1) (local.get 2))))`);
  module.setFeatures(binaryen.Features.All);
  try {
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

describe("the compiled engine", () => {
  test("has been built (npm run build)", () => {
    expect(existsSync(file)).toBe(true);
  });

  test("imports nothing", () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(read()))).toEqual([]);
  });

  test("has no relaxed vector instructions", () => {
    expect(relaxedInstructions(moduleWithRelaxedProduct())).toEqual(["f64x2.relaxed_madd"]);
    expect(relaxedInstructions(read())).toEqual([]);
  });
});
