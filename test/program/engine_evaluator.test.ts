/** The engine behind the evaluator's interface: its memory, and what wrong sizes are met with. */
import { describe, expect, test } from "vitest";
import { Op, Section, Storage } from "../../assembly/opcodes.js";
import { coreModule } from "../../bindings/engine/core.js";
import { EngineEvaluator } from "../../bindings/engine/evaluator.js";
import { instantiate } from "../../bindings/engine/exports.js";
import { WasmcmcError } from "../../bindings/errors.js";
import { encode } from "../../bindings/program/encode.js";
import { ProgramBuilder } from "./builder.js";
import { engine } from "./evaluators.js";
import { smallData, smallProgram } from "./small_program.js";

function refusal(action: () => unknown): WasmcmcError {
  try {
    action();
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the engine's evaluator", () => {
  test("goes on where the memory grows between calls", () => {
    const evaluator = engine(smallProgram(), smallData);
    const position = Float64Array.from({ length: evaluator.dimension }, (_, i) => 0.1 * i);
    const before = evaluator.logpAndGradient(position);
    evaluator.exports.allocate(1 << 22);
    expect(evaluator.logpAndGradient(position)).toEqual(before);
  });

  test("evaluates a program without coordinates, also after the memory has grown", () => {
    const builder = new ProgramBuilder(0);
    builder
      .section(Section.Logp)
      .stage(0)
      .term(Op.Accumulate, [builder.constant(-1.5)]);
    const track = builder.section(Section.Track).stage(0);
    track.output(track.emit(Op.Exp, [builder.constant(0)], [Storage.Output]));
    const evaluator = engine(builder.program(), { dimSizes: [], columns: [], indexes: [] });
    evaluator.exports.allocate(1 << 22);
    const none = new Float64Array(0);
    expect(evaluator.logpAndGradient(none)).toEqual({ logp: -1.5, gradient: none });
    expect(evaluator.unconstrain(none)).toEqual(none);
    expect(evaluator.section(Section.Track, none)).toEqual(Float64Array.of(1));
  });

  test("refuses positions and parameters of another length", () => {
    const evaluator = engine(smallProgram(), smallData);
    expect(refusal(() => evaluator.logp(new Float64Array(evaluator.dimension + 1))).code).toBe("bad-shape");
    expect(refusal(() => evaluator.unconstrain(new Float64Array(evaluator.parameterLength - 1))).code).toBe("bad-shape");
  });

  test("refuses damaged bytes and data of another shape", () => {
    const bytes = encode(smallProgram());
    const make =
      (data: Partial<typeof smallData>, program = bytes) =>
      () =>
        new EngineEvaluator(instantiate(coreModule()), program, { ...smallData, ...data });
    expect(refusal(make({}, bytes.subarray(0, 80))).code).toBe("damaged-program");
    expect(refusal(make({ dimSizes: [3] })).code).toBe("length-mismatch");
    expect(refusal(make({ dimSizes: [4, 2] })).code).toBe("length-mismatch");
    expect(refusal(make({ columns: smallData.columns.slice(1) })).code).toBe("length-mismatch");
    const label = refusal(make({ indexes: [Int32Array.of(0, 2, 1)] }));
    expect([label.code, label.row, label.value]).toEqual(["label-out-of-range", 1, 2]);
  });
});
