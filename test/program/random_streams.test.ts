/** Where random variates get their bits from: addresses, independence, engine against reference, and where they are refused. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { StoredDraws } from "../../bindings/engine/stored_draws.js";
import { opTable } from "../../bindings/program/ops.js";
import type { Program } from "../../bindings/program/program.js";
import { philox, Uniforms } from "../../bindings/program/reference/random_bits.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { verify } from "../../bindings/program/verify.js";
import { ProgramBuilder } from "./builder.js";
import { engine } from "./evaluators.js";
import { type Operand, type Setting, simulation, variates } from "./simulation.js";

const rows = 600;

/** Variates of the engine. */
function drawn(
  op: Op,
  operands: readonly Operand[],
  count: number | undefined,
  setting: Setting,
  ...address: [number, number, number]
) {
  const { program, data } = simulation(op, operands, count, setting);
  return variates(engine(program, data), ...address, setting.section);
}

const uniforms = (ordinal: number, ...address: [seed: number, chain: number, iteration: number]): Float64Array =>
  drawn(Op.RandomUniform, [], rows, { ordinal }, ...address);

describe("the reference's generator", () => {
  // kat_vectors of Random123, the three lines "philox4x32 10".
  test("gives the published words", () => {
    const ones = 0xffffffff;
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe("a variate's bits", () => {
  test.each([
    [0, 1, 0, 0],
    [65535, 2 ** 53 - 1, 2047, 2 ** 32 - 1],
    [3, 123456789012345, 7, 1000],
    [3, 123456789012345, 2048 * 9999 + 7, 1000],
  ])("of ordinal %i, seed %i, chain %i, iteration %i are those at its address", (ordinal, seed, chain, iteration) => {
    const expected = Array.from({ length: rows }, (_, row) => new Uniforms({ seed, chain, iteration }, ordinal, row).next());
    expect(Array.from(uniforms(ordinal, seed, chain, iteration))).toEqual(expected);
  });

  test("lie at the row's place beyond 2^32 as well", () => {
    const many = 3e6;
    const all = drawn(Op.RandomUniform, [], many, { ordinal: 1 }, 5, 0, 2);
    for (const row of [2 ** 20, 2 ** 21, 2 ** 21 + 1, many - 1]) {
      expect(all[row]).toBe(new Uniforms({ seed: 5, chain: 0, iteration: 2 }, 1, row).next());
    }
  });

  test("differ between all rows, ordinals, iterations, chains and seeds", () => {
    const sets = [
      [0, 1, 0, 0],
      [1, 1, 0, 0],
      [0, 2, 0, 0],
      [0, 1, 1, 0],
      [0, 1, 0, 1],
      [0, 2 ** 32 + 1, 0, 0],
    ] as const;
    const all = sets.flatMap(([ordinal, seed, chain, iteration]) => Array.from(uniforms(ordinal, seed, chain, iteration)));
    // 3600 numbers of 53 bits: a chance of 7e-10 that two are alike.
    expect(new Set(all).size).toBe(all.length);
  });

  test("are uncorrelated between neighbouring rows, ordinals, iterations, chains and seeds", () => {
    const center = uniforms(4, 9, 3, 8).map((u) => (u - 0.5) * Math.sqrt(12));
    const others = [uniforms(5, 9, 3, 8), uniforms(4, 10, 3, 8), uniforms(4, 9, 4, 8), uniforms(4, 9, 3, 9)];
    const shifted = Float64Array.from({ length: rows }, (_, row) => uniforms(4, 9, 3, 8)[(row + 1) % rows] as number);
    for (const other of [...others, shifted]) {
      const product = center.reduce((sum, x, i) => sum + x * ((other[i] as number) - 0.5) * Math.sqrt(12), 0);
      // 4 sigma of a correlation of 600 pairs.
      expect(Math.abs(product) / rows).toBeLessThan(4 / Math.sqrt(rows));
    }
  });

  test("are the same whatever the stage's mode, its length, its section and what else the program does", () => {
    const shapes = Float64Array.from({ length: rows }, (_, row) => 0.01 * (row + 1));
    const given = drawn(Op.RandomLogGamma, [shapes], rows, { ordinal: 2 }, 1, 2, 3);
    const same = (setting: Setting) => drawn(Op.RandomLogGamma, [shapes], rows, { ordinal: 2, ...setting }, 1, 2, 3);
    expect(same({ mode: StageMode.Full })).toEqual(given);
    expect(same({ section: Section.SimulatePrior })).toEqual(given);
    for (const count of [1, 2, 255, 257]) {
      const fewer = drawn(Op.RandomLogGamma, [shapes.slice(0, count)], count, { ordinal: 2 }, 1, 2, 3);
      expect(fewer).toEqual(given.slice(0, count));
    }
    expect(drawn(Op.RandomLogGamma, [0.01], undefined, { ordinal: 2 }, 1, 2, 3)).toEqual(given.slice(0, 1));
    expect(drawn(Op.RandomLogGamma, [0.01], 1, { ordinal: 2 }, 1, 2, 3)).toEqual(given.slice(0, 1));
  });

  test("are nothing where there are no rows", () => {
    expect(drawn(Op.RandomNormal, [], 0, {}, 1, 2, 3)).toEqual(new Float64Array(0));
  });
});

/** A normal variate over the scalar space, read by rows and again as a scalar, next to a parameter. */
function program(parameters: number): Program {
  const builder = new ProgramBuilder(1);
  const space = builder.space(0);
  const transform = builder.section(Section.Transform).stage(0);
  const ids = Array.from({ length: parameters }, () =>
    transform.emit(Op.Copy, [builder.value(Storage.Position, 0)], [Storage.Parameter]),
  );
  const simulate = builder.section(Section.Simulate).stage(0);
  const z = simulate.emit(Op.RandomNormal, [], [Storage.Crossing], 1);
  const mean = simulate.emit(Op.Add, [z, ids[0] ?? builder.constant(0)], [Storage.Output]);
  simulate.stage(space, StageMode.Block);
  const noise = simulate.emit(Op.RandomNormal, [], [Storage.Local], 2);
  simulate.output(simulate.emit(Op.Add, [noise, z], [Storage.Output]));
  simulate.output(mean);
  return builder.program();
}

describe("runs over stored draws", () => {
  const count = 300;
  /** Enough rows that a chunk holds a few draws only. */
  const data = { dimSizes: [9001], columns: [], indexes: [] };

  function stored(parameters: number, draws: Float64Array | number, from = 0): Float64Array[] {
    const evaluator = engine(program(parameters), data);
    const all: Float64Array[] = [];
    new StoredDraws(evaluator).forEach(Section.Simulate, draws, (x) => all.push(x.slice(from)), { seed: 7, chain: 1 });
    return all;
  }

  test("give draw k the random numbers of iteration k, whatever chunks are", () => {
    const draws = Float64Array.from({ length: count }, (_, k) => k);
    const all = stored(1, draws, 8990);
    expect(all.length).toBe(count);
    const evaluator = engine(program(1), data);
    for (const k of [0, 1, 2, 3, 4, 17, count - 1]) {
      evaluator.stream(7, 1, k);
      expect(all[k]).toEqual(evaluator.section(Section.Simulate, Float64Array.of(k)).slice(8990));
    }
  });

  test("need no draws where the program has no parameters, or none are read", () => {
    const evaluator = engine(program(0), data);
    const all = stored(0, 5);
    expect(all.length).toBe(5);
    all.forEach((x, k) => {
      evaluator.stream(7, 1, k);
      expect(x).toEqual(evaluator.section(Section.Simulate, new Float64Array(0)));
    });
  });

  test("go on with the iteration after the last", () => {
    const evaluator = engine(program(0), data);
    evaluator.stream(7, 1, 40);
    const first = evaluator.section(Section.Simulate, new Float64Array(0));
    const draws = new StoredDraws(evaluator);
    const all: Float64Array[] = [];
    draws.forEach(Section.Simulate, 3, (x) => all.push(x.slice()));
    draws.forEach(Section.Simulate, 1, (x) => all.push(x.slice()));
    expect(all[0]).toEqual(first);
    all.forEach((x, k) => {
      evaluator.stream(7, 1, 40 + k);
      expect(x).toEqual(evaluator.section(Section.Simulate, new Float64Array(0)));
    });
  });

  test("begin with seed, chain and iteration 0", () => {
    const [fresh, told] = [engine(program(0), data), engine(program(0), data)];
    told.stream(0, 0, 0);
    const none = new Float64Array(0);
    expect(fresh.section(Section.Simulate, none)).toEqual(told.section(Section.Simulate, none));
    expect(reference(program(0), data).section(Section.Simulate, none)[9001]).toBeCloseTo(
      told.section(Section.Simulate, none)[9001] as number,
      14,
    );
  });
});

const bad = [NaN, -1, Infinity, -Infinity, -0.5, -5e-324];
const rates = [0, -0, 5e-324, 1e-300, 1e-9, 0.3, 1, 3, 9.99, 10, 14.5, 100, 1e4, 1e8, 1e15, 1e16, 1e30, 1e300];

/** Combinations of operands; each is drawn a few times. */
function product(...lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((given) => list.map((x) => [...given, x])), [[]]);
}

const counts = [0, 1, 2, 7, 40, 1000, 1e6, 1e12];
const grids: readonly (readonly [Op, readonly number[][]])[] = [
  [Op.RandomUniform, [[]]],
  [Op.RandomNormal, [[]]],
  [Op.RandomLogGamma, product([...rates, ...bad])],
  [Op.RandomPoisson, product([...rates, ...bad])],
  [
    Op.RandomBinomial,
    product([...counts, 1e16, 0.5, ...bad], [0, -0, 1e-300, 1e-7, 0.01, 0.3, 0.5, 0.7, 1 - 2 ** -53, 1, 1.1, NaN, -0.1]),
  ],
  [Op.RandomVonMises, product([...rates, 1.3, 1.31, 700, 750, ...bad])],
  [Op.RandomHypergeometric, product([...counts, 2.5, NaN, -1], counts, [...counts, NaN, 1.5, -1])],
];

describe("engine and reference give the same", () => {
  const repeats = 12;

  test.each(grids.map(([op, points]) => [opTable.find((row) => row.op === op)?.name ?? "", op, points] as const))(
    "%s",
    (name, op, points) => {
      const all = points.flatMap((point) => Array.from({ length: points.length === 1 ? 3000 : repeats }, () => point));
      const operands = Array.from(points[0] ?? [], (_, k) => Float64Array.from(all, (point) => point[k] as number));
      const { program, data } = simulation(op, operands, all.length);
      const got = variates(engine(program, data), 11, 1, 5);
      const expected = variates(reference(program, data), 11, 1, 5);
      // Bit for bit where no function is rounded; a count is the same unless a comparison is closer than rounding, which none is at
      // this seed. The others are a sum or quotient of two or three functions, each good to a few rounding units: 16 in all.
      const isContinuous = op === Op.RandomNormal || op === Op.RandomLogGamma || op === Op.RandomVonMises;
      got.forEach((x, row) => {
        const y = expected[row] as number;
        if (Object.is(x, y) || (x === 0 && y === 0)) return;
        const distance = Math.abs(x - y) / Math.max(Math.abs(y), op === Op.RandomLogGamma ? 1 : 0);
        if (isContinuous && distance < 16 * 2 ** -53) return;
        expect.fail(`${name}(${all[row]?.join(", ")}) in row ${row}: ${x}, but ${y} in the reference`);
      });
      expect(got.some((x) => Number.isFinite(x))).toBe(true);
    },
  );

  test("NaN for operands that are none of a distribution's", () => {
    const nan = (op: Op, ...operands: number[]) =>
      expect(drawn(op, operands, 3, {}, 1, 0, 0), `${operands}`).toEqual(Float64Array.of(NaN, NaN, NaN));
    for (const x of bad) {
      nan(Op.RandomLogGamma, x);
      nan(Op.RandomPoisson, x);
      nan(Op.RandomVonMises, x);
      nan(Op.RandomBinomial, x, 0.5);
      nan(Op.RandomBinomial, 5, x);
      nan(Op.RandomHypergeometric, x, 3, 2);
      nan(Op.RandomHypergeometric, 3, x, 2);
      nan(Op.RandomHypergeometric, 3, 3, x);
    }
    nan(Op.RandomBinomial, 2.5, 0.5);
    nan(Op.RandomHypergeometric, 3, 3, 7);
    nan(Op.RandomHypergeometric, 2 ** 53, 3, 7);
  });
});

describe("the verifier", () => {
  const checked = (setting: Setting) => verify(simulation(Op.RandomPoisson, [2], 3, setting).program);

  test("lets variates into the two simulating sections", () => {
    for (const section of [Section.Simulate, Section.SimulatePrior])
      expect(() => checked({ section, ordinal: 65535 })).not.toThrow();
  });

  test("refuses them elsewhere", () => {
    for (const section of [Section.Track, Section.RowLogp, Section.Checks, Section.Decode, Section.Responsibilities]) {
      expect(() => checked({ section })).toThrow(/randomPoisson draws random numbers here/);
    }
    const builder = new ProgramBuilder(0);
    builder.section(Section.Logp).stage(0).emit(Op.RandomUniform, [], [Storage.Crossing]);
    expect(() => verify(builder.program())).toThrow(/randomUniform has no reverse side/);
  });

  test("refuses ordinals that the address has no room for, and whole stages", () => {
    for (const ordinal of [-1, 65536, 0.5])
      expect(() => checked({ ordinal })).toThrow(/randomPoisson has ordinal .*, not one of 0 to 65535/);
    expect(() => checked({ mode: StageMode.Whole })).toThrow(/does not run in a whole stage/);
  });

  test("refuses parameters where a prior is simulated", () => {
    const builder = new ProgramBuilder(0);
    const transform = builder.section(Section.Transform).stage(0);
    const rate = transform.emit(Op.Exp, [builder.value(Storage.Position, 0)], [Storage.Parameter]);
    builder.section(Section.SimulatePrior).stage(0).emit(Op.RandomPoisson, [rate], [Storage.Output]);
    expect(() => verify(builder.program())).toThrow(/randomPoisson reads value \d+, which is parameter/);
  });
});
