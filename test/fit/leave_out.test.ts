import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import * as library from "../../bindings/index.js";
import {
  deserialize,
  leaveOut,
  model,
  normal,
  observe,
  param,
  potential,
  sample,
  serialize,
  sum,
  type Target,
  vector,
  WasmcmcError,
} from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";
import { grouped, groupedData, manyModels, schools, schoolsData, states, table, tableData } from "./many_models.js";

const positions = (target: Target<unknown>) =>
  [0.1, 0.5, 1].map((size) => Float64Array.from({ length: target.dimension }, (_, i) => size * Math.sin(3.7 * (i + 1))));

/** The same log densities and gradients, within the roundings of some hundred terms in another order. */
function expectSame(one: Target<unknown>, other: Target<unknown>): void {
  for (const position of positions(one)) {
    const [a, b] = [one.logpAndGradient(position), other.logpAndGradient(position)];
    expect(Math.abs(a.logp - b.logp)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b.logp)) * 10);
    const largest = b.gradient.reduce((most, partial) => Math.max(most, Math.abs(partial)), 1);
    a.gradient.forEach((partial, i) => {
      expect(Math.abs(partial - b.gradient[i]!)).toBeLessThanOrEqual(1e-11 * largest);
    });
  }
}

const without = <T>(values: ArrayLike<T>, rows: readonly number[]): T[] => Array.from(values).filter((_, i) => !rows.includes(i));
const left = [0, 5, 9];

describe("a target without rows", () => {
  test("of a mixture is the model bound to the others", () => {
    const [line, data] = [lineModel(library), linePoints(library)];
    const fewer = { x: without(data.x, left), y: without(data.y, left), yErr: without(data.yErr, left) };
    expectSame(leaveOut(line.bind(data), { y: left }), line.bind(fewer));
  });

  test("of groups keeps members that no row is left of", () => {
    const rows = groupedData.group.flatMap((group, i) => (group === "b" ? [i] : []));
    const fewer = Object.fromEntries(
      Object.entries(groupedData).map(([name, column]) => [name, without<string | number>(column, rows)]),
    );
    const target = leaveOut(grouped.bind(groupedData), { y: rows, n: rows });
    expectSame(target, grouped.bind(fewer as typeof groupedData, { coords: { group: ["a", "b", "c"] } }));
    expect(target.bound.coordinates("group")).toEqual(["a", "b", "c"]);
  });

  test("of one observation keeps those of another", () => {
    const none = grouped.bind(groupedData);
    const [y, n] = [leaveOut(none, { y: left }), leaveOut(none, { n: left })];
    const both = leaveOut(y, { n: left });
    for (const position of positions(none)) {
      const rest = both.logp(position) - y.logp(position) - n.logp(position) + none.logp(position);
      // Four sums of some fifty terms each.
      expect(Math.abs(rest)).toBeLessThan(1e-11 * Math.abs(none.logp(position)));
    }
    expectSame(both, leaveOut(none, { y: left, n: left }));
  });

  test("whose rows have parameters of their own leaves those to their priors", () => {
    const all = schools.bind(schoolsData);
    const target = leaveOut(all, { y: [2] });
    for (const position of positions(all)) {
      const moved = position.map((value, i) => (i === 4 ? value + 1 : value));
      const prior = (at: Float64Array) => -0.5 * at[4]! ** 2;
      // The row's parameter is the fifth coordinate; only its standard normal prior reads it.
      expect(target.logp(moved) - target.logp(position)).toBeCloseTo(prior(moved) - prior(position), 10);
    }
  });

  test("with none left out is the target itself", () => {
    for (const target of Object.values(manyModels)) expectSame(leaveOut(target, {}), target);
  });

  test("of a matrix may be single cells", () => {
    const target = table.bind(tableData);
    const cells = leaveOut(target, { y: [1, 6] });
    const { evaluator } = target.bound;
    for (const position of positions(target)) {
      const rows = evaluator.section(Section.RowLogp, evaluator.constrain(position));
      expect(cells.logp(position)).toBeCloseTo(target.logp(position) - rows[1]! - rows[6]!, 10);
    }
  });
});

test("a fit without rows has their log likelihood all the same, and travels as bytes", async () => {
  const target = leaveOut(schools.bind(schoolsData), { y: [2] });
  const options = { seed: 1, chains: 1, warmup: 100, draws: 20, workers: false } as const;
  const fit = await sample(target, options);
  expect(fit.logLikelihood("y").shape).toEqual([1, 20, 8]);
  expect((await sample(deserialize(serialize(target)), options)).draws).toEqual(fit.draws);
  expect(fit.predict().y.value.shape).toEqual([1, 20, 8]);
});

describe("rows cannot be left out", () => {
  const refused = (action: () => unknown): WasmcmcError => {
    try {
      action();
    } catch (error) {
      if (error instanceof WasmcmcError) return error;
    }
    throw new Error("nothing was refused");
  };
  const readElsewhere = model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 1));
    return { mu, known: potential(sum(y).mul(mu)), y: observe(y, normal(mu, 1)) };
  });

  test("where others know of them", () => {
    expect(refused(() => leaveOut(manyModels["garch"]!, { r: [3] })).message).toContain('other rows of "r" depend on its values');
    expect(refused(() => leaveOut(readElsewhere.bind({ y: [1, 2] }), { y: [0] })).message).toContain('potential "known"');
  });

  test("that do not exist", () => {
    const target = states.bind({ y: [1, 2, 3] });
    // All rows are one joint observation, whose number is 0.
    expect(refused(() => leaveOut(target, { y: [1] })).code).toBe("position-out-of-range");
    expect(refused(() => leaveOut(target, { z: [1] })).code).toBe("unknown-variable");
    expect(refused(() => leaveOut(schools.bind(schoolsData), { y: [0.5] })).code).toBe("position-out-of-range");
  });

  test("of a model that was read from bytes", () => {
    expect(refused(() => leaveOut(deserialize(serialize(schools.bind(schoolsData))), { y: [0] })).code).toBe("unsupported-model");
  });
});
