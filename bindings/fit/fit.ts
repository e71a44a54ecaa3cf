/** What a run leaves: draws by name, summary, sample statistics, memberships. */

import type { Bound } from "../engine/bound.js";
import type { Settings } from "../engine/options.js";
import type { ChainRecord } from "../engine/record.js";
import type { RunResult } from "../engine/run.js";
import { WasmcmcError } from "../errors.js";
import type { ComponentNames, Draws, MixtureNames } from "../model/model.js";
import type { NamedArray } from "../posterior/array.js";
import {
  type FromFit,
  type RowName,
  type StyledSummaryOptions,
  type Summary,
  type SummaryOptions,
  summarize,
} from "../posterior/summary.js";
import type { SampleStats, Warning } from "../posterior/warnings.js";
import type { ObservationLayout } from "../program/compiled.js";
import { FitDraws } from "./draws.js";
import { switchedLabels } from "./label_switching.js";
import { type MembershipFor, type MembershipOptions, membership } from "./membership.js";
import { componentLogp, decodedPaths, rowLogLikelihood } from "./observation_rows.js";
import type { Look } from "./precision.js";
import { checkSameParameters, type Prediction, type PredictOptions, predict } from "./predict.js";
import { Relabelled, type RelabelOptions } from "./relabel.js";
import type { SimulationData } from "./sample_prior.js";
import { type SampleStatistics, sampleStatistics } from "./sample_statistics.js";
import { Warmup } from "./warmup.js";

export class Fit<M = unknown> {
  /** Draws by name, flat Float64Arrays, chain by chain: [chain, draw, ...dims, ...event]. Tracked expressions are computed when read. */
  readonly draws: Draws<M>;
  readonly sampleStats: SampleStatistics;
  /** The iterations before the draws, where `keepWarmup` was set: with names, array(name) and sampleStats as here. */
  readonly warmup: Warmup<M> | undefined;
  /** All options that decided the draws, the seed among them. */
  readonly settings: Settings;
  /** Numbers of the chains that are in the results. */
  readonly chains: readonly number[];
  /** Draws of each chain in the results: fewer than asked for after an abort, or where `until` was reached. */
  readonly drawCount: number;
  readonly aborted: boolean;
  /** Why the run ended: it had made its draws, had come to the precision that `until` asked for, or was stopped. */
  readonly stopped: "draws" | "precision" | "aborted";
  /** With `until`: the last look at the precision. */
  readonly look: Look | undefined;
  /** Time from the start to the last draw. */
  readonly milliseconds: number;
  /** Numbers of the threads that chains ran on; 0 is the calling one. */
  readonly threads: readonly number[];
  /** @internal */
  readonly source: FitDraws;
  private defaultSummary: Summary | undefined;

  /** @internal */
  readonly bound: Bound;
  /** @internal */
  readonly result: RunResult;

  /** @internal */
  constructor(bound: Bound, result: RunResult, look?: Look) {
    this.bound = bound;
    this.result = result;
    this.look = look;
    const records = result.records.filter((record) => record.drawCount > 0);
    this.settings = result.settings;
    this.aborted = result.aborted && !look?.reached;
    this.stopped = look?.reached ? "precision" : this.aborted ? "aborted" : "draws";
    this.milliseconds = result.milliseconds;
    this.threads = result.threads;
    this.chains = records.map(({ chain }) => chain);
    this.drawCount = records.length === 0 ? 0 : Math.min(...records.map((record) => record.drawCount));
    const source = new FitDraws(bound, records, this.drawCount);
    this.source = source;
    const draws = {};
    for (const name of source.names) Object.defineProperty(draws, name, { enumerable: true, get: () => source.values(name) });
    this.draws = draws as Draws<M>;
    this.sampleStats = sampleStatistics(records, this.drawCount);
    this.warmup = warmupOf(bound, records.length > 0 ? records : result.records);
  }

  /** Names of the variables with draws. */
  get names(): readonly string[] {
    return this.source.names;
  }

  /** Names of the observed quantities. */
  get observations(): readonly string[] {
    return this.bound.compiled.observations.map(({ name }) => name);
  }

  /** Draws with shape, dims and coordinates: axes [chain, draw, ...dims as declared, ...event]. */
  array(name: Extract<keyof Draws<M>, string>): NamedArray {
    return this.source.array(name) ?? this.unknown(name, this.names);
  }

  /**
   * The table ArviZ prints, a row a number, with warnings in words below it. `String(fit.summary())` prints it; options choose
   * variables, the share in the interval, decimals, columns and another style, as of `summarize`.
   */
  summary(options?: Omit<SummaryOptions, FromFit>): Summary;
  summary<Kind extends string, Statistics>(
    options: Omit<StyledSummaryOptions<Kind, Statistics>, FromFit>,
  ): Summary<RowName & Statistics>;
  summary(options?: Omit<SummaryOptions, FromFit> | Omit<StyledSummaryOptions<string, object>, FromFit>): Summary<RowName> {
    this.requireDraws();
    if (options === undefined && this.defaultSummary !== undefined) return this.defaultSummary;
    const arrays = Object.fromEntries(this.names.map((name) => [name, this.source.array(name) as NamedArray]));
    if (options !== undefined) return summarize(arrays, { ...(options as SummaryOptions), warnings: this.warnings });
    this.defaultSummary = summarize(arrays, {
      stats: this.stats,
      switching: switchedLabels(this.source, this.sampleStats.lp),
    });
    return this.defaultSummary;
  }

  /** What is wrong with the fit, in words, worst first; empty if nothing was found. */
  get warnings(): readonly Warning[] {
    return this.summary().warnings;
  }

  /**
   * The posterior probability that each row belongs to each component of an observed mixture, weights included, with its Monte
   * Carlo error; most probable components, expected counts and, where asked for, the responsibilities of each draw.
   *
   *     const { probability, labels } = fit.membership("y");   // probability.shape: [point, component]
   *     labels.name[7];                                        // "outlier"
   */
  membership<Name extends MixtureNames<M>, const Options extends MembershipOptions>(
    name: Name,
    options?: Options,
  ): MembershipFor<Options, ComponentNames<M, Name>> {
    this.requireDraws();
    return membership(this.source, this.mixture(name), options ?? {}) as MembershipFor<Options, ComponentNames<M, Name>>;
  }

  /**
   * Renames the components of each draw of a mixture so that they are the same in all: where labels were swapped between chains, or
   * along one, averages mean something again. Only components of one form change places.
   *
   *     const same = fit.relabel("y");
   *     console.log(String(same.summary()));   // weights, and vectors that components read by .at(k)
   *     same.membership().probability;
   */
  relabel<Name extends MixtureNames<M>>(
    name: Name,
    options: RelabelOptions<Extract<keyof Draws<M>, string>> = {},
  ): Relabelled<ComponentNames<M, Name>> {
    this.requireDraws();
    return new Relabelled(this.source, this.mixture(name), this.stats, options);
  }

  /** The components' log densities of each row for each draw, without weights: [chain, draw, ...row dims, component]. */
  componentLogp(name: MixtureNames<M>): NamedArray {
    this.requireDraws();
    return componentLogp(this.source, this.mixture(name));
  }

  /**
   * The most probable path of a hidden Markov model's states (Viterbi) for each draw, as numbers of states:
   * [chain, draw, ...row dims]. `membership` gives each row's probabilities.
   */
  decode(name: MixtureNames<M>): NamedArray {
    this.requireDraws();
    const observation = this.mixture(name);
    if (observation.decode !== undefined) return decodedPaths(this.source, observation);
    const chains = this.bound.compiled.observations.filter(({ decode }) => decode !== undefined);
    return this.unknown(
      name,
      chains.map((chain) => chain.name),
      `The observation "${name}" is not a hidden Markov model.`,
    );
  }

  /** The log density of each row of an observation for each draw: [chain, draw, ...row dims]. */
  logLikelihood(name: string): NamedArray {
    this.requireDraws();
    return rowLogLikelihood(this.source, this.observation(name));
  }

  /**
   * Observations drawn anew for each posterior draw: of the data's own rows, or, given new data, of its rows; columns that are only
   * observed may be left out there. Deterministic: by default with the fit's own seed.
   *
   *     const { y } = fit.predict({ x: newX, yErr: newErrors });
   *     y.value;   // [chain, draw, point]
   */
  predict(newData?: SimulationData<M>, options: PredictOptions = {}): Prediction<M> {
    this.requireDraws();
    if (newData === undefined) return predict(this.source, this.bound, this.settings.seed, options) as Prediction<M>;
    const fresh = this.bound.rebind(newData as Readonly<Record<string, unknown>>);
    checkSameParameters(this.bound, fresh);
    return predict(this.source, fresh, this.settings.seed, options) as Prediction<M>;
  }

  private get stats(): SampleStats {
    return { ...this.sampleStats, chains: this.chains.length, draws: this.drawCount };
  }

  private observation(name: string): ObservationLayout {
    return this.bound.compiled.observations.find((candidate) => candidate.name === name) ?? this.unknown(name, this.observations);
  }

  private mixture(name: string): ObservationLayout {
    const observation = this.observation(name);
    if (observation.mixture !== undefined) return observation;
    const mixtures = this.bound.compiled.observations.filter((candidate) => candidate.mixture !== undefined);
    return this.unknown(
      name,
      mixtures.map((candidate) => candidate.name),
      `The observation "${name}" is not a mixture.`,
    );
  }

  private requireDraws(): void {
    if (this.drawCount > 0) return;
    throw new WasmcmcError({
      code: "too-few-draws",
      problem: "The run was stopped during warm-up; it has no draws.",
      remedy: "Stop it later, or sample again with a shorter warm-up.",
      value: 0,
    });
  }

  private unknown(name: string, known: readonly string[], problem = `The fit has nothing named "${name}" here.`): never {
    throw new WasmcmcError({
      code: "unknown-variable",
      problem,
      remedy: known.length === 0 ? "There is none." : `Known: ${known.join(", ")}.`,
      variable: name,
    });
  }
}

function warmupOf<M>(bound: Bound, records: readonly ChainRecord[]): Warmup<M> | undefined {
  const kept = records.flatMap(({ chain, warmup, warmupCount }) =>
    warmup === undefined || warmupCount === 0 ? [] : [{ chain, warmup, warmupCount }],
  );
  if (kept.length === 0) return undefined;
  const iterations = Math.min(...kept.map(({ warmupCount }) => warmupCount));
  const stored = kept.map(({ warmup }) => warmup);
  const chains = kept.map(({ chain }) => chain);
  return new Warmup<M>(new FitDraws(bound, stored, iterations), chains, sampleStatistics(stored, iterations));
}
