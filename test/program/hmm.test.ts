/** Hidden Markov models against sums over all paths, and at the edges that density space cannot hold, in both evaluators. */
import { describe, expect, test } from "vitest";
import { Op } from "../../assembly/opcodes.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { uniforms } from "./choices.js";
import { engine, evaluators } from "./evaluators.js";
import { differentiate, evaluate, type Over, type SequenceCase } from "./sequence_case.js";

const random = uniforms(149);
const many = (count: number, make: (i: number) => number = random): number[] => Array.from({ length: count }, (_, i) => make(i));

interface Choice {
  readonly states: number;
  readonly sequences: number;
  readonly length: number;
  readonly over?: Over;
  readonly logp?: () => number;
  readonly probability?: () => number;
}

function model(choice: Choice, change: Partial<SequenceCase> = {}): SequenceCase {
  const { states, sequences, length, over = "scalar", logp = () => -3 * random(), probability = () => 0.05 + random() } = choice;
  const operand = (own: Over, make: () => number) => ({
    over: own,
    values: many({ scalar: 1, sequences, rows: sequences * length }[own], make),
  });
  return {
    op: Op.HmmForward,
    immediate: states,
    sequences,
    length,
    operands: [
      ...Array.from({ length: states }, () => operand("sequences", probability)),
      ...Array.from({ length: states * states }, () => operand(over, probability)),
      ...Array.from({ length: states }, () => operand("rows", logp)),
    ],
    result: "sequences",
    weights: many(sequences, () => 0.5 + random()),
    ...change,
  };
}

/** Sums over all paths, in densities: likelihoods, and the weighted derivatives of their logarithms. */
function overPaths({ immediate: states = 0, sequences, length, operands, weights }: SequenceCase) {
  const gradients = operands.map(({ values }) => values.map(() => 0));
  const posteriors = Array.from({ length: states }, () => many(sequences * length, () => 0));
  const best = many(sequences * length, () => 0);
  const logps: number[] = [];
  for (let sequence = 0; sequence < sequences; sequence++) {
    const paths = Array.from({ length: states ** length }, (_, code) =>
      many(length, (t) => Math.floor(code / states ** t) % states),
    );
    const factors = paths.map((path) =>
      path.flatMap((state, t) => {
        const row = sequence * length + t;
        const from = t === 0 ? state : states + (path[t - 1] as number) * states + state;
        const place = t === 0 ? sequence : operands[from]?.values.length === 1 ? 0 : row;
        return [
          { operand: from, place, x: operands[from]?.values[place] as number },
          {
            operand: states + states * states + state,
            place: row,
            x: Math.exp(operands[states + states ** 2 + state]?.values[row] as number),
          },
        ];
      }),
    );
    const products = factors.map((own) => own.reduce((product, { x }) => product * x, 1));
    const total = products.reduce((sum, x) => sum + x, 0);
    logps.push(Math.log(total));
    const top = paths[products.indexOf(Math.max(...products))] as number[];
    top.forEach((state, t) => {
      best[sequence * length + t] = state;
    });
    paths.forEach((path, p) => {
      path.forEach((state, t) => {
        const own = posteriors[state] as number[];
        own[sequence * length + t] = (own[sequence * length + t] as number) + (products[p] as number) / total;
      });
      (factors[p] as (typeof factors)[0]).forEach(({ operand, place }, f) => {
        const others = (factors[p] as (typeof factors)[0]).reduce(
          (product, { x }, g) => (g === f && operand < states + states ** 2 ? product : product * x),
          1,
        );
        const own = gradients[operand] as number[];
        own[place] = (own[place] as number) + ((weights[sequence] as number) * others) / total;
      });
    });
  }
  return { logps, logp: logps.reduce((sum, x, i) => sum + x * (weights[i] as number), 0), gradients, posteriors, best };
}

/** Rows times a few roundings each; what is compared is of order 1 a row. */
const close = (x: number, y: number, tolerance = 1e-12): boolean =>
  Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y));

function expectClose(what: string, got: readonly number[][], expected: readonly number[][], tolerance?: number): void {
  got.forEach((own, k) => {
    own.forEach((x, row) => {
      const y = expected[k]?.[row] as number;
      if (!close(x, y, tolerance)) expect.fail(`${what} ${k} at ${row}: ${x} for ${y}`);
    });
  });
}

const posteriorOf = (each: SequenceCase): SequenceCase => ({
  ...each,
  op: Op.HmmPosterior,
  result: "rows",
  outputs: each.immediate as number,
});
const viterbiOf = (each: SequenceCase): SequenceCase => ({ ...each, op: Op.HmmViterbi, result: "rows" });

describe.each(evaluators)("a hidden Markov model in %s", (_name, make) => {
  test.each([1, 2, 3, 4, 5, 7])("of %i states is the sum over its paths", (states) => {
    for (const over of ["scalar", "rows"] as const) {
      for (const [sequences, length] of [
        [1, 1],
        [1, 4],
        [3, 3],
        [2, 2],
        [4, 1],
      ] as const) {
        const each = model({ states, sequences, length, over });
        const expected = overPaths(each);
        const got = differentiate(make, each);
        expect(close(got.logp, expected.logp)).toBe(true);
        expectClose("gradient", got.gradients, expected.gradients);
        expectClose("posterior", evaluate(make, posteriorOf(each)), expected.posteriors);
        expect(evaluate(make, viterbiOf(each))).toEqual([expected.best]);
      }
    }
  });

  test("is exact where states are impossible: initially, by a transition, or by a row", () => {
    for (const states of [2, 3, 5]) {
      for (let repeat = 0; repeat < 30; repeat++) {
        const each = model({
          states,
          sequences: 2,
          length: 4,
          over: repeat % 2 ? "scalar" : "rows",
          probability: () => (random() < 0.4 ? 0 : 0.05 + random()),
          logp: () => (random() < 0.2 ? -Infinity : -random()),
        });
        const expected = overPaths(each);
        const got = differentiate(make, each);
        if (expected.logps.includes(-Infinity)) {
          expect(got.logp).toBe(-Infinity);
          continue;
        }
        expect(close(got.logp, expected.logp)).toBe(true);
        expectClose("gradient", got.gradients, expected.gradients);
        expectClose("posterior", evaluate(make, posteriorOf(each)), expected.posteriors);
      }
    }
  });

  test("an impossible sequence is -inf with gradient 0, and leaves others as they are", () => {
    for (const states of [1, 2, 4, 6]) {
      const each = model({ states, sequences: 3, length: 2 });
      const rows = each.operands.slice(-states);
      for (const { values } of rows) (values as number[])[3] = -Infinity;
      const alone = model({ states, sequences: 3, length: 2 }, { ...each, weights: [1, 0, 1] });
      expect(evaluate(make, each)[0]?.[1]).toBe(-Infinity);
      const { gradients } = differentiate(make, { ...alone, weights: [1, 1, 1] });
      expectClose("gradient", gradients, differentiate(make, alone).gradients, 0);
      expect(gradients.flat().every(Number.isFinite)).toBe(true);
      const [first] = evaluate(make, posteriorOf(each)) as [number[]];
      expect(first.map(Number.isNaN)).toEqual([false, false, true, true, false, false]);
    }
  });

  test("NaN in a row is NaN for its sequence", () => {
    const each = model({ states: 2, sequences: 2, length: 3 });
    (each.operands[6]?.values as number[])[1] = NaN;
    const [values] = evaluate(make, each) as [number[]];
    expect(values[0]).toBe(NaN);
    expect(Number.isFinite(values[1])).toBe(true);
  });

  test("a change that comes late is found though the row that begins it looks impossible", () => {
    // One way from state 1 to state 2; row 1 favours state 2 by exp(800), and all that follow state 1 by exp(20) each.
    const length = 60;
    const each: SequenceCase = {
      op: Op.HmmForward,
      immediate: 2,
      sequences: 1,
      length,
      operands: [
        { over: "sequences", values: [1] },
        { over: "sequences", values: [0] },
        ...[0.9, 0.1, 0, 1].map((x) => ({ over: "scalar" as const, values: [x] })),
        { over: "rows", values: many(length, (t) => (t === 1 ? -800 : 0)) },
        { over: "rows", values: many(length, (t) => (t === 1 ? 0 : -20)) },
      ],
      result: "sequences",
      weights: [1],
    };
    const [value] = evaluate(make, each)[0] as [number];
    // Staying, and changing at row t: the first dominates all others but those at the last rows, by exp(-20) a row.
    const last = Math.log(0.1) - 20 - Math.log(0.9);
    const staying = (length - 1) * Math.log(0.9) - 800;
    const expected = staying + Math.log1p(Math.exp(last) / (1 - Math.exp(-20) / 0.9));
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
    const [before] = evaluate(make, posteriorOf(each)) as [number[]];
    expect(before[1]).toBeCloseTo(1, 8);
  });

  test("a path follows its uniform numbers, and never a probability of 0", () => {
    const path = (initial: number[], transitions: number[], u: number[]): number[] | undefined =>
      evaluate(make, {
        op: Op.HmmPath,
        immediate: 2,
        sequences: 2,
        length: 3,
        operands: [
          { over: "sequences", values: initial.slice(0, 2) },
          { over: "sequences", values: initial.slice(2) },
          ...transitions.map((x) => ({ over: "scalar" as const, values: [x] })),
          { over: "rows", values: u },
        ],
        result: "rows",
        weights: [],
      })[0];
    const halves = [0.25, 0.25, 0.75, 0.75];
    expect(path(halves, [0.5, 0.5, 0.5, 0.5], [0.2, 0.6, 0.4, 0.3, 0.1, 0.9])).toEqual([0, 1, 0, 1, 0, 1]);
    expect(path([0, 1, 1, 0], [0, 1, 1, 0], [1e-17, 1e-17, 1e-17, 1 - 1e-16, 1 - 1e-16, 1 - 1e-16])).toEqual([1, 0, 1, 0, 1, 0]);
    // Twice the probabilities are the same law.
    expect(path([0.5, 0.5, 1.5, 1.5], [1, 1, 1, 1], [0.2, 0.6, 0.4, 0.3, 0.1, 0.9])).toEqual([0, 1, 0, 1, 0, 1]);
    expect(path([0, 1, 0, 0], [0, 0, 1, 0], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).toEqual([NaN, NaN, NaN, 0, NaN, NaN]);
  });

  test("equally probable paths: the lower state", () => {
    const each = model({ states: 3, sequences: 1, length: 4, logp: () => -1, probability: () => 0.25 });
    expect(evaluate(make, viterbiOf(each))).toEqual([[0, 0, 0, 0]]);
  });
});

describe("sequences that density space cannot hold", () => {
  test.each([2, 3, 4, 6])("of %i states are the same in engine and reference", (states) => {
    for (let repeat = 0; repeat < 20; repeat++) {
      const each = model({
        states,
        sequences: 3,
        length: 40,
        over: repeat % 2 ? "scalar" : "rows",
        probability: () => (random() < 0.3 ? 0 : random() < 0.3 ? 1e-90 * random() : random()),
        logp: () => (random() < 0.05 ? -Infinity : -(10 ** (4 * random() - 1))),
      });
      const [got, expected] = [differentiate(engine, each), differentiate(reference, each)];
      expect(close(got.logp, expected.logp, 1e-13)).toBe(true);
      if (!Number.isFinite(expected.logp)) continue;
      // The reference's logarithms are of order 1e4 and know no better.
      expectClose("gradient", got.gradients, expected.gradients, 1e-10);
      expectClose("posterior", evaluate(engine, posteriorOf(each)), evaluate(reference, posteriorOf(each)), 1e-10);
      expect(evaluate(engine, viterbiOf(each))).toEqual(evaluate(reference, viterbiOf(each)));
    }
  });

  test("a state that dies out over thousands of rows keeps its part of the likelihood", () => {
    // Two ways from the start, each kept for good: the second is exp(-1) less likely a row.
    const length = 5000;
    const each: SequenceCase = {
      op: Op.HmmForward,
      immediate: 2,
      sequences: 1,
      length,
      operands: [
        { over: "sequences", values: [0.5] },
        { over: "sequences", values: [0.5] },
        ...[1, 0, 0, 1].map((x) => ({ over: "scalar" as const, values: [x] })),
        { over: "rows", values: many(length, (t) => (t < 2500 ? 0 : -1)) },
        { over: "rows", values: many(length, (t) => (t < 2500 ? -1 : 0)) },
      ],
      result: "sequences",
      weights: [1],
    };
    const { logp, gradients } = differentiate(engine, each);
    expect(Math.abs(logp + 2500)).toBeLessThanOrEqual(2500 * 1e-14);
    // Either way is as likely, so every posterior is 1/2; 5000 factors are multiplied.
    expectClose("posterior", gradients.slice(-2), [many(length, () => 0.5), many(length, () => 0.5)], 1e-12);
  });

  test("a long sequence of ordinary rows agrees with the reference", () => {
    for (const states of [2, 3, 5]) {
      const each = model({ states, sequences: 2, length: 1500, logp: () => -20 * random() ** 2 });
      const [got, expected] = [differentiate(engine, each), differentiate(reference, each)];
      expect(close(got.logp, expected.logp, 1e-13)).toBe(true);
      expectClose("gradient", got.gradients, expected.gradients, 1e-12);
    }
  });
});
