/** From a fit to results in ArviZ's schema. */
import type { NamedArray } from "../posterior/array.js";
import type { Dataset } from "../posterior/inference_data/dataset.js";
import { withCoords } from "../posterior/inference_data/from.js";
import { InferenceData } from "../posterior/inference_data/inference_data.js";
import type { Attributes, Coordinates, Variable } from "../posterior/inference_data/variable.js";
import { statType } from "../posterior/io/stat_types.js";
import { fromNumbers, toInt64 } from "../posterior/io/value_types.js";
import { version } from "../version.js";
import { constantData, coordinatesOf, observedData } from "./data_groups.js";
import { explain } from "./explain.js";
import type { Fit } from "./fit.js";
import { membershipVariables } from "./membership_variables.js";
import type { Prediction, PredictOptions } from "./predict.js";
import { type PriorOptions, samplePrior } from "./sample_prior.js";
import { Target } from "./target.js";
import type { Warmup } from "./warmup.js";

export interface InferenceDataOptions {
  /** Log density of each row of each observation (`log_likelihood`), which LOO and WAIC need. False when absent. */
  readonly logLikelihood?: boolean;
  /** Observations drawn anew for each draw (`posterior_predictive`). False when absent. */
  readonly posteriorPredictive?: boolean | Omit<PredictOptions, "draws">;
  /** Draws from the priors (`prior`, `prior_predictive`), 1,000 with the fit's seed unless options say otherwise. False when absent. */
  readonly prior?: boolean | PriorOptions;
  /** Responsibilities of mixtures' components for each row and draw, as variables `y_membership` of the posterior. False when absent. */
  readonly memberships?: boolean;
  /** When the results were made: a date for the attributes. Absent when absent, so that the same fit gives the same file. */
  readonly createdAt?: string | Date;
  /** More attributes, or others in place of those made here, such as `{ sampling_time: 0 }` for files that are equal to the byte. */
  readonly attributes?: Attributes;
}

/**
 * The fit as ArviZ's InferenceData: `posterior` (all tracked results), `sample_stats`, `observed_data` and `constant_data`; on request
 * `log_likelihood`, `posterior_predictive`, `prior` and `prior_predictive`, and memberships; `warmup_posterior` and
 * `warmup_sample_stats` where `sample` was asked to keep warm-up (`keepWarmup`). Dims and labels are the model's; axes of
 * events are `w_dim_0`, ... as ArviZ has them. Attributes: `inference_library`, `inference_library_version`, `sampling_time` (seconds),
 * `tuning_steps`, `seed`, `model` (what `explain` prints), the settings, and `created_at` where it is given.
 *
 *     const data = toInferenceData(fit, { logLikelihood: true });
 *     writeFileSync("fit.json", toJson(data));        // import { toJson } from "wasmcmc/data"
 *     // in Python: az.loo(az.from_json("fit.json"))
 */
export function toInferenceData<M>(fit: Fit<M>, options: InferenceDataOptions = {}): InferenceData {
  const attributes = attributesOf(fit, options);
  const { model: _, ...short } = attributes;
  const groups = { ...drawGroups(fit as Fit, options, short), ...priorGroups(fit as Fit, options, short) };
  const { bound } = fit;
  const [observed, known] = [observedData(bound), constantData(bound)];
  for (const [name, dataset] of Object.entries({ observed_data: observed, constant_data: known }))
    if (Object.keys(dataset.variables).length > 0) groups[name] = { ...dataset, attributes: short };
  return new InferenceData(groups, attributes);
}

/** Groups of the fit's own draws. */
function drawGroups(fit: Fit, options: InferenceDataOptions, attributes: Attributes): Record<string, Dataset> {
  const { logLikelihood = false, posteriorPredictive = false, memberships = false } = options;
  const coords = { ...coordinatesOf(fit.bound), chain: fit.chains };
  const group = (variables: Readonly<Record<string, Variable>>): Dataset => withCoords(variables, coords, attributes);
  const parameters = plain(Object.fromEntries(fit.names.map((name) => [name, fit.array(name as never)])));
  const members = memberships ? membershipVariables(fit) : { variables: {}, coords: {} };
  const groups: Record<string, Dataset> = {
    posterior: withCoords({ ...parameters, ...members.variables }, { ...coords, ...members.coords }, attributes),
    sample_stats: group(statistics(fit)),
    ...(fit.warmup && warmupGroups(fit.warmup, coords, attributes)),
  };
  const names = fit.bound.compiled.observations.map(({ name }) => name);
  if (logLikelihood && names.length > 0)
    groups.log_likelihood = group(plain(Object.fromEntries(names.map((name) => [name, fit.logLikelihood(name)]))));
  if (posteriorPredictive !== false && names.length > 0) {
    const predicted = fit.predict(undefined, posteriorPredictive === true ? {} : posteriorPredictive);
    groups.posterior_predictive = group(simulated(predicted, wholeObservations(fit)));
  }
  return groups;
}

/** The iterations of adaptation, where `keepWarmup` kept them. */
function warmupGroups(warmup: Warmup, coords: Coordinates, attributes: Attributes): Record<string, Dataset> {
  const labels = { ...coords, chain: warmup.chains };
  const arrays = plain(Object.fromEntries(warmup.names.map((name) => [name, warmup.array(name as never)])));
  return {
    warmup_posterior: withCoords(arrays, labels, attributes),
    warmup_sample_stats: withCoords(statistics(warmup), labels, attributes),
  };
}

function priorGroups(fit: Fit, { prior = false }: InferenceDataOptions, attributes: Attributes): Record<string, Dataset> {
  if (prior === false) return {};
  const coords = coordinatesOf(fit.bound);
  const drawn = samplePrior(new Target(fit.bound), { seed: fit.settings.seed, ...(prior === true ? {} : prior) });
  const predictive = simulated(drawn.observations, wholeObservations(fit));
  return {
    prior: withCoords(plain(drawn.parameters), coords, attributes),
    ...(Object.keys(predictive).length > 0 && { prior_predictive: withCoords(predictive, coords, attributes) }),
  };
}

/** Without the coordinates, which a group has for all of its variables. */
function plain(arrays: Readonly<Record<string, NamedArray>>): Record<string, Variable> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { values, shape, dims }]) => [name, { values, shape, dims }]));
}

/** Sample statistics in ArviZ's types. */
function statistics({ sampleStats, chains, drawCount }: Fit | Warmup): Record<string, Variable> {
  const entries = Object.entries(sampleStats).map(([name, numbers]: [string, Float64Array]) => {
    return [
      name,
      { values: fromNumbers(numbers, statType(name)), shape: [chains.length, drawCount], dims: ["chain", "draw"] },
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** Simulated observations, with the components of their rows where they were drawn too. */
function simulated(observations: Prediction, whole: ReadonlySet<string>): Record<string, Variable> {
  const variable = ({ values, shape, dims }: NamedArray, isWhole: boolean): Variable => ({
    values: isWhole ? toInt64(values) : values,
    shape,
    dims,
  });
  const made: Record<string, Variable> = {};
  for (const [name, { value, component }] of Object.entries(observations)) {
    made[name] = variable(value, whole.has(name));
    if (component !== undefined) made[`${name}_component`] = variable(component, true);
  }
  return made;
}

function wholeObservations({ bound }: Fit): Set<string> {
  const layouts = bound.forSimulation().compiled.simulation?.observations ?? [];
  return new Set(layouts.filter(({ whole }) => whole).map(({ name }) => name));
}

function attributesOf<M>({ bound, settings, milliseconds, stopped }: Fit<M>, options: InferenceDataOptions): Attributes {
  const { createdAt } = options;
  return {
    ...(createdAt !== undefined && { created_at: typeof createdAt === "string" ? createdAt : createdAt.toISOString() }),
    creation_library: "wasmcmc",
    creation_library_version: version,
    creation_library_language: "TypeScript",
    inference_library: "wasmcmc",
    inference_library_version: version,
    arviz_schema_version: "0.23",
    sampling_time: milliseconds / 1000,
    tuning_steps: settings.warmup,
    seed: settings.seed,
    target_accept: settings.targetAccept,
    max_tree_depth: settings.maxTreeDepth,
    metric: settings.metric,
    jitter: settings.jitter,
    ...(stopped !== "draws" && { stopped }),
    model: explain(new Target(bound)),
    ...options.attributes,
  };
}
