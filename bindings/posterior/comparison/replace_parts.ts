/** A leave-one-out estimate whose unreliable parts have been computed in another way. */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";
import { type Elpd, elpdOf } from "./elpd.js";
import { scaleFactors } from "./log_likelihood.js";

/** What an observation's part becomes: its log predictive density, and the shape of the tail that this was found with. */
export interface Part {
  readonly elpd: number;
  readonly k: number;
}

/** Numbers of the observations whose shape k is over the threshold, or the result's own limit. */
export function unreliable(result: Elpd, threshold: number | undefined): number[] {
  const { paretoK, goodK } = result;
  if (result.kind !== "loo" || paretoK === undefined || goodK === undefined) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `A result of "${result.kind}" has no shapes of tails.`,
      remedy: "Give the result of loo(fit).",
      value: result.kind,
    });
  }
  const limit = threshold ?? goodK;
  if (typeof limit !== "number" || Number.isNaN(limit)) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `The option threshold is ${limit}.`,
      remedy: "Give a shape k, such as 0.7.",
      variable: "threshold",
      value: limit,
    });
  }
  return Array.from(paretoK.values.keys()).filter((i) => paretoK.values[i]! > limit);
}

/** The result with some parts replaced, and summed up anew. */
export function replaceParts(result: Elpd, parts: ReadonlyMap<number, Part>): Elpd {
  const factor = scaleFactors[result.scale];
  const [values, shapes] = [result.pointwise.values.slice(), (result.paretoK as NamedArray).values.slice()];
  for (const [i, { elpd, k }] of parts) {
    values[i] = factor * elpd;
    shapes[i] = k;
  }
  const over = (filled: Float64Array, { shape, dims, coords }: NamedArray) => namedArray(filled, shape, dims, coords);
  const lppd = result.p + result.elpd / factor;
  return elpdOf("loo", result.scale, result.sampleCount, lppd, over(values, result.pointwise), {
    warning: shapes.some((k) => k > (result.goodK as number)),
    paretoK: over(shapes, result.paretoK as NamedArray),
    goodK: result.goodK,
  });
}
