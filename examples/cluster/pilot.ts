/**
 * A start for many parameters: short chains on some of the stars, of which the best knows the way. From a rough start one chain in twenty
 * or so takes a turn to a lesser mode that it never leaves (the cluster's Gaussian widened into the field); all chains of the fit
 * start where the best of the pilot's ended, and scatter from there.
 */
import { type Fit, type SampleOptions, sample, type Target } from "wasmcmc";

export type Init = NonNullable<SampleOptions["init"]>;

const Draws = 50;
const pilot = { chains: 4, warmup: 150, draws: Draws, jitter: 0.1 } as const;

/** The means of each parameter over the last draws of the pilot's chain of highest density. `seed`, `workers` and `signal` are the fit's. */
export async function pilotStart<M>(target: Target<M>, init: Init, { seed, workers, signal }: SampleOptions): Promise<Init> {
  const own = { ...(seed !== undefined && { seed }), ...(workers !== undefined && { workers }), ...(signal && { signal }) };
  const fit: Fit<M> = await sample(target, { ...pilot, ...own, init });
  const { lp } = fit.sampleStats;
  const levels = fit.chains.map((_, chain) => mean(lp, chain, fit.drawCount, 1)[0] as number);
  const best = levels.indexOf(Math.max(...levels));
  const draws = fit.draws as Readonly<Record<string, Float64Array>>;
  const means = fit.names.map((name) => {
    const values = draws[name] as Float64Array;
    const width = values.length / lp.length;
    const elements = mean(values, best, fit.drawCount, width);
    return [name, width === 1 ? (elements[0] as number) : elements] as const;
  });
  return Object.fromEntries(means);
}

/** Of each of `width` elements, over the draws of a chain. */
function mean(values: ArrayLike<number>, chain: number, draws: number, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < draws * width; at++) sums[at % width]! += values[chain * draws * width + at] as number;
  return sums.map((sum) => sum / draws);
}
