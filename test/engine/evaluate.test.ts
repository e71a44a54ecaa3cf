/** The evaluator below its TypeScript side: what loading refuses, memory that stays as it is, and stages in which a value stands twice or is unused. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { coreModule } from "../../bindings/engine/core.js";
import { EngineEvaluator } from "../../bindings/engine/evaluator.js";
import { instantiate } from "../../bindings/engine/exports.js";
import { checksum, encode } from "../../bindings/program/encode.js";
import type { BoundData } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { ProgramBuilder } from "../program/builder.js";
import { engine } from "../program/evaluators.js";
import { smallData, smallProgram } from "../program/small_program.js";

/** A dozen ops, each good to a few ulp, as in the tests over random programs. */
const tolerance = 64 * 2 ** -53;

function expectGradient(program: Program, data: BoundData, position: Float64Array): void {
  const slow = reference(program, data);
  const [got, expected] = [engine(program, data).logpAndGradient(position), slow.logpAndGradient(position)];
  expect(Math.abs(got.logp - expected.logp)).toBeLessThanOrEqual(tolerance * slow.absoluteTerms(position));
  const sizes = slow.absolutePartials(position);
  got.gradient.forEach((x, i) => {
    expect(Math.abs(x - (expected.gradient[i] as number)), `coordinate ${i}`).toBeLessThanOrEqual(
      tolerance * (sizes[i] as number),
    );
  });
}

/** Loads words as they are, with a checksum that fits. */
function load(words: Uint32Array, dimSizes: readonly number[]): number {
  const bytes = new Uint8Array(words.buffer.slice(0));
  new DataView(bytes.buffer).setUint32(40, checksum(bytes), true);
  const exports = instantiate(coreModule());
  const [program, sizes] = [exports.allocate(bytes.length), exports.allocate(4 * dimSizes.length)];
  new Uint8Array(exports.memory.buffer, program, bytes.length).set(bytes);
  new Uint32Array(exports.memory.buffer, sizes, dimSizes.length).set(dimSizes);
  return exports.programLoad(program, bytes.length, sizes);
}

const wordsOf = (program: Program): Uint32Array => new Uint32Array(encode(program).buffer.slice(0));

describe("loading", () => {
  test("takes a whole program, and none with a flipped bit", () => {
    expect(load(wordsOf(smallProgram()), smallData.dimSizes)).toBeGreaterThan(0);
    const bytes = encode(smallProgram());
    const exports = instantiate(coreModule());
    const [at, sizes] = [exports.allocate(bytes.length), exports.allocate(8)];
    new Uint32Array(exports.memory.buffer, sizes, 2).set(smallData.dimSizes);
    for (let place = 0; place < bytes.length; place += 7) {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] as number) ^ 16;
      new Uint8Array(exports.memory.buffer, at, bytes.length).set(damaged);
      expect(exports.programLoad(at, bytes.length, sizes), `byte ${place}`).toBe(0);
    }
  });

  test("survives any word being nonsense, whether it takes the program or not", () => {
    const words = wordsOf(smallProgram());
    for (let place = 2; place < words.length; place++) {
      for (const nonsense of [0, 1, 7, 1000, 0x7fffffff, 0xffffffff]) {
        const changed = words.slice();
        changed[place] = nonsense;
        expect(() => load(changed, smallData.dimSizes), `word ${place} = ${nonsense}`).not.toThrow();
      }
    }
  });

  test("refuses more rows than memory can hold", () => {
    expect(load(wordsOf(smallProgram()), [2 ** 31, 2])).toBe(0);
  });

  test("keeps labels out of range from reaching other memory", () => {
    const data = { ...smallData, indexes: [Int32Array.of(0, 1, 0)] };
    const evaluator = engine(smallProgram(), data);
    const { exports, program } = evaluator;
    new Int32Array(exports.memory.buffer, exports.programIndex(program, 0), 3).set([-1, 1_000_000, 1]);
    exports.programBind(program);
    expect([...new Int32Array(exports.memory.buffer, exports.programIndex(program, 0), 3)]).toEqual([0, 0, 1]);
  });
});

describe("memory", () => {
  test("stays as it is while a bound program is evaluated", () => {
    const exports = instantiate(coreModule());
    const evaluator = new EngineEvaluator(exports, encode(smallProgram()), smallData);
    const position = new Float64Array(evaluator.dimension).fill(0.3);
    const [bytes, next] = [exports.memory.buffer.byteLength, exports.allocate(16)];
    for (let i = 0; i < 10_000; i++) evaluator.logpAndGradient(position);
    expect(exports.memory.buffer.byteLength).toBe(bytes);
    expect(exports.allocate(16) - next).toBeLessThanOrEqual(64);
  });
});

describe("sections over draws", () => {
  test("give each draw's outputs", () => {
    const evaluator = engine(smallProgram(), smallData);
    const { exports, program, parameterLength } = evaluator;
    const draws = [0, 1, 2].map((k) =>
      evaluator.constrain(Float64Array.from({ length: evaluator.dimension }, (_, i) => 0.3 * i - 0.2 * k)),
    );
    const expected = draws.map((draw) => evaluator.section(Section.Track, draw));
    const length = exports.programOutputLength(program, Section.Track);
    const [at, out] = [exports.allocate(8 * 3 * parameterLength), exports.allocate(8 * 3 * length)];
    const numbers = (pointer: number, count: number) => new Float64Array(exports.memory.buffer, pointer, count);
    draws.forEach((draw, k) => numbers(at + 8 * k * parameterLength, parameterLength).set(draw));
    exports.programSectionDraws(program, Section.Track, at, 3, out);
    expect([...numbers(out, 3 * length)]).toEqual(expected.flatMap((row) => [...row]));
  });
});

/** A program of one unconstrained scalar and one unconstrained column, whose log density `write` adds to. */
function withParameters(
  write: (logp: ReturnType<ProgramBuilder["section"]>, scalar: number, column: number, rows: number) => void,
): Program {
  const builder = new ProgramBuilder(1);
  const rows = builder.space(0);
  const transform = builder.section(Section.Transform).stage(0);
  const scalar = transform.emit(Op.Copy, [builder.value(Storage.Position, 0)], [Storage.Parameter]);
  const column = transform.stage(rows).emit(Op.Copy, [builder.value(Storage.Position, rows)], [Storage.Parameter]);
  write(builder.section(Section.Logp), scalar, column, rows);
  return builder.program();
}

const local = [Storage.Local];

describe.each([StageMode.Block, StageMode.Full])("a stage in mode %i", (mode) => {
  const shapes: Readonly<Record<string, Parameters<typeof withParameters>[0]>> = {
    "a value that stands twice in one instruction": (logp, scalar, column, rows) => {
      const own = logp.stage(rows, mode).emit(Op.Mul, [column, scalar], local);
      const square = logp.emit(Op.Mul, [own, own], local);
      logp.term(Op.Accumulate, [logp.emit(Op.Add, [square, square], local)]);
    },
    "a sum that hands its adjoint on to an operand used elsewhere": (logp, scalar, column, rows) => {
      const left = logp.stage(rows, mode).emit(Op.Exp, [column], local);
      const right = logp.emit(Op.Mul, [column, scalar], local);
      const sum = logp.emit(Op.Add, [left, right], local);
      const difference = logp.emit(Op.Sub, [sum, left], local);
      logp.term(Op.Accumulate, [logp.emit(Op.MultiplyAdd, [difference, right, sum], local)]);
    },
    "a quadratic form of a value and itself": (logp, scalar, column, rows) => {
      const own = logp.stage(rows, mode).emit(Op.Mul, [column, scalar], local);
      logp.term(Op.AccumulateQuadratic, [own, own, own]);
      logp.term(Op.Accumulate, [logp.emit(Op.Quadratic, [own, scalar, own], local)]);
    },
    "a value that nothing reads, and one that only a comparison reads": (logp, scalar, column, rows) => {
      logp.stage(rows, mode).emit(Op.Exp, [column], local);
      const compared = logp.emit(Op.Log1p, [logp.emit(Op.Square, [column], local)], local);
      const condition = logp.emit(Op.Gt, [compared, scalar], local);
      logp.term(Op.Accumulate, [logp.emit(Op.Where, [condition, column, scalar], local)]);
    },
    "a mixture whose operands are one value": (logp, scalar, column, rows) => {
      const own = logp.stage(rows, mode).emit(Op.Exp, [logp.emit(Op.Mul, [column, scalar], local)], local);
      logp.term(Op.MixtureDensity, [own, scalar, column, own, own, own], 2);
      logp.term(Op.MixtureLog, [scalar, scalar, scalar, column, column, own], 3);
    },
  };

  describe.each(Object.entries(shapes))("has %s", (_, write) => {
    test.each([1, 2, 3, 257])("over %i rows", (rows) => {
      const position = Float64Array.from({ length: rows + 1 }, (_, i) => (i === 0 ? 0.6 : Math.sin(i)));
      expectGradient(withParameters(write), { dimSizes: [rows], columns: [], indexes: [] }, position);
    });
  });
});
