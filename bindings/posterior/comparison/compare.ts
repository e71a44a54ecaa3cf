/** Comparison of models by their expected log predictive densities, with weights for averaging them. As az.compare of ArviZ 0.23. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { RandomNumbers } from "../statistics/random_numbers.js";
import { Elpd } from "./elpd.js";
import { type FittedModel, scaleFactors } from "./log_likelihood.js";
import { loo } from "./loo.js";
import { stackingWeights } from "./stacking.js";

export interface CompareOptions {
  /** "stacking" when absent. */
  readonly method?: "stacking" | "pseudo-BMA" | "BB-pseudo-BMA";
  /** Bayesian bootstrap of "BB-pseudo-BMA": replicates (1000), Dirichlet concentration (1) and seed (0). */
  readonly bootstrap?: { readonly replicates?: number; readonly alpha?: number; readonly seed?: number };
}

export interface ComparedModel {
  readonly name: string;
  /** 0 for the best. */
  readonly rank: number;
  readonly elpd: number;
  readonly p: number;
  /** How much worse than the best, and the standard error of that difference. */
  readonly elpdDiff: number;
  readonly dse: number;
  readonly weight: number;
  readonly se: number;
  readonly warning: boolean;
}

export class Comparison {
  constructor(
    /** The best first. */
    readonly models: readonly ComparedModel[],
    readonly kind: Elpd["kind"],
    readonly scale: Elpd["scale"],
  ) {}

  /** The row of a model. */
  model(name: string): ComparedModel {
    const found = this.models.find((model) => model.name === name);
    if (found !== undefined) return found;
    throw mismatch(`There is no model "${name}".`, `Known: ${this.models.map((model) => model.name).join(", ")}.`);
  }

  /** The table that az.compare prints. */
  toString(): string {
    const { kind, models, scale } = this;
    const columns: readonly (readonly [string, readonly string[]])[] = [
      ["", models.map(({ name }) => name)],
      ["rank", models.map(({ rank }) => String(rank))],
      [`elpd_${kind}`, decimals(models.map(({ elpd }) => elpd))],
      [`p_${kind}`, decimals(models.map(({ p }) => p))],
      ["elpd_diff", decimals(models.map(({ elpdDiff }) => elpdDiff))],
      ["weight", decimals(models.map(({ weight }) => weight))],
      ["se", decimals(models.map(({ se }) => se))],
      ["dse", decimals(models.map(({ dse }) => dse))],
      ["warning", models.map(({ warning }) => (warning ? "True" : "False"))],
      ["scale", models.map(() => scale)],
    ];
    const widths = columns.map(([head, cells]) => Math.max(head.length, ...cells.map((cell) => cell.length)));
    const line = (cells: readonly string[]): string =>
      cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join("  ");
    return [line(columns.map(([head]) => head)), ...models.map((_, row) => line(columns.map(([, cells]) => cells[row]!)))].join(
      "\n",
    );
  }
}

/** Six decimals, less the zeros that all have at their ends, as pandas shows a column; in scientific notation where one is tiny. */
function decimals(values: readonly number[]): string[] {
  if (values.some((value) => value !== 0 && Math.abs(value) < 1e-6)) {
    return values.map((value) => value.toExponential(6).replace(/e([+-])(\d)$/, "e$10$2"));
  }
  const texts = values.map((value) => value.toFixed(6));
  const zeros = Math.min(...texts.map((text) => /0*$/.exec(text)![0].length), 5);
  return texts.map((text) => text.slice(0, text.length - zeros));
}

/**
 * Compares models of the same observations.
 *
 *     console.log(String(compare({ line: fitOfLine, quadratic: fitOfQuadratic })));
 *     compare({ a: loo(a), b: loo(b) }, { method: "BB-pseudo-BMA" }).model("a").weight;
 *
 * Takes fits (then by `loo`), log-likelihoods, or results of `loo` or `waic`, all of one kind and scale and over as many observations.
 * A difference is worth talking of where `elpdDiff` is over 4 and a few times its `dse`.
 */
export function compare(
  models: Readonly<Record<string, Elpd | NamedArray | FittedModel>>,
  options: CompareOptions = {},
): Comparison {
  const entries = Object.entries(models).map(([name, model]) => ({ name, elpd: model instanceof Elpd ? model : loo(model) }));
  const [first] = entries;
  if (first === undefined) throw mismatch("There is no model to compare.", "Pass an object of models by name.");
  const { kind, scale, observationCount } = first.elpd;
  for (const { name, elpd } of entries) {
    if (elpd.kind !== kind || elpd.scale !== scale || elpd.observationCount !== observationCount) {
      throw mismatch(
        `"${name}" has ${elpd.observationCount} observations by ${elpd.kind} on the scale "${elpd.scale}", "${first.name}" has ${observationCount} by ${kind} on "${scale}".`,
        "Compare models of the same observations, by the same method.",
      );
    }
  }
  const factor = scaleFactors[scale];
  entries.sort((a, b) => (b.elpd.elpd - a.elpd.elpd) * Math.sign(factor));
  const best = entries[0]!.elpd;
  const { weights, ses } = weigh(
    entries.map(({ elpd }) => elpd),
    options,
  );
  const compared = entries.map(({ name, elpd }, rank): ComparedModel => {
    const { difference, dse } = differenceOf(best, elpd, factor);
    return {
      name,
      rank,
      elpd: elpd.elpd,
      p: elpd.p,
      elpdDiff: difference,
      dse,
      weight: weights[rank]!,
      se: ses[rank]!,
      warning: elpd.warning,
    };
  });
  return new Comparison(compared, kind, scale);
}

function differenceOf(best: Elpd, other: Elpd, factor: number): { difference: number; dse: number } {
  const differences = best.pointwise.values.map((value, i) => Math.sign(factor) * (value - other.pointwise.values[i]!));
  const difference = differences.reduce((sum, value) => sum + value, 0);
  const mean = difference / differences.length;
  return { difference, dse: Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0)) };
}

function weigh(elpds: readonly Elpd[], { method = "stacking", bootstrap = {} }: CompareOptions) {
  const factor = scaleFactors[elpds[0]!.scale];
  const ses = elpds.map(({ se }) => se);
  if (method === "stacking") {
    return { weights: stackingWeights(elpds.map(({ pointwise }) => pointwise.values.map((value) => value / factor))), ses };
  }
  if (method === "pseudo-BMA") return { weights: softmax(elpds.map(({ elpd }) => elpd / factor)), ses };
  return bootstrapped(elpds, factor, bootstrap);
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const terms = scores.map((score) => Math.exp(score - largest));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}

/** Observations weighted anew by a Dirichlet distribution: pseudo-BMA that knows how uncertain the sums are. */
function bootstrapped(
  elpds: readonly Elpd[],
  factor: number,
  { replicates = 1000, alpha = 1, seed = 0 }: NonNullable<CompareOptions["bootstrap"]>,
) {
  const random = new RandomNumbers(seed);
  const size = elpds[0]!.observationCount;
  const weights = elpds.map(() => 0);
  const sums = elpds.map(() => ({ sum: 0, squares: 0 }));
  const shares = new Float64Array(size);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let total = 0;
    for (let i = 0; i < size; i++) total += shares[i] = random.gamma(alpha);
    const scores = elpds.map(({ pointwise }) => {
      let score = 0;
      for (let i = 0; i < size; i++) score += shares[i]! * pointwise.values[i]!;
      return (size * score) / total;
    });
    softmax(scores.map((score) => score / factor)).forEach((weight, k) => {
      weights[k]! += weight / replicates;
      sums[k]!.sum += scores[k]!;
      sums[k]!.squares += scores[k]! ** 2;
    });
  }
  const ses = sums.map(({ sum, squares }) => Math.sqrt(Math.max(0, squares / replicates - (sum / replicates) ** 2)));
  return { weights, ses };
}

function mismatch(problem: string, remedy: string): WasmcmcError {
  return new WasmcmcError({ code: "bad-log-likelihood", problem, remedy });
}
