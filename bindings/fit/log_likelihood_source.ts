/**
 * Log-likelihoods of a fit's observations, column by column, computed in WebAssembly from the stored draws: for model comparison without
 * the whole matrix in memory.
 *
 * A draw gives all rows at once, and a column needs all draws. So each pass over the draws fills a window of as many columns as fit into
 * the memory allowed; rows are transposed eight draws at a time, so that each write fills a cache line.
 */
import { Section } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import { type LogLikelihoodSource, relativeEss } from "../posterior/comparison/log_likelihood.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { FitDraws } from "./draws.js";
import type { Fit } from "./fit.js";
import { logpRows } from "./observation_rows.js";

export interface LogLikelihoodSourceOptions {
  /** How many bytes of columns to keep at a time: 268,435,456 when absent. Fewer mean more passes over the draws. */
  readonly bytes?: number;
}

const DefaultBytes = 2 ** 28;
const DrawsAtOnce = 8;

/**
 * What `loo`, `waic` and their like read in place of `fit.logLikelihood(observation)`, the same numbers in less memory. The engine works
 * through all draws once for each `bytes` of the matrix.
 *
 *     loo(logLikelihoodSource(fit, "y"));
 *     looSubsample(logLikelihoodSource(fit, "y"), { observations: 400, approximation: "plpd" });
 *
 * Shape [chain, draw, ...row dims]. Its relative effective sample size is the fit's, as in `loo(fit)`. Throws "unknown-variable" for a
 * name that is no observation of the fit.
 */
export function logLikelihoodSource<M>(
  fit: Fit<M>,
  observation: string,
  { bytes = DefaultBytes }: LogLikelihoodSourceOptions = {},
): LogLikelihoodSource {
  const layout = fit.bound.compiled.observations.find(({ name }) => name === observation);
  if (layout === undefined) {
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `The fit has no observation "${observation}".`,
      remedy: `Known: ${fit.observations.join(", ")}.`,
      variable: observation,
    });
  }
  return new FitLogLikelihoods(fit as Fit, layout, bytes);
}

class FitLogLikelihoods implements LogLikelihoodSource {
  readonly shape: readonly number[];
  readonly dims: readonly string[];
  readonly coords: LogLikelihoodSource["coords"];
  private readonly draws: FitDraws;
  private readonly total: number;
  private readonly offset: number;
  private readonly rows: number;
  private readonly windowColumns: number;
  private window = new Float64Array(0);
  private first = 0;
  private count = 0;
  private knownRelativeEss: number | undefined;

  constructor(
    private readonly fit: Fit,
    layout: ObservationLayout,
    bytes: number,
  ) {
    this.draws = fit.source;
    const { bound, chains, draws } = this.draws;
    this.total = chains * draws;
    const { offset, rows } = logpRows(this.draws, layout);
    const { dims } = layout;
    this.offset = offset;
    this.rows = rows;
    this.windowColumns = Math.max(1, Math.floor(bytes / (8 * Math.max(1, this.total))));
    this.shape = [chains, draws, ...dims.map((dim) => bound.checked.dimSizes.get(dim) ?? 1)];
    this.dims = ["chain", "draw", ...dims];
    this.coords = Object.fromEntries(dims.map((dim) => [dim, bound.coordinates(dim)]));
  }

  get relativeEss(): number {
    this.knownRelativeEss ??= relativeEss(this.fit);
    return this.knownRelativeEss;
  }

  columns(first: number, count: number): Float64Array {
    if (first < this.first || first + count > this.first + this.count) this.fill(first, count);
    return this.window.subarray((first - this.first) * this.total, (first - this.first + count) * this.total);
  }

  chosen(observations: ArrayLike<number>): Float64Array {
    const { total } = this;
    const out = new Float64Array(total * observations.length);
    this.forEachDraw((outputs, draw) => {
      for (let k = 0; k < observations.length; k++) out[k * total + draw] = outputs[this.offset + observations[k]!]!;
    });
    return out;
  }

  /** At the posterior means of the parameters, as constrained: the draws' own numbers. */
  atMeans(): Float64Array {
    const { draws } = this;
    const length = draws.bound.evaluator.parameterLength;
    const means = new Float64Array(length);
    for (let chain = 0; chain < draws.chains; chain++) {
      const compact = draws.compact(chain);
      for (let i = 0; i < compact.length; i++) means[i % length]! += compact[i]! / this.total;
    }
    const out = new Float64Array(this.rows);
    draws.stored.forEach(Section.RowLogp, means, (outputs) => {
      out.set(outputs.subarray(this.offset, this.offset + this.rows));
    });
    return out;
  }

  private fill(first: number, wanted: number): void {
    const { offset, rows, total } = this;
    const count = Math.max(wanted, Math.min(this.windowColumns, rows - first));
    if (this.window.length < count * total) this.window = new Float64Array(count * total);
    const stage = new Float64Array(DrawsAtOnce * count);
    const { window } = this;
    this.forEachDraw((outputs, draw) => {
      const slot = draw % DrawsAtOnce;
      stage.set(outputs.subarray(offset + first, offset + first + count), slot * count);
      if (slot < DrawsAtOnce - 1 && draw < total - 1) return;
      const start = draw - slot;
      for (let k = 0; k < count; k++) {
        for (let i = 0; i <= slot; i++) window[k * total + start + i] = stage[i * count + k]!;
      }
    });
    this.first = first;
    this.count = count;
  }

  /** Calls `take` with the rows' log densities of each draw, numbered through all chains. */
  private forEachDraw(take: (outputs: Float64Array, draw: number) => void): void {
    const { draws } = this;
    for (let chain = 0; chain < draws.chains; chain++) {
      draws.stored.forEach(Section.RowLogp, draws.compact(chain), (outputs, draw) => take(outputs, chain * draws.draws + draw));
    }
  }
}
