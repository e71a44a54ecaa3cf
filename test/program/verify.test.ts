/** The verifier accepts what the engine can run and names the place of what it cannot. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../../bindings/errors.js";
import { checksum, decode, encode } from "../../bindings/program/encode.js";
import { opTable } from "../../bindings/program/ops.js";
import type { Instruction, Program } from "../../bindings/program/program.js";
import { verify } from "../../bindings/program/verify.js";
import { smallProgram } from "./small_program.js";

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Draft = Mutable<Program>;

/** The section of a kind, and an instruction of a stage of it. */
const sectionOf = (draft: Draft, kind: Section) =>
  draft.sections.find((section) => section.kind === kind) as Draft["sections"][number];
const at = (draft: Draft, kind: Section, stage: number, instruction: number): Mutable<Instruction> =>
  sectionOf(draft, kind).stages[stage]?.instructions[instruction] as Mutable<Instruction>;

function refusal(change: (draft: Draft) => void): WasmcmcError {
  const draft = structuredClone(smallProgram()) as Draft;
  change(draft);
  try {
    verify(draft);
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
  throw new Error("the program was accepted");
}

/** Bytes with the checksum that fits them. */
function sealed(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setUint32(40, checksum(bytes), true);
  return bytes;
}

const idOf = (draft: Draft, storage: Storage, index: number): number =>
  draft.values.findIndex((value) => value.storage === storage && value.index === index);

/** What is changed, the message's gist, and the place that the error names. */
// biome-ignore format: a line a mistake
const mistakes: readonly [string, (draft: Draft) => void, RegExp, object?][] = [
  ["a space 0 with dims", (p) => { p.spaces[0] = [0]; }, /space 0 is not the scalar space/],
  ["a dim out of range", (p) => { p.spaces[1] = [7]; }, /space 1 names dim 7 of 2/],
  ["a dim twice", (p) => { p.spaces[1] = [1, 1]; }, /space 1 has a dim twice/],
  ["two spaces alike", (p) => { p.spaces[2] = [0]; }, /space 2 repeats another/],
  ["a data column over no space", (p) => { p.columns[0] = { space: 9 }; }, /data column 0 is over space 9/],
  ["an index column to no space", (p) => { p.indexes[0] = { space: 1, target: 9 }; }, /index column 0 is from space 1 to space 9/],
  ["an unknown storage", (p) => { p.values[0] = { storage: 99 as Storage, space: 0, index: 0 }; }, /value 0 has unknown storage 99/],
  ["a column value of another space", (p) => { p.values[0] = { storage: Storage.Column, space: 2, index: 0 }; }, /value 0 is over space 2, its column over space 1/],
  ["a constant out of range", (p) => { p.values.push({ storage: Storage.Constant, space: 0, index: 40 }); }, /is constant 40 of 1/],
  ["a parameter twice", (p) => { p.values.push({ storage: Storage.Parameter, space: 0, index: 0 }); }, /is parameter 0, as another value is/],
  ["a gap among parameters", (p) => { (p.values[idOf(p, Storage.Parameter, 0)] as { index: number }).index = 9; }, /there is no parameter 0/],
  ["an unknown section", (p) => { (p.sections[0] as { kind: number }).kind = 77; }, /section of unknown kind 77/],
  ["a section twice", (p) => { p.sections.push(p.sections[0] as never); }, /section bind twice/],
  ["a stage over no space", (p) => { (sectionOf(p, Section.Logp).stages[0] as { space: number }).space = 5; }, /there is no space 5/, { section: Section.Logp, stage: 0 }],
  ["an unknown mode", (p) => { (sectionOf(p, Section.Logp).stages[0] as { mode: number }).mode = 5; }, /no stage mode 5/, { section: Section.Logp, stage: 0 }],
  ["two instructions in a whole stage", (p) => { (sectionOf(p, Section.Logp).stages[0] as { mode: number }).mode = StageMode.Whole; }, /a whole stage has one instruction/],
  ["an unknown op", (p) => { at(p, Section.Logp, 0, 1).op = 31 as Op; }, /there is no op 31/, { section: Section.Logp, stage: 0, instruction: 1 }],
  ["an op in the wrong mode", (p) => { (sectionOf(p, Section.Logp).stages[2] as { mode: number }).mode = StageMode.Full; }, /logSumExpRows does not run in a full stage/],
  ["too few operands", (p) => { at(p, Section.Logp, 3, 1).args.pop(); }, /quadratic has 2 operands, not 3/, { section: Section.Logp, stage: 3, instruction: 1 }],
  ["too many outputs", (p) => { at(p, Section.Logp, 3, 1).outCount = 2; }, /quadratic has 2 outputs, not 1/],
  ["an output of a term", (p) => { at(p, Section.Logp, 0, 0).out = 3; }, /guardPositive has 0 outputs, the first being value 3/],
  ["more components than the engine has room for", (p) => { at(p, Section.Logp, 3, 3).immediate = 65; }, /65 components, not 1 to 64/],
  ["components that do not match the operands", (p) => { at(p, Section.Logp, 3, 3).immediate = 3; }, /mixtureDensity has 6 operands, not 9/],
  ["an immediate where none belongs", (p) => { at(p, Section.Logp, 0, 1).immediate = 1; }, /reciprocal has immediate 1, not 0/],
  ["an index column that is not there", (p) => { at(p, Section.Logp, 3, 0).immediate = 4; }, /there is no index column 4/],
  ["an index column over another space", (p) => { p.indexes.push({ space: 2, target: 2 }); at(p, Section.Logp, 3, 0).immediate = 1; }, /index column 1 is over space 2, the stage over space 1/],
  ["a value that is not there", (p) => { at(p, Section.Logp, 0, 1).args[0] = 999; }, /there is no value 999/],
  ["an operand over another space", (p) => { at(p, Section.Logp, 3, 1).args[1] = idOf(p, Storage.Parameter, 3); }, /over space 2, where space 1 is needed/],
  ["a gather from the wrong space", (p) => { at(p, Section.Logp, 3, 0).args[0] = idOf(p, Storage.Parameter, 2); }, /over space 0, where space 2 is needed/],
  ["a coefficient that is not a scalar", (p) => { at(p, Section.Logp, 4, 0).args[1] = idOf(p, Storage.Parameter, 3); }, /over space 2, where space 0 is needed/],
  ["a sum over another space than the stage's", (p) => { at(p, Section.Logp, 1, 0).args[0] = idOf(p, Storage.Parameter, 0); }, /over space 0, where space 2 is needed/],
  ["a position in the log density", (p) => { at(p, Section.Logp, 0, 1).args[0] = idOf(p, Storage.Position, 0); }, /reciprocal reads value \d+, which is position/],
  ["a parameter read at bind", (p) => { at(p, Section.Bind, 0, 0).args[0] = idOf(p, Storage.Parameter, 0); }, /which is parameter/],
  ["a parameter written by the log density", (p) => { at(p, Section.Logp, 0, 1).out = idOf(p, Storage.Parameter, 0); }, /reciprocal writes parameter 0/],
  ["a value computed twice", (p) => { at(p, Section.Logp, 3, 2).out = at(p, Section.Logp, 3, 1).out; }, /a second time/],
  ["a value read before it is computed", (p) => { sectionOf(p, Section.Logp).stages[3]?.instructions.reverse(); }, /before anything computes it/],
  ["a local of another stage", (p) => { at(p, Section.Track, 0, 0).args[0] = idOf(p, Storage.Local, 0); }, /before anything computes it/],
  ["a local read in a later stage", (p) => { (p.values[at(p, Section.Logp, 0, 1).out] as { storage: Storage; index: number }).storage = Storage.Local; (p.values[at(p, Section.Logp, 0, 1).out] as { index: number }).index = 18; }, /reads local 18 .* of another stage/],
  ["a crossing value of another section", (p) => { at(p, Section.Unconstrain, 0, 1).args[0] = at(p, Section.Logp, 0, 1).out; }, /before anything computes it/],
  ["a crossing value written in a block stage", (p) => { (sectionOf(p, Section.Logp).stages[0] as { mode: number }).mode = StageMode.Block; }, /reciprocal writes crossing 0 .* in a block stage/],
  ["a sum in a block stage of the log density", (p) => { (sectionOf(p, Section.Logp).stages[1] as { mode: number }).mode = StageMode.Block; }, /sum writes crossing 1 .* in a block stage/],
  ["a sum into a local", (p) => { const value = p.values[at(p, Section.Logp, 1, 0).out] as { storage: Storage; index: number }; value.storage = Storage.Local; value.index = 18; }, /which ends with its stage/],
  ["a term at bind", (p) => { sectionOf(p, Section.Bind).stages[0]?.instructions.push({ op: Op.GuardPositive, immediate: 0, out: -1, outCount: 0, args: [0] }); }, /guardPositive adds to the log density/],
  ["a forward-only op in the transform", (p) => { const x = at(p, Section.Transform, 0, 0); x.op = Op.SimplexInverse; x.args.push(x.args[0] as number); }, /simplexInverse has no reverse side/],
  ["an output of a section without outputs", (p) => { sectionOf(p, Section.Logp).outputs.push(0); }, /value 0, is not an Output value/],
  ["an output that nothing computes", (p) => { p.values.push({ storage: Storage.Output, space: 0, index: 9 }); sectionOf(p, Section.Track).outputs.push(p.values.length - 1); }, /is not computed by it/],
  ["a parameter that nothing computes", (p) => { sectionOf(p, Section.Transform).stages.pop(); sectionOf(p, Section.Transform).stages[0]?.instructions.splice(0, 1); }, /before anything computes it|nothing computes parameter/],
  ["a bound value that nothing computes", (p) => { p.sections.shift(); }, /before anything computes it/],
];

describe("verify", () => {
  test("accepts a program with every storage and mode", () => {
    expect(() => verify(smallProgram())).not.toThrow();
  });

  test.each(mistakes)("refuses %s", (_name, change, message, place) => {
    const error = refusal(change);
    expect(error.code).toBe("invalid-program");
    expect(error.message).toMatch(message);
    if (place !== undefined) expect(error.value).toEqual(place);
  });

  test("refuses a gather and a sum within the stage that computes their rows across", () => {
    // A segment sum into the stage's own space is complete only when the stage ends.
    const error = refusal((p) => {
      p.indexes.push({ space: 2, target: 2 });
      p.values.push({ storage: Storage.Crossing, space: 2, index: 20 }, { storage: Storage.Crossing, space: 2, index: 21 });
      const [sums, copy] = [p.values.length - 2, p.values.length - 1];
      sectionOf(p, Section.Logp).stages[1]?.instructions.push(
        { op: Op.SegmentSum, immediate: 1, out: sums, outCount: 1, args: [idOf(p, Storage.Parameter, 3)] },
        { op: Op.Copy, immediate: 0, out: copy, outCount: 1, args: [sums] },
      );
    });
    expect(error.message).toMatch(/copy reads value \d+ across the rows of its own stage/);
  });

  test("gives a typed error or accepts, whatever words a program is made of", () => {
    const bytes = encode(smallProgram());
    const words = bytes.length / 4 - 11;
    fc.assert(
      fc.property(fc.nat(words - 1), fc.oneof(fc.nat(40), fc.constant(0xffffffff), fc.nat()), (place, x) => {
        const copy = bytes.slice();
        new DataView(copy.buffer).setUint32(44 + 4 * place, x, true);
        let program: Program;
        try {
          program = decode(sealed(copy));
        } catch {
          return;
        }
        try {
          verify(program);
        } catch (error) {
          expect(error).toBeInstanceOf(WasmcmcError);
        }
      }),
      { numRuns: 1000, seed: 20264 },
    );
  });
});

describe("the op table", () => {
  test("has one row an op, with names that are unique", () => {
    expect(new Set(opTable.map(({ op }) => op)).size).toBe(opTable.length);
    expect(new Set(opTable.map(({ name }) => name)).size).toBe(opTable.length);
  });
});
