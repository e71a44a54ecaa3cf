import { describe, expect, test } from "vitest";
import { namedArray } from "../../../bindings/posterior/array.js";
import { concat } from "../../../bindings/posterior/inference_data/concat.js";
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { philox2x32, randomPlaces } from "../../../bindings/posterior/inference_data/random_places.js";
import { summarize } from "../../../bindings/posterior/summary.js";
import { arviz1 } from "../../../bindings/posterior/summary_styles/arviz1.js";
import { exampleResults, schools } from "./example.js";

const data = exampleResults();
const range = (length: number, first = 0, step = 1) => Array.from({ length }, (_, k) => first + k * step);
const coded = (code: string, variable?: string) => expect.objectContaining({ code, ...(variable && { variable }) });

/** 2 chains, 4 draws, 3 schools: 100 chain + 10 draw + school. */
function counted(first = 0): InferenceData {
  const theta = range(2).map((chain) =>
    range(4).map((draw) => Float64Array.from(range(3), (k) => first + 100 * chain + 10 * draw + k)),
  );
  const lp = range(2).map((chain) => Float64Array.from(range(4), (draw) => first + 10 * chain + draw));
  return InferenceData.from(
    {
      posterior: { theta, mu: lp },
      sample_stats: { lp },
      prior: { mu: [Float64Array.of(1, 2)] },
      observed_data: { y: [1, 2, 3] },
    },
    { dims: { theta: ["school"], y: ["school"] }, coords: { school: schools }, attributes: { seed: 1, library: "x" } },
  );
}

describe("results", () => {
  test("refuse values, shapes, dims and coordinates that do not agree, by name", () => {
    const of = (values: unknown, shape: number[], dims: string[], coords = {}) =>
      new InferenceData({ posterior: { variables: { m: { values, shape, dims } as never }, coords, attributes: {} } });
    expect(() => of(new Float64Array(3), [4], ["a"])).toThrow(coded("bad-shape", "m"));
    expect(() => of(new Float64Array(4), [4], [])).toThrow(coded("bad-shape", "m"));
    expect(() => of(new Float64Array(4), [2, 2], ["a", "a"])).toThrow(coded("bad-shape", "m"));
    expect(() => of(new Float64Array(0), [-1, 0], ["a", "b"])).toThrow(coded("bad-shape", "m"));
    expect(() => of(new Float64Array(4), [4], ["a"], { a: ["x"] })).toThrow(coded("bad-shape", "a"));
    expect(() => of([1, 2], [2], ["a"])).toThrow(coded("column-type", "m"));
    const other = { values: new Float64Array(2), shape: [2], dims: ["a"] };
    const variables = { m: other, k: { ...other, values: new Float64Array(3), shape: [3] } };
    expect(() => new InferenceData({ g: { variables, coords: {}, attributes: {} } })).toThrow(
      'In g, "a" has 2 places in "m" and 3 in "k".',
    );
  });

  test("come from nested lists, typed arrays, named arrays and flat values, with labels for each dim", () => {
    const named = namedArray(new Float64Array(12), [2, 2, 3], ["chain", "draw", "school"], { school: schools });
    const made = InferenceData.from(
      {
        posterior: {
          a: [
            [1, 2],
            [3, 4],
          ],
          b: [
            [true, false],
            [true, true],
          ],
          c: named,
          d: [Float32Array.of(1, 2), Float32Array.of(3, 4)],
        },
        constant_data: { n: 5, words: ["x", "y"], big: [1n, 2n], none: [[], []] },
      },
      { dims: { words: ["w"] } },
    );
    const { variables, coords } = made.group("posterior");
    expect(variables.a).toEqual({ values: Float64Array.of(1, 2, 3, 4), shape: [2, 2], dims: ["chain", "draw"] });
    expect(variables.b!.values).toEqual(Uint8Array.of(1, 0, 1, 1));
    expect(variables.d!.values).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(coords).toEqual({ chain: [0, 1], draw: [0, 1], school: schools });
    expect(made.group("constant_data")).toMatchObject({
      variables: {
        n: { shape: [], dims: [] },
        words: { dims: ["w"] },
        big: { values: BigInt64Array.of(1n, 2n) },
        none: { shape: [2, 0] },
      },
      coords: { w: [0, 1], big_dim_0: [0, 1] },
    });
    expect(String(made)).toContain("> posterior (chain: 2, draw: 2, school: 3): a, b, c, d");
  });

  test.each([
    [[[1, 2], [3]], "ragged-chains"],
    [[[1, 2], 3], "ragged-chains"],
    [[[1, "a"]], "column-type"],
    [[[1, 2n]], "column-type"],
    [[1, 2], "bad-shape"],
  ])("do not come from what is no array of one type: %s", (m, code) => {
    expect(() => InferenceData.from({ posterior: { m: m as never } })).toThrow(coded(code, "m"));
  });

  test("name what they have where something else is asked for", () => {
    expect(() => data.group("posteriors")).toThrow(coded("unknown-variable", "posteriors"));
    expect(() => data.array("nu")).toThrow("Known: mu, theta, corr, whole.");
    expect(() => data.array("name", "constant_data")).toThrow(coded("not-a-number", "name"));
    expect(data.array("big", "observed_data").values).toEqual(Float64Array.of(2 ** 53, -(2 ** 62), 7));
    expect(data.array("theta").coords.school).toEqual(schools);
  });
});

describe("selection", () => {
  test("by name keeps groups and variables: as they are, by parts, by patterns, or all but some", () => {
    const names = (made: InferenceData) => Object.keys(made.group("posterior").variables);
    expect(names(data.select({ variables: ["theta", "mu"] }))).toEqual(["theta", "mu"]);
    expect(names(data.select({ variables: "r", filter: "like" }))).toEqual(["corr"]);
    expect(names(data.select({ variables: "^.u$", filter: "regex" }))).toEqual(["mu"]);
    expect(names(data.select({ variables: ["~corr", "~whole"] }))).toEqual(["mu", "theta"]);
    expect(Object.keys(data.select({ variables: "mu" }).groups)).toEqual(Object.keys(data.groups));
    expect(data.select({ variables: "mu" }).group("posterior").coords).not.toHaveProperty("school");
    expect(Object.keys(data.select({ groups: ["prior", "posterior"], variables: "mu" }).groups)).toEqual(["prior", "posterior"]);
    expect(() => data.select({ variables: "tau" })).toThrow(coded("unknown-variable", "tau"));
  });

  test("by labels drops the dim of one and keeps the dim of a list, in its order, in all groups that have it", () => {
    const made = counted().sel({ school: [schools[2]!, schools[0]!], chain: 1 });
    expect(made.array("theta")).toEqual({
      values: Float64Array.of(102, 100, 112, 110, 122, 120, 132, 130),
      shape: [4, 2],
      dims: ["draw", "school"],
      coords: { draw: [0, 1, 2, 3], school: [schools[2], schools[0]] },
    });
    expect(made.array("y", "observed_data").values).toEqual(Float64Array.of(3, 1));
    expect(made.array("lp", "sample_stats").values).toEqual(Float64Array.of(10, 11, 12, 13));
    expect(() => data.sel({ school: "Eton" })).toThrow(coded("unknown-label", "school"));
    expect(() => data.sel({ schools: "Choate" })).toThrow(coded("unknown-dim", "schools"));
  });

  test("by chain and draw leaves draws of priors alone, and by draw those of warm-up, unless they are named", () => {
    const made = data.isel({ chain: [0], draw: { start: 10 } });
    const shapes = Object.entries(made.groups).map(([name, { variables }]) => [
      name,
      Object.values(variables)[0]?.shape.slice(0, 2),
    ]);
    expect(Object.fromEntries(shapes)).toMatchObject({
      posterior: [1, 30],
      warmup_posterior: [1, 5],
      sample_stats: [1, 30],
      prior: [1, 3],
    });
    expect(made.isel({ draw: 0 }, { groups: "prior" }).array("mu", "prior").shape).toEqual([1]);
  });

  test.each([
    [{ start: 1, stop: 3 }, [1, 2]],
    [{ start: -2 }, [2, 3]],
    [{ stop: -1, step: 2 }, [0, 2]],
    [{ step: -1 }, [3, 2, 1, 0]],
    [{ start: 2, stop: -9, step: -2 }, [2, 0]],
    [{ start: 7 }, []],
    [{}, [0, 1, 2, 3]],
  ])("by the slice %j takes the places that Python's does", (slice, places) => {
    expect(counted().isel({ draw: slice }).group("posterior").coords.draw).toEqual(places);
  });

  test("by place counts from the end too, and refuses places that are not there", () => {
    expect(counted().isel({ draw: -1, chain: 0 }).array("theta").values).toEqual(Float64Array.of(30, 31, 32));
    expect(() => counted().isel({ draw: 4 })).toThrow(coded("position-out-of-range", "draw"));
    expect(() => counted().isel({ draw: { step: 0 } })).toThrow(coded("bad-option", "draw"));
  });

  test("thins", () => {
    const made = counted().thin(3);
    expect(made.array("mu").values).toEqual(Float64Array.of(0, 3, 10, 13));
    expect(made.group("posterior").coords.draw).toEqual([0, 3]);
    expect(made.array("mu", "prior").shape).toEqual([1, 2]);
  });
});

describe("stacking", () => {
  test("makes chain and draw one dim, the last", () => {
    const { variables, coords } = counted().stack().group("posterior");
    expect(variables.theta).toEqual({
      values: Float64Array.from(range(3).flatMap((k) => range(8).map((s) => 100 * Math.floor(s / 4) + 10 * (s % 4) + k))),
      shape: [3, 8],
      dims: ["school", "sample"],
    });
    expect(variables.mu!.dims).toEqual(["sample"]);
    expect(coords).toEqual({ school: schools, sample: range(8) });
  });

  test("takes other dims, and refuses what some variables have in part", () => {
    const made = counted().stack({ all: ["school", "draw"] }, { groups: "sample_stats" });
    expect(made).toEqual(counted().stack({ all: ["school", "draw"] }, { groups: "prior" }));
    expect(() => counted().stack({ all: ["school", "draw"] })).toThrow(coded("missing-dim", "mu"));
    expect(() => counted().stack({ school: ["chain", "draw"] })).toThrow(coded("name-clash", "school"));
  });

  test("gives random subsets by seed, the same draws in all groups, smaller ones within larger", () => {
    const [few, more] = [3, 6].map((count) => counted().subset(count, { seed: 5 }));
    const places = few!.group("posterior").coords.sample as number[];
    expect(few!.array("mu").values).toEqual(Float64Array.from(places, (s) => 10 * Math.floor(s / 4) + (s % 4)));
    expect(few!.array("lp", "sample_stats").values).toEqual(few!.array("mu").values);
    expect(more!.group("posterior").coords.sample).toEqual(expect.arrayContaining(places));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(counted().subset(8, { seed: 2 }).group("posterior").coords.sample).toEqual(range(8));
    expect(() => counted().subset(9, { seed: 2 })).toThrow(coded("bad-option", "count"));
    expect(() => counted().subset(2, { seed: -1 })).toThrow(coded("bad-option", "seed"));
  });

  test("draws with the generator that its authors published, each place as often", () => {
    // Known answers of Random123 1.14, kat_vectors.
    expect(philox2x32([0, 0], 0)).toEqual([0xff1dae59, 0x6cd10df2]);
    expect(philox2x32([0xffffffff, 0xffffffff], 0xffffffff)).toEqual([0x2c3f628b, 0xab4fd7ad]);
    expect(philox2x32([0x243f6a88, 0x85a308d3], 0x13198a2e)).toEqual([0xdd7ce038, 0xf62a4c12]);
    const counts = new Float64Array(10);
    for (let seed = 0; seed < 4000; seed++) for (const place of randomPlaces(10, 3, seed)) counts[place]! += 1;
    // 1,200 expected, sd 29: five of them.
    expect(Math.max(...counts.map((count) => Math.abs(count - 1200)))).toBeLessThan(145);
    expect(randomPlaces(100, 5, 2 ** 40 + 1)).not.toEqual(randomPlaces(100, 5, 1));
  });
});

describe("combining", () => {
  test("puts chains or draws one after the other, numbers them anew, and makes lists of attributes that differ", () => {
    const other = new InferenceData(counted(1000).groups, { seed: 2, library: "x" });
    const parts = [counted(), other].map((part) => part.select({ groups: ["posterior", "sample_stats", "observed_data"] }));
    const chains = concat(parts, { dim: "chain" });
    expect(chains.array("theta").shape).toEqual([4, 4, 3]);
    expect(chains.array("theta").values.slice(24)).toEqual(counted(1000).array("theta").values);
    expect(chains.group("posterior").coords).toEqual({ chain: range(4), draw: range(4), school: schools });
    expect(chains.attributes).toEqual({ seed: [1, 2], library: "x" });
    expect(chains.group("observed_data")).toEqual(counted().group("observed_data"));
    const draws = concat(parts, { dim: "draw", resetDim: false });
    expect(draws.array("mu").values).toEqual(
      Float64Array.of(0, 1, 2, 3, 1000, 1001, 1002, 1003, 10, 11, 12, 13, 1010, 1011, 1012, 1013),
    );
    expect(draws.group("posterior").coords.draw).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  test("puts groups together that no two have", () => {
    const [posterior, prior] = ["posterior", "prior"].map((groups) => counted().select({ groups }));
    expect(Object.keys(concat([posterior!, prior!]).groups)).toEqual(["posterior", "prior"]);
    expect(() => concat([posterior!, posterior!])).toThrow(coded("name-clash", "posterior"));
  });

  test("names what does not match", () => {
    const part = counted().select({ groups: ["posterior", "observed_data"] });
    const refuse = (other: InferenceData, code: string, variable: string) =>
      expect(() => concat([part, other], { dim: "chain" })).toThrow(coded(code, variable));
    refuse(part.select({ groups: "posterior" }), "unknown-variable", "observed_data");
    refuse(part.select({ variables: "mu" }), "unknown-variable", "theta");
    refuse(part.isel({ draw: [0, 1] }), "bad-shape", "theta");
    refuse(part.sel({ school: "Choate" }), "bad-shape", "theta");
    refuse(part.sel({ school: [schools[1]!, schools[0]!, schools[2]!] }), "bad-coords", "school");
    const float32 = { values: new Float32Array(8), shape: [2, 4], dims: ["chain", "draw"] };
    const { variables, ...rest } = part.group("posterior");
    refuse(part.with({ posterior: { ...rest, variables: { ...variables, mu: float32 } } }), "column-type", "mu");
    const y = { values: Float64Array.of(1, 2, 4), shape: [3], dims: ["school"] };
    refuse(part.with({ observed_data: { ...part.group("observed_data"), variables: { y } } }), "bad-shape", "y");
    expect(() => concat([part.stack(), part.stack()], { dim: "chain" })).toThrow(coded("bad-shape", "theta"));
    expect(() => concat([part], { dim: "school" as never })).toThrow(coded("bad-option", "dim"));
  });
});

describe("derived quantities", () => {
  test("are computed draw by draw: numbers, lists over dims, or lists without a name", () => {
    const made = counted()
      .derive("double", ({ mu }) => 2 * mu!)
      .derive("effect", ({ mu, theta }: { mu: number; theta: Float64Array }) => theta.map((x) => x - mu), { dims: ["school"] })
      .derive("two", ({ mu }: { mu: number }) => [mu, -mu])
      .derive("table", ({ mu }: { mu: number }) => [mu, 1, 2, 3], { dims: ["row", "column"], coords: { row: ["a", "b"] } });
    expect(made.array("double").values).toEqual(
      counted()
        .array("mu")
        .values.map((x) => 2 * x),
    );
    expect(made.array("effect")).toMatchObject({
      shape: [2, 4, 3],
      dims: ["chain", "draw", "school"],
      coords: { school: schools },
    });
    expect(made.array("effect").values[23]).toBe(132 - 13);
    expect(made.array("two").dims).toEqual(["chain", "draw", "two_dim_0"]);
    expect(made.array("table")).toMatchObject({ shape: [2, 4, 2, 2], coords: { row: ["a", "b"], column: [0, 1] } });
    expect(Object.keys(counted().group("posterior").variables)).toEqual(["theta", "mu"]);
  });

  test("are refused where their lengths vary or do not fill the dims", () => {
    let length = 0;
    expect(() => counted().derive("z", () => new Float64Array(++length))).toThrow(coded("bad-shape", "z"));
    expect(() => counted().derive("z", () => [1, 2], { dims: ["school"] })).toThrow(coded("bad-shape", "z"));
    expect(() => counted().derive("z", () => 1, { group: "observed_data" })).toThrow(coded("bad-shape", "y"));
  });
});

describe("the summary of results", () => {
  test("is that of their arrays, with warnings where statistics of the sampler are there", () => {
    const posterior = data.select({ variables: ["mu", "theta"] });
    const expected = summarize({ mu: data.array("mu"), theta: data.array("theta") });
    expect(posterior.summary().table()).toBe(String(expected));
    expect(posterior.summary().warnings.map(({ code }) => code)).toContain("divergences");
    expect(data.summary({ variables: "t", filter: "like", probability: 0.5 }).columns).toContain("hdi_25%");
    expect(data.summary({ group: "prior" }).rows).toHaveLength(1);
    expect(data.summary({ variables: ["theta", "mu"], style: arviz1 }).rows[0]).toMatchObject({
      label: "theta[Choate]",
      ci_lower: expect.any(Number),
    });
  });

  test("comes in other styles too", () => {
    const summary = data.summary({ variables: "mu", style: arviz1, kind: "stats" });
    expect(summary.table()).toBe(summarize({ mu: data.array("mu") }, { style: arviz1, kind: "stats" }).table());
  });
});
