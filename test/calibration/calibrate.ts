/**
 * Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018): where truths are drawn from the prior and
 * data from the model at them, the rank of a truth among draws of its posterior is uniform, if model, simulation and sampler
 * agree.
 */
import type { SampleOptions } from "../../bindings/index.js";
import { Random } from "./random.js";
import type { CalibratedFit, Simulation, Subject } from "./subject.js";
import { chiSquareProbability, ecdfProbability } from "./uniformity.js";

/** Draws kept of each posterior. */
const KEPT = 99;
/** Draws for each that is kept. */
const THINNING = 10;
/**
 * Least effective draws, bulk and tail, before thinning. With two for each that is kept, kept ones are correlated by 0.02.
 * Posteriors with fewer are sampled again with as much longer chains (algorithm 2 of the paper).
 */
const LEAST_ESS = 2 * KEPT;

export interface Quantity {
  readonly label: string;
  readonly ranks: readonly number[];
  /** Probabilities of ranks as uneven as these. */
  readonly chiSquare: number;
  readonly ecdf: number;
}

export interface Calibration {
  readonly quantities: readonly Quantity[];
  /** Replicates whose chains had to be longer. */
  readonly prolonged: number;
  readonly divergences: number;
  readonly seconds: number;
}

/** A sampler with fewer effective draws than this in chains fifty times as long is broken. */
const MOST_PROLONGED = 50;

export interface CalibrateOptions {
  readonly replicates: number;
  readonly seed: number;
  /** Simulates truths and data; by default as written apart from the model. */
  readonly simulate?: (random: Random) => Simulation;
}

/** Ranks of truths in posteriors, and how likely such ranks are. */
export async function calibrate(
  subject: Subject,
  { replicates, seed, simulate = subject.simulate }: CalibrateOptions,
): Promise<Calibration> {
  const started = performance.now();
  const ranks = new Map<string, number[]>();
  let [prolonged, divergences] = [0, 0];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const { truth, data } = simulate(new Random(seed, replicate));
    const names = Object.keys(truth);
    let times = 1;
    let fit = await subject.fit(data, optionsOf(seed + replicate, times));
    for (let ess = leastEss(fit, names); ess < LEAST_ESS && times < MOST_PROLONGED; ess = leastEss(fit, names)) {
      times = Math.min(Math.ceil((times * LEAST_ESS * 1.2) / ess), MOST_PROLONGED);
      fit = await subject.fit(data, optionsOf(seed + replicate, times));
    }
    if (times > 1) prolonged++;
    divergences += fit.sampleStats.diverging.reduce((sum, flag) => sum + flag, 0);
    for (const name of names) {
      const values = [truth[name] as number | number[]].flat();
      for (const [place, value] of values.entries()) {
        const label = values.length === 1 ? name : `${name}[${place}]`;
        ranks.set(label, [...(ranks.get(label) ?? []), rankOf(value, fit, name, place, times * THINNING)]);
      }
    }
  }
  const quantities = [...ranks].map(([label, found]) => ({ label, ranks: found, ...uniformity(found) }));
  return { quantities, prolonged, divergences, seconds: (performance.now() - started) / 1000 };
}

/** One chain: several would each need a warm-up, and a rank asks for no R-hat. */
function optionsOf(seed: number, times: number): SampleOptions {
  return { chains: 1, warmup: 500 * Math.min(times, 4), draws: KEPT * THINNING * times, seed, workers: false };
}

function leastEss(fit: CalibratedFit, names: readonly string[]): number {
  const rows = fit.summary().rows.filter(({ variable }) => names.includes(variable));
  return Math.min(...rows.map(({ ess_bulk, ess_tail }) => Math.min(ess_bulk, ess_tail)));
}

/** How many of every `thinning`-th draw lie below the truth. */
function rankOf(truth: number, fit: CalibratedFit, name: string, place: number, thinning: number): number {
  const all = (fit as unknown as { draws: Record<string, Float64Array> }).draws[name] as Float64Array;
  const width = all.length / (fit.chains.length * fit.drawCount);
  let rank = 0;
  for (let draw = thinning - 1; draw < fit.drawCount; draw += thinning) if ((all[draw * width + place] as number) < truth) rank++;
  return rank;
}

/** Bins hold about ten ranks or more. */
function uniformity(ranks: readonly number[]): { chiSquare: number; ecdf: number } {
  const places = KEPT + 1;
  const bins = [20, 10, 5].find((count) => ranks.length >= 10 * count) ?? 4;
  return { chiSquare: chiSquareProbability(ranks, places, bins), ecdf: ecdfProbability(ranks, places) };
}
