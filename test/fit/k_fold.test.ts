import { describe, expect, test } from "vitest";
import {
  compare,
  deserialize,
  type Fit,
  type KFold,
  kFold,
  leaveOut,
  model,
  normal,
  observe,
  param,
  sample,
  select,
  serialize,
  type Target,
  vector,
  WasmcmcError,
} from "../../bindings/index.js";
import { grouped, groupedData, manyModels, schools, schoolsData, table, tableData } from "./many_models.js";

const options = { seed: 11, chains: 2, warmup: 200, draws: 250, workers: false } as const;
const rowsOf = (folds: ArrayLike<number>, fold: number) => Array.from(folds).flatMap((own, row) => (own === fold ? [row] : []));

/** log of the mean over draws of the likelihood of each row. */
function predictive(fit: Pick<Fit, "logLikelihood">, observation: string, row: number): number {
  const { values, shape } = fit.logLikelihood(observation);
  const size = shape.slice(2).reduce((product, length) => product * length, 1);
  const column = Array.from({ length: values.length / size }, (_, draw) => values[draw * size + row]!);
  const largest = Math.max(...column);
  return largest + Math.log(column.reduce((sum, value) => sum + Math.exp(value - largest), 0) / column.length);
}

async function byHand(
  target: Target<unknown>,
  folds: ArrayLike<number>,
  observation: string,
  also: readonly string[] = [],
): Promise<number[]> {
  const out: number[] = [];
  for (const fold of new Set(Array.from(folds))) {
    const rows = rowsOf(folds, fold);
    const left = Object.fromEntries([observation, ...also].map((name) => [name, rows]));
    const fit = await sample(leaveOut(target, left), options);
    for (const row of rows) out[row] = predictive(fit, observation, row);
  }
  return out;
}

function expectParts(result: KFold, parts: readonly number[]): void {
  parts.forEach((part, row) => {
    // A mean of some hundred exponentials in another order.
    expect(result.pointwise.values[row]).toBeCloseTo(part, 12);
  });
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  expect(result.elpd).toBeCloseTo(mean * parts.length, 10);
  const variance = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0) / parts.length;
  expect(result.se).toBeCloseTo(Math.sqrt(parts.length * variance), 10);
}

describe("K-fold cross-validation", () => {
  test("is what refits without each fold predict", async () => {
    const target = schools.bind(schoolsData);
    const folds = [0, 1, 2, 0, 1, 2, 0, 1];
    const fit = await sample(target, options);
    const result = await kFold(fit, { folds, workers: false, keepFits: true });
    expectParts(result, await byHand(target, folds, "y"));
    const effective = folds.map((_, row) => predictive(fit, "y", row) - result.pointwise.values[row]!);
    expect(result.p).toBeCloseTo(
      effective.reduce((sum, value) => sum + value, 0),
      10,
    );
    effective.forEach((value, row) => {
      expect(result.pPointwise.values[row]).toBeCloseTo(value, 12);
    });
    expect(result.fits).toHaveLength(3);
    expect(result.pointwise.dims).toEqual(["school"]);
  });

  test("of groups leaves them out whole, with every observation of their rows", async () => {
    const target = grouped.bind(groupedData);
    const result = await kFold(target, { ...options, folds: 3, groups: "group", observation: "y" });
    for (const group of ["a", "b", "c"])
      expect(new Set(groupedData.group.flatMap((own, row) => (own === group ? [result.folds[row]] : []))).size).toBe(1);
    expectParts(result, await byHand(target, result.folds, "y", ["n"]));
  });

  test("agrees with models bound to fewer rows", async () => {
    const y = Array.from({ length: 15 }, (_, i) => Math.sin(2.3 * (i + 1)) + 0.5);
    const mean = model({ y: vector("row") }, (data) => {
      const mu = param(normal(0, 2));
      return { mu, y: observe(data.y, normal(mu, 1)) };
    });
    const folds = y.map((_, row) => row % 3);
    const long = { ...options, draws: 2000 };
    const { pointwise } = await kFold(mean.bind({ y }), { ...long, folds });
    for (const fold of [0, 1, 2]) {
      const fit = await sample(mean, { y: y.filter((_, row) => row % 3 !== fold) }, long);
      const [rows, mus] = [rowsOf(folds, fold), fit.draws.mu];
      for (const row of rows) {
        const density =
          mus.reduce((sum, mu) => sum + Math.exp(-0.5 * (y[row]! - mu) ** 2), 0) / mus.length / Math.sqrt(2 * Math.PI);
        // mu has an sd of 0.31, so the log density's is at most 0.31 * 2.2; of 4,000 draws worth 1,000 or more: 4 standard errors.
        expect(Math.abs(pointwise.values[row]! - Math.log(density))).toBeLessThan((4 * Math.SQRT2 * 0.7) / Math.sqrt(1000));
      }
    }
  });

  test("is exact for a model whose predictions are known", async () => {
    const y = [0.2, -1.1, 0.7, 1.9, -0.4, 0.3];
    const mean = model({ y: vector("row") }, (data) => {
      const mu = param(normal(0, 1));
      return { mu, y: observe(data.y, normal(mu, 1)) };
    });
    const { elpd } = await kFold(mean.bind({ y }), { ...options, draws: 2000, folds: [0, 1, 2, 3, 4, 5] });
    const total = y.reduce((sum, value) => sum + value, 0);
    const exact = y.reduce((sum, value) => {
      // Posterior of mu without the row: normal, with precision 1 + 5.
      const [location, variance] = [(total - value) / 6, 1 + 1 / 6];
      return sum - 0.5 * Math.log(2 * Math.PI * variance) - (value - location) ** 2 / (2 * variance);
    }, 0);
    // Each part has an error of about 0.4 * 1.9 / sqrt(1500) at most; 4 standard errors of six of them.
    expect(Math.abs(elpd - exact)).toBeLessThan((4 * Math.sqrt(6) * 0.8) / Math.sqrt(1500));
  });

  test("of a matrix leaves out cells, or all of a dim's member", async () => {
    const target = table.bind(tableData);
    const [cells, people] = [
      await kFold(target, { ...options, folds: 4 }),
      await kFold(target, { ...options, folds: 3, dim: "person" }),
    ];
    expect([cells.folds.length, people.folds.length]).toEqual([12, 3]);
    expect(people.pointwise.shape).toEqual([3, 4]);
    const left = await sample(leaveOut(target, { y: [0, 1, 2, 3] }), options);
    [0, 1, 2, 3].forEach((row) => {
      expect(select(people.pointwise, { person: 0, item: row }).values[0]).toBeCloseTo(predictive(left, "y", row), 12);
    });
  });

  test("follows from the seed, and is compared like any other", async () => {
    const target = schools.bind(schoolsData);
    const [one, again] = [await kFold(target, { ...options, folds: 2 }), await kFold(target, { ...options, folds: 2 })];
    expect(again).toEqual(one);
    expect(String(compare({ one, again }))).toContain("elpd_kfold");
    expect(String(one)).toMatch(/elpd_kfold +-\d+\.\d\d +\d+\.\d\d\np_kfold/);
    const deviance = await kFold(target, { ...options, folds: 2, scale: "deviance" });
    expect(deviance.elpd).toBeCloseTo(-2 * one.elpd, 10);
  });
});

test("what cannot be cross-validated is refused before anything is fitted", async () => {
  const refused = async (result: Promise<unknown>) => {
    const error = await result.then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(WasmcmcError);
    return (error as WasmcmcError).code;
  };
  const target = schools.bind(schoolsData);
  for (const [name, dim] of [["process"], ["states"], ["states", "time"], ["garch"]] as const)
    expect(await refused(kFold(manyModels[name]!, { folds: 2, ...(dim && { dim }) }))).toBe("unsupported-model");
  expect(await refused(kFold(deserialize(serialize(target)), { folds: 2 }))).toBe("unsupported-model");
  expect(await refused(kFold(grouped.bind(groupedData)))).toBe("unknown-variable");
  expect(await refused(kFold(target, { folds: 2, observation: "z" }))).toBe("unknown-variable");
  expect(await refused(kFold(target, { folds: 2, groups: "z" }))).toBe("unknown-variable");
  expect(await refused(kFold(target, { folds: 9 }))).toBe("bad-option");
  expect(await refused(kFold(target, { folds: [0, 1] }))).toBe("bad-option");
  expect(await refused(kFold(target, { folds: 2, chains: 0 }))).toBe("bad-option");
  expect(await refused(kFold(target, { folds: 2, signal: AbortSignal.abort() }))).toBe("aborted");
});
