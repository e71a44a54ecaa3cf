/** Fits as results in ArviZ's schema. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import {
  addDiagonal,
  dirichlet,
  explain,
  exponential,
  type Fit,
  gaussianProcess,
  index,
  log,
  matrix,
  mixture,
  model,
  mvNormal,
  normal,
  observe,
  param,
  poisson,
  rename,
  sample,
  samplePrior,
  scalar,
  squaredExponential,
  stack,
  toInferenceData,
  vector,
} from "../../bindings/index.js";
import { toJson } from "../../bindings/posterior/io/json_write.js";
import { folder, hasPython, type PythonResults, resultsAsPython, runPython } from "../posterior/results/python.js";
import { lineModel, linePoints } from "./line_model.js";

const options = { chains: 2, warmup: 50, draws: 20, seed: 11, workers: false } as const;

describe("a fit of the line model as results", () => {
  const line = lineModel(library);
  const points = linePoints(library);
  const fitted = sample(line, points, options);

  test("has the groups that ArviZ expects, with all draws, dims and labels", async () => {
    const fit = await fitted;
    const data = toInferenceData(fit);
    expect(Object.keys(data.groups)).toEqual(["posterior", "sample_stats", "observed_data", "constant_data"]);
    const { variables, coords } = data.group("posterior");
    expect(Object.keys(variables)).toEqual(["m", "b", "ln_s_out", "w", "s_out"]);
    expect(variables.w).toEqual({ values: fit.draws.w, shape: [2, 20, 2], dims: ["chain", "draw", "w_dim_0"] });
    expect(coords).toEqual({ chain: [0, 1], draw: Array.from({ length: 20 }, (_, draw) => draw), w_dim_0: [0, 1] });
    expect(data.array("m")).toMatchObject({ values: fit.draws.m, shape: [2, 20], dims: ["chain", "draw"] });
    expect(data.group("observed_data").variables).toEqual({ y: { values: points.y, shape: [32], dims: ["point"] } });
    expect(Object.keys(data.group("constant_data").variables)).toEqual(["x", "yErr"]);
    expect(data.group("constant_data").coords.point).toHaveLength(32);
  });

  test("has statistics of the sampler under ArviZ's names and types", async () => {
    const fit = await fitted;
    const { variables } = toInferenceData(fit).group("sample_stats");
    const types = Object.fromEntries(Object.entries(variables).map(([name, { values }]) => [name, values.constructor.name]));
    expect(types).toEqual({
      lp: "Float64Array",
      acceptance_rate: "Float64Array",
      step_size: "Float64Array",
      tree_depth: "BigInt64Array",
      n_steps: "BigInt64Array",
      diverging: "Uint8Array",
      energy: "Float64Array",
      energy_error: "Float64Array",
      max_energy_error: "Float64Array",
      reached_max_treedepth: "Uint8Array",
    });
    expect([...variables.n_steps!.values].map(Number)).toEqual([...fit.sampleStats.n_steps]);
    expect([...variables.diverging!.values]).toEqual([...fit.sampleStats.diverging]);
  });

  test("says what made it, and is the same for the same fit", async () => {
    const fit = await fitted;
    const { attributes, groups } = toInferenceData(fit);
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
    expect(attributes).toMatchObject({
      inference_library: "wasmcmc",
      inference_library_version: version,
      sampling_time: fit.milliseconds / 1000,
      tuning_steps: 50,
      seed: 11,
      model: explain(line),
    });
    expect(attributes).not.toHaveProperty("created_at");
    expect(groups.posterior!.attributes).toMatchObject({ inference_library: "wasmcmc", tuning_steps: 50 });
    expect(toInferenceData(fit)).toEqual(toInferenceData(fit));
    const made = toInferenceData(fit, { createdAt: new Date(0), attributes: { sampling_time: 0, mine: "x" } });
    expect(made.attributes).toMatchObject({ created_at: "1970-01-01T00:00:00.000Z", sampling_time: 0, mine: "x" });
  });

  test("has more groups on request, with the numbers that the fit gives", async () => {
    const fit = await fitted;
    const data = toInferenceData(fit, {
      logLikelihood: true,
      posteriorPredictive: { components: true },
      prior: { draws: 7 },
      memberships: true,
    });
    expect(data.array("y", "log_likelihood")).toMatchObject(fit.logLikelihood("y"));
    const { y } = fit.predict(undefined, { components: true });
    expect(data.array("y", "posterior_predictive")).toMatchObject({ values: y.value.values, dims: ["chain", "draw", "point"] });
    expect(data.array("y_component", "posterior_predictive").values).toEqual(y.component?.values);
    const prior = samplePrior(line, points, { draws: 7, seed: 11 });
    expect(data.array("m", "prior")).toMatchObject({ values: prior.parameters.m.values, shape: [1, 7] });
    expect(data.array("y", "prior_predictive").values).toEqual(prior.observations.y.value.values);
    const member = data.array("y_membership");
    expect(member).toMatchObject({
      dims: ["chain", "draw", "point", "y_component"],
      coords: { y_component: ["line", "outlier"] },
    });
    expect(member.values).toEqual(fit.membership("y", { responsibilities: true }).responsibilities.values);
  });

  test("has warm-up where it was kept", async () => {
    const fit = await sample(line, points, { ...options, keepWarmup: true });
    const data = toInferenceData(fit);
    expect(data.array("w", "warmup_posterior")).toMatchObject({ shape: [2, 50, 2], values: fit.warmup?.array("w").values });
    const { tree_depth } = data.group("warmup_sample_stats").variables;
    expect([...tree_depth!.values].map(Number)).toEqual([...(fit.warmup?.sampleStats.tree_depth ?? [])]);
    expect(data.group("posterior").variables).toEqual(toInferenceData(await fitted).group("posterior").variables);
  });

  test.skipIf(!hasPython)("is what ArviZ reads, with all of its groups, and prints the same summary (needs Python)", async () => {
    const fit = await sample(line, points, { ...options, keepWarmup: true });
    const data = toInferenceData(fit, {
      logLikelihood: true,
      posteriorPredictive: true,
      prior: { draws: 30 },
      createdAt: "2026-07-23",
    });
    const path = join(folder(), "fit.json");
    writeFileSync(path, toJson(data));
    const read = runPython<PythonResults>(["read", "json", path]);
    expect(Object.keys(read.groups).sort()).toEqual(Object.keys(data.groups).sort());
    for (const [name, { variables, coords }] of Object.entries(resultsAsPython(data).groups))
      expect({ name, ...read.groups[name] }).toMatchObject({ name, variables, coords });
    expect(read.groups.posterior?.attributes).toMatchObject({
      created_at: "2026-07-23",
      tuning_steps: 50,
      inference_library: "wasmcmc",
    });
    expect(read.attributes).toMatchObject({ seed: 11, model: explain(line) });
    expect(read.summary).toBe(fit.summary().table());
  });

  test("gives the summary of the fit", async () => {
    const fit = await fitted;
    const data = toInferenceData(fit);
    expect(data.summary().table()).toBe(fit.summary().table());
    expect(data.summary({ variables: "~w" }).rows.map(({ label }) => label)).toEqual(["m", "b", "ln_s_out", "s_out"]);
  });
});

describe("data among results", () => {
  const data = async (fit: PromiseLike<Fit<never>>) =>
    toInferenceData(await fit, { logLikelihood: true, posteriorPredictive: true });

  test("keeps counts whole, labels as places, and names apart from dims", async () => {
    const made = model(
      { n: vector("pupil"), school: index("school", "pupil"), school_size: vector("school") },
      ({ n, school }) => {
        const rate = param(exponential(1), { dims: "school" });
        return { rate, n: observe(n, poisson(rate.at(school))) };
      },
    );
    const bound = made.bind({ n: [1, 0, 4], school: ["b", "a", "b"], school_size: [20, 30] }, { coords: { school: ["b", "a"] } });
    const fit = sample(bound, options);
    const { groups } = await data(fit as never);
    expect(groups.observed_data!.variables.n).toEqual({ values: BigInt64Array.of(1n, 0n, 4n), shape: [3], dims: ["pupil"] });
    expect(groups.posterior_predictive!.variables.n!.values).toBeInstanceOf(BigInt64Array);
    expect(groups.constant_data!.variables).toEqual({
      school_idx: { values: BigInt64Array.of(0n, 1n, 0n), shape: [3], dims: ["pupil"] },
      school_size: { values: Float64Array.of(20, 30), shape: [2], dims: ["school"] },
    });
    expect(groups.posterior!.coords.school).toEqual(["b", "a"]);
  });

  test("has observed expressions, and events with axes of their own", async () => {
    const made = model({ x: vector("row"), y: vector("row"), z: scalar(), A: matrix("row", "column") }, ({ x, y, z, A }) => {
      const mu = param(normal(0, 10));
      return {
        mu,
        pair: observe(
          stack(x, y),
          mvNormal(stack(mu, mu), {
            cholesky: [
              [1, 0],
              [0.5, 1],
            ],
          }),
        ),
        half: observe(
          stack(x, z),
          mvNormal(stack(mu, mu), {
            cholesky: [
              [1, 0],
              [0.5, 1],
            ],
          }),
        ),
        logged: observe(log(A), normal(mu, 1)),
        alone: observe(z, normal(mu, 1)),
      };
    });
    const fit = sample(
      made,
      {
        x: [1, 2],
        y: [3, 4],
        z: 7,
        A: [
          [1, Math.E, 1],
          [Math.E, 1, 1],
        ],
      },
      options,
    );
    const { groups } = await data(fit as never);
    const { pair, half, logged, alone } = groups.observed_data!.variables;
    expect(pair).toEqual({ values: Float64Array.of(1, 3, 2, 4), shape: [2, 2], dims: ["row", "pair_dim_0"] });
    expect(half!.values).toEqual(Float64Array.of(1, 7, 2, 7));
    expect(logged).toEqual({ values: Float64Array.of(0, 1, 0, 1, 0, 0), shape: [2, 3], dims: ["row", "column"] });
    expect(alone).toEqual({ values: Float64Array.of(7), shape: [], dims: [] });
    expect(Object.keys(groups.constant_data!.variables)).toEqual(["A"]);
    expect(groups.log_likelihood!.variables.pair!.dims).toEqual(["chain", "draw", "row"]);
  });

  test("may be observed jointly: the log likelihood has no rows then", async () => {
    const made = model({ t: vector("time"), y: vector("time") }, ({ t, y }) => {
      const scale = param(exponential(1));
      const covariance = addDiagonal(squaredExponential(t, rename(t, "time", "other"), { scale, length: 1 }), 1, "time", "other");
      return { scale, y: observe(y, gaussianProcess({ covariance, over: ["time", "other"] })) };
    });
    const fit = sample(made, { t: [0, 1, 2], y: [0.1, 0.3, -0.2] }, options);
    const { groups } = await data(fit as never);
    expect(groups.log_likelihood!.variables.y!.dims).toEqual(["chain", "draw"]);
    expect(groups.observed_data!.variables.y!.dims).toEqual(["time"]);
  });

  test("of several mixtures have components of their own", async () => {
    const made = model({ a: vector("row"), b: vector("row") }, ({ a, b }) => {
      const mu = param(normal(0, 1));
      const w = param(dirichlet([1, 1, 1]));
      return {
        mu,
        w,
        a: observe(a, mixture([0.5, 0.5], { near: normal(mu, 1), far: normal(0, 9) })),
        b: observe(b, mixture(w, { x: normal(0, 1), y: normal(0, 2), z: normal(0, 3) })),
      };
    });
    const fit = await sample(made, { a: [1, 2], b: [0, 3] }, options);
    const { coords, variables } = toInferenceData(fit, { memberships: true }).group("posterior");
    expect(coords).toMatchObject({ a_component: ["near", "far"], b_component: ["x", "y", "z"] });
    expect(variables.b_membership!.shape).toEqual([2, 20, 2, 3]);
  });
});
