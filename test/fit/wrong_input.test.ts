/** Mistakes made while binding, sampling and reading results: each error names what, where and how to mend it. */
import { describe, expect, test } from "vitest";
import {
  deserialize,
  dirichlet,
  exp,
  halfNormal,
  mixture,
  model,
  normal,
  observe,
  param,
  poisson,
  sample,
  samplePrior,
  serialize,
  sqrt,
  uniform,
  vector,
  WasmcmcError,
} from "../../bindings/index.js";

const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const m = param(uniform(0, 10), { init: 3 });
  const b = param(normal(0, 25), { init: -13 });
  const w = param(dirichlet([1, 1]));
  return {
    m,
    b,
    w,
    y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier: normal(0, sqrt(yErr.square().add(100))) })),
  };
});
const data = { x: [1, 2, 3], y: [2, 4, 6], yErr: [1, 1, 1] };
const quick = { chains: 1, warmup: 5, draws: 5, seed: 1, workers: false } as const;

async function refusal(action: () => unknown): Promise<WasmcmcError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("options of sample", () => {
  const mistakes: [name: string, options: object, value: unknown][] = [
    ["chains", { chains: 0 }, 0],
    ["draws", { draws: 0 }, 0],
    ["draws", { draws: 2.5 }, 2.5],
    ["warmup", { warmup: -1 }, -1],
    ["targetAccept", { targetAccept: 1.5 }, 1.5],
    ["maxTreeDepth", { maxTreeDepth: 40 }, 40],
    ["seed", { seed: -3 }, -3],
    ["seed", { seed: 2 ** 53 }, 2 ** 53],
    ["metric", { metric: "full" }, "full"],
    ["jitter", { jitter: Number.NaN }, Number.NaN],
    ["workers", { workers: "many" }, "many"],
    ["tune", { tune: 500 }, 500],
  ];
  test.each(mistakes)("%s is refused by name and value: %o", async (name, options, value) => {
    const error = await refusal(() => sample(line, data, { ...quick, ...options }));
    expect(error).toMatchObject({ code: "bad-option", variable: name, value });
    expect(error.message).toMatchSnapshot();
  });
});

describe("data", () => {
  test("a negative error column names column, row and value", async () => {
    const error = await refusal(() => line.bind({ ...data, yErr: [1, -0.5, 1] }));
    expect(error).toMatchObject({ code: "parameter-value", variable: "yErr", row: 1, value: -0.5 });
    expect(error.message).toMatchInlineSnapshot(
      `"The sigma of the observation "y", component "line" is -0.5 in row 1 of the column "yErr", but must be positive and finite. Correct the value in the data."`,
    );
  });

  test("a value outside the likelihood's support names column, row and value", async () => {
    const counts = model({ n: vector("row") }, ({ n }) => {
      const rate = param(halfNormal(5));
      return { rate, n: observe(n, poisson(rate)) };
    });
    const error = await refusal(() => counts.bind({ n: [1, 2.5] }));
    expect(error).toMatchObject({ code: "outside-support", variable: "n", row: 1, value: 2.5 });
    expect(error.message).toMatchInlineSnapshot(
      `"The observation "n" is 2.5 in row 1 of the column "n", but must be a whole number, 0 or more. Correct or leave out the row, or observe it with a distribution that can produce it."`,
    );
  });

  test("a missing column is refused before anything runs", async () => {
    const error = await refusal(() => sample(line, { x: [1], y: [2] } as never, quick));
    expect(error).toMatchObject({ code: "missing-column", variable: "yErr" });
  });
});

describe("starts", () => {
  test("an init outside its prior's range names parameter, value and prior", async () => {
    const error = await refusal(() => sample(line, data, { ...quick, init: { m: 12 } }));
    expect(error).toMatchObject({ code: "bad-init", variable: "m", value: 12 });
    expect(error.message).toMatchInlineSnapshot(
      `"The init of "m", 12, lies outside its range or on its edge (constraint: interval); its prior is uniform(0, 10). Start it strictly inside."`,
    );
  });

  test("an init of something that is no parameter lists the parameters", async () => {
    const error = await refusal(() => sample(line, data, { ...quick, init: { slope: 1 } }));
    expect(error).toMatchObject({ code: "bad-init", variable: "slope" });
    expect(error.message).toMatchInlineSnapshot(`"init names "slope", which is not a parameter. The parameters are m, b, w."`);
  });

  test("an init of the wrong length says how many values there should be", async () => {
    const error = await refusal(() => sample(line, data, { ...quick, init: { w: [0.2, 0.3, 0.5] } }));
    expect(error).toMatchObject({ code: "bad-init", variable: "w", value: 3 });
  });

  test("a scale that is negative wherever it starts is named with its row and value", async () => {
    const sick = model({ y: vector("row") }, ({ y }) => {
      const s = param(normal(-50, 0.1), { init: -50 });
      return { s, y: observe(y, normal(0, s)) };
    });
    const error = await refusal(() => sample(sick, { y: [1, 2] }, quick));
    expect(error).toMatchObject({ code: "non-finite-start", variable: 'observation "y": sigma', row: 0 });
    expect(error.value).toBeLessThan(-40);
    expect(error.message).toMatch(
      /^No chain can start: the sigma of the observation "y" is -\d+\.\d+ in row 0, but must be positive and finite\./,
    );
  });

  test("an observation without a finite density is named with its row and value", async () => {
    const sick = model({ y: vector("row") }, ({ y }) => {
      const a = param(normal(0, 1), { init: 0 });
      return { a, y: observe(y, normal(exp(a.mul(1e6)), 1e-300)) };
    });
    const error = await refusal(() => sample(sick, { y: [1, 1e200] }, quick));
    expect(error.code).toBe("non-finite-start");
    expect(error.variable).toBe("y");
  });
});

describe("a target", () => {
  const scaled = model({ y: vector("row") }, ({ y }) => {
    const s = param(normal(0, 1), { dims: "row" });
    return { s, y: observe(y, mixture([0.5, 0.5], { known: normal(0, 1), free: normal(0, s) })) };
  });
  const target = scaled.bind({ y: [0.1, 0.2, 0.3] });

  test.each([0, -1, Number.NaN, 1e-310])("is -inf where a component's scale is %d, and says which, where and what", (scale) => {
    const position = Float64Array.of(1, 1, scale);
    expect(target.logp(position)).toBe(Number.NEGATIVE_INFINITY);
    expect(target.logpAndGradient(position).logp).toBe(Number.NEGATIVE_INFINITY);
    const found = target.diagnose(position);
    expect(found?.row).toBe(2);
    expect(found?.variable).toContain("y");
    expect(found?.message).toContain("in row 2");
  });

  test("is finite, and says nothing, where the scales are small or large", () => {
    const position = Float64Array.of(1e-50, 1, 1e50);
    expect(target.logp(position)).toBeLessThan(0);
    expect(target.diagnose(Float64Array.of(0.5, 1, 2))).toBeUndefined();
  });

  test("refuses a position of another length", async () => {
    const error = await refusal(() => target.logp(Float64Array.of(1)));
    expect(error).toMatchObject({ code: "bad-shape", value: 1 });
    expect(error.message).toMatchInlineSnapshot(`"A position has 3 numbers; this one has 1. Take its length from the target."`);
  });
});

describe("results", () => {
  test("a name that is not there lists those that are", async () => {
    const fit = await sample(line, data, quick);
    const error = await refusal(() => fit.array("slope" as never));
    expect(error).toMatchObject({ code: "unknown-variable", variable: "slope" });
    expect(error.message).toMatchInlineSnapshot(`"The fit has nothing named "slope" here. Known: m, b, w."`);
  });

  test("membership of something else than an observed mixture is refused", async () => {
    const fit = await sample(line, data, quick);
    const error = await refusal(() => fit.membership("m" as never));
    expect(error).toMatchObject({ code: "unknown-variable", variable: "m" });
  });
});

describe("serialised models", () => {
  test("damage anywhere is noticed", async () => {
    const bytes = serialize(line.bind(data));
    for (let place = 0; place < bytes.length; place += 7) {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] as number) ^ 0x20;
      expect((await refusal(() => deserialize(damaged))).code).toBe("damaged-program");
    }
    const error = await refusal(() => deserialize(bytes.slice(0, 100)));
    expect(error.message).toMatch(
      /^This is not a serialised model, or it is damaged: it has 100 bytes where it should have \d+\. Serialise/,
    );
  });

  test("a target survives the round trip to the last bit", () => {
    const target = line.bind(data);
    const again = deserialize(serialize(target));
    const position = Float64Array.from({ length: target.dimension }, (_, i) => 0.1 * i);
    expect(again.logpAndGradient(position)).toEqual(target.logpAndGradient(position));
  });
});

describe("data for prior draws", () => {
  const counts = model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 1));
    return { mu, y: observe(y, normal(mu, 1)) };
  });

  test("wants to know how many rows to draw", async () => {
    const error = await refusal(() => samplePrior(counts, {}, { draws: 2 }));
    expect(error).toMatchObject({ code: "missing-column", variable: "y" });
    expect(error.message).toContain('no column that was given is over "row"');
  });

  test("is told apart from a name that was misspelt", async () => {
    const misspelt = { Y: [1, 2] } as object;
    expect((await refusal(() => samplePrior(counts, misspelt))).message).toContain("Did you mean it by Y?");
  });
});
