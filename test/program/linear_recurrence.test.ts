/** Linear recurrences against their sums written out, in both evaluators. */
import { describe, expect, test } from "vitest";
import { Op } from "../../assembly/opcodes.js";
import { uniforms } from "./choices.js";
import { evaluators } from "./evaluators.js";
import { differentiate, evaluate, type Over, type SequenceCase } from "./sequence_case.js";

const random = uniforms(148);
const rows = (count: number): number[] => Array.from({ length: count }, () => 2 * random() - 1);

function recurrence(sequences: number, length: number, a: Over, b: Over, change: Partial<SequenceCase> = {}): SequenceCase {
  const count = { scalar: 1, sequences, rows: sequences * length };
  return {
    op: Op.LinearRecurrence,
    sequences,
    length,
    operands: [
      { over: a, values: rows(count[a]) },
      { over: b, values: rows(count[b]) },
      { over: "sequences", values: rows(sequences) },
    ],
    result: "rows",
    weights: rows(count.rows),
    ...change,
  };
}

/** Weighted sum of the states, and its derivatives forwards: each state's by everything before it. */
function writtenOut({ sequences, length, operands, weights }: SequenceCase) {
  const [a, b, init] = operands.map(({ values }) => values) as [number[], number[], number[]];
  const gradients = operands.map(({ values }) => values.map(() => 0));
  const read = (values: number[], row: number): number => values[values.length === 1 ? 0 : row] as number;
  let logp = 0;
  const add = (place: number, row: number, x: number): void => {
    const own = gradients[place] as number[];
    const at = own.length === 1 ? 0 : row;
    own[at] = (own[at] as number) + x;
  };
  for (let sequence = 0; sequence < sequences; sequence++) {
    let state = init[sequence] as number;
    const befores: number[] = [];
    for (let row = sequence * length; row < (sequence + 1) * length; row++) {
      befores.push(state);
      state = read(a, row) * state + read(b, row);
      logp += (weights[row] as number) * state;
      let slope = weights[row] as number;
      for (let from = row; from >= sequence * length; from--) {
        add(0, from, slope * (befores[from - sequence * length] as number));
        add(1, from, slope);
        slope *= read(a, from);
      }
      add(2, sequence, slope);
    }
  }
  return { logp, gradients };
}

describe.each(evaluators)("a linear recurrence in %s", (_name, make) => {
  test.each([
    [1, 1],
    [1, 2],
    [1, 131],
    [3, 1],
    [3, 5],
    [2, 64],
    [5, 65],
  ])("is what its sums say, of %i sequences of %i rows", (sequences, length) => {
    for (const a of ["scalar", "rows"] as const) {
      for (const b of ["scalar", "rows"] as const) {
        const each = recurrence(sequences, length, a, b);
        const got = differentiate(make, each);
        const expected = writtenOut(each);
        // Sums of up to 325 terms of order 1, each rounded.
        expect(Math.abs(got.logp - expected.logp)).toBeLessThanOrEqual(1e-13 * sequences * length);
        got.gradients.forEach((own, place) => {
          own.forEach((x, row) => {
            expect(Math.abs(x - (expected.gradients[place]?.[row] as number))).toBeLessThanOrEqual(1e-13 * sequences * length);
          });
        });
      }
    }
  });

  test("has no rows where there are no sequences, or none in them", () => {
    for (const [sequences, length] of [
      [0, 4],
      [3, 0],
    ] as const) {
      const each = recurrence(sequences, length, "scalar", "rows");
      const { logp, gradients } = differentiate(make, each);
      expect(logp).toBe(0);
      expect(gradients).toEqual([[0], [], Array.from({ length: sequences }, () => 0)]);
    }
  });

  test("a state that nothing depends on gives exactly zero, though others are infinite", () => {
    const each = recurrence(1, 4, "rows", "rows", {
      operands: [
        { over: "rows", values: [0.5, 2, Infinity, 3] },
        { over: "rows", values: [1, 1, 1, 1] },
        { over: "sequences", values: [4] },
      ],
      weights: [1, 1, 0, 0],
    });
    const [states] = evaluate(make, each);
    expect(states).toEqual([3, 7, Infinity, Infinity]);
    const { gradients } = differentiate(make, { ...each, weights: [1, 1, 0, 0] });
    expect(gradients).toEqual([[12, 3, 0, 0], [3, 1, 0, 0], [1.5]]);
  });
});
