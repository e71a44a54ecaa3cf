import { describe, expect, test } from "vitest";
import {
  groupLogLikelihoods,
  type LogLikelihoodSource,
  loo,
  looExpectations,
  looPit,
  looWeights,
  type NamedArray,
  namedArray,
  psis,
  WasmcmcError,
  waic,
} from "../../../bindings/index.js";
import { fitOf, fixture, logLikelihoodOf } from "./log_likelihood_sets.js";

const model = fixture.cases.find(({ case: { name } }) => name === "a matrix of observations")!.case;
const array = logLikelihoodOf(model);

function refusal(action: () => unknown): Pick<WasmcmcError, "code" | "row" | "value"> | undefined {
  try {
    action();
  } catch (error) {
    if (!(error instanceof WasmcmcError)) throw error;
    const { code, row, value } = error;
    return { code, row, value };
  }
  return undefined;
}

const withValue = (value: number, place: number): NamedArray =>
  namedArray(
    array.values.map((own, i) => (i === place ? value : own)),
    array.shape,
    array.dims,
  );

describe.each([
  ["loo", loo],
  ["waic", waic],
  ["looWeights", looWeights],
] as const)("%s refuses", (_, judge: (subject: NamedArray) => unknown) => {
  test.each([-Infinity, Infinity, NaN])("a log-likelihood of %d, and says of which observation", (value) => {
    expect(refusal(() => judge(withValue(value, 6 * 17 + 4)))).toEqual({ code: "bad-log-likelihood", row: 4, value });
  });

  test("fewer than 4 draws, and no observations", () => {
    expect(refusal(() => judge(namedArray(new Float64Array(6), [1, 3, 2], ["chain", "draw", "row"])))?.code).toBe(
      "too-few-draws",
    );
    expect(refusal(() => judge(namedArray(new Float64Array(0), [2, 10, 0], ["chain", "draw", "row"])))?.code).toBe(
      "too-few-draws",
    );
  });

  test("ragged chains: values that do not fill the shape", () => {
    expect(refusal(() => judge({ ...array, values: array.values.subarray(6) }))?.code).toBe("bad-shape");
  });

  test("arrays whose first dims are not chain and draw", () => {
    expect(refusal(() => judge(namedArray(array.values, [800, 6], ["draw", "row"])))?.code).toBe("bad-shape");
  });
});

test("numbers so large that their sum overflows are no infinities", () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => -1e307 * (1 + (i % 7)));
  expect(loo(namedArray(values, [1, 40, 1], ["chain", "draw", "row"])).elpd).toBeLessThan(-1e307);
});

test("relative effective sample sizes that are none are refused", () => {
  for (const relativeEss of [0, -1, NaN, Infinity]) expect(refusal(() => loo(array, { relativeEss }))?.code).toBe("bad-option");
  expect(refusal(() => psis([1, 2, 3], { relativeEss: 0 }))?.code).toBe("bad-option");
});

test("psis refuses what has no largest ratio, and gives no weight to a ratio of -Infinity", () => {
  expect(refusal(() => psis([1, NaN, 3]))?.code).toBe("bad-log-likelihood");
  expect(refusal(() => psis([1, Infinity, 3]))?.code).toBe("bad-log-likelihood");
  expect(refusal(() => psis([-Infinity, -Infinity]))?.code).toBe("bad-log-likelihood");
  const { logWeights } = psis([0, -Infinity, 0]);
  expect([...logWeights]).toEqual([-Math.log(2), -Infinity, -Math.log(2)]);
});

test("of a fit with several observations one has to be named", () => {
  const fit = fitOf(model);
  expect(refusal(() => loo({ ...fit, observations: ["y", "z"] }))?.code).toBe("unknown-variable");
  expect(loo({ ...fit, observations: ["y", "z"] }, { observation: "y" }).elpd).toBe(loo(fit).elpd);
});

test("a parameter with a draw that is NaN is left out of the relative effective sample size", () => {
  const fit = fitOf(model);
  const spoiled = (name: string): NamedArray => {
    const own = fit.array("m");
    return name === "m" ? own : namedArray(own.values.slice().fill(NaN, 3, 4), own.shape, own.dims);
  };
  expect(loo({ ...fit, names: ["m", "gone"], array: spoiled })).toEqual(loo(fit));
});

test("predictions of another shape are refused", () => {
  expect(refusal(() => looPit(model.y, withShape([4, 100, 6]), array))?.code).toBe("bad-shape");
  expect(refusal(() => looPit(model.y.slice(1), array, array))?.code).toBe("bad-shape");
  expect(refusal(() => looExpectations(withShape([4, 100, 6]), array))?.code).toBe("bad-shape");
});

const withShape = (shape: readonly number[]): NamedArray =>
  namedArray(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape, ["chain", "draw", "row"]);

describe("a source", () => {
  const asked: [number, number][] = [];
  const source: LogLikelihoodSource = {
    shape: array.shape,
    dims: array.dims,
    coords: {},
    columnsAtOnce: 4,
    relativeEss: 0.5,
    columns(first, count) {
      asked.push([first, count]);
      const draws = 800;
      return Float64Array.from(
        { length: draws * count },
        (_, i) => array.values[(i % draws) * 6 + first + Math.floor(i / draws)]!,
      );
    },
  };

  test("is read in blocks of the size it wishes, and gives what the array gives", () => {
    expect(loo(source)).toEqual(loo(array, { relativeEss: 0.5 }));
    expect(asked).toEqual([
      [0, 4],
      [4, 2],
    ]);
    expect(waic(source)).toEqual(waic(array));
    expect(looWeights(source)).toEqual(looWeights(array, { relativeEss: 0.5 }));
  });
});

describe("groups", () => {
  const named = namedArray(array.values, array.shape, ["chain", "draw", "school", "year"], {
    school: ["A", "B"],
    year: [1, 2, 3],
  });

  test("sum the log-likelihoods of a dim's members, or of equal labels", () => {
    const bySchool = groupLogLikelihoods(named, "school");
    expect(bySchool).toMatchObject({ shape: [4, 200, 2], dims: ["chain", "draw", "school"], coords: { school: ["A", "B"] } });
    const row = (draw: number) =>
      [...array.values.subarray(draw * 6, draw * 6 + 6)] as [number, number, number, number, number, number];
    const [a, b, c, d, e, f] = row(7);
    expect([...bySchool.values.subarray(14, 16)]).toEqual([a + b + c, d + e + f]);
    const byLabel = groupLogLikelihoods(named, ["x", "y", "x", "y", "x", "z"], { dim: "cluster" });
    expect(byLabel.coords).toEqual({ cluster: ["x", "y", "z"] });
    expect([...byLabel.values.subarray(21, 24)]).toEqual([a + c + e, b + d, f]);
    expect(groupLogLikelihoods(named, "year").shape).toEqual([4, 200, 3]);
  });

  test("of one member each are the observations themselves", () => {
    const each = groupLogLikelihoods(array, [0, 1, 2, 3, 4, 5]);
    expect(each.values).toEqual(array.values);
    expect(loo(each).elpd).toBe(loo(array).elpd);
  });

  test("that are none are refused", () => {
    expect(refusal(() => groupLogLikelihoods(named, "chain"))?.code).toBe("bad-option");
    expect(refusal(() => groupLogLikelihoods(named, "town"))?.code).toBe("bad-option");
    expect(refusal(() => groupLogLikelihoods(named, ["x", "y"]))?.code).toBe("bad-option");
  });
});
