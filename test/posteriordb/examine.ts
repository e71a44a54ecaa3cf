/** How a fit compares with a posterior's reference: what is measured, and what of it is not good enough. */
import { deviation } from "../agreement.js";
import { type AnyFit, type Posterior, type ReferenceNumber, valuesOf } from "./posterior.js";

/**
 * Four combined Monte Carlo errors. All 29 posteriors are some 380 means and sds: a right sampler exceeds it at one of them
 * with probability 380 * 6e-5 = 2 %. Seeds are fixed, so it never flakes.
 */
const SIGMAS = 4;
/** The usual bound for R-hat (Vehtari et al. 2021). */
const R_HAT = 1.01;

export interface Extreme {
  readonly value: number;
  readonly label: string;
}

export interface Examination {
  /** Numbers compared. */
  readonly dimension: number;
  /** Least effective draws, as a share of all. */
  readonly essBulk: Extreme;
  readonly essTail: Extreme;
  readonly rHat: Extreme;
  /** Largest distances from the reference, in combined Monte Carlo errors. */
  readonly mean: Extreme;
  readonly sd: Extreme;
  readonly divergences: number;
  readonly seconds: number;
  /** What is not good enough, in words; empty where all is. */
  readonly failures: readonly string[];
}

/** theta[1] of Stan is theta[0] here. */
const fromZero = (name: string) => name.replace(/\[(\d+)\]/g, (_, place: string) => `[${Number(place) - 1}]`);

/** Where two values tie the first stands; a NaN stands before all. */
const worst = (numbers: readonly Extreme[], sign: 1 | -1): Extreme =>
  numbers.reduce((a, b) => (Number.isNaN(a.value) || sign * b.value <= sign * a.value ? a : b));

/** Measures a fit against the reference's numbers, by their names there. */
export function examine(subject: Posterior, fit: AnyFit, reference: Readonly<Record<string, ReferenceNumber>>): Examination {
  const summary = fit.summary();
  const total = fit.chains.length * fit.drawCount;
  const numbers = Object.entries(reference).map(([name, { mcse_mean: mcseMean, mcse_sd: mcseSd, ...moments }]) => {
    const label = fromZero(name);
    const distances = deviation(valuesOf(fit, label), fit.chains.length, { ...moments, mcseMean, mcseSd });
    return { label, row: summary.row(label), distances };
  });
  const extreme = (of: (number: (typeof numbers)[number]) => number, sign: 1 | -1): Extreme =>
    worst(
      numbers.map((number) => ({ value: of(number), label: number.label })),
      sign,
    );
  const found = {
    dimension: numbers.length,
    essBulk: extreme(({ row }) => row.ess_bulk / total, -1),
    essTail: extreme(({ row }) => row.ess_tail / total, -1),
    rHat: extreme(({ row }) => row.r_hat, 1),
    mean: extreme(({ distances }) => distances.mean, 1),
    sd: extreme(({ distances }) => distances.sd, 1),
    divergences: fit.sampleStats.diverging.reduce((sum, flag) => sum + flag, 0),
    seconds: fit.milliseconds / 1000,
  };
  return { ...found, failures: failuresOf(subject, found, total) };
}

function failuresOf(subject: Posterior, found: Omit<Examination, "failures">, draws: number): string[] {
  const least = subject.leastEss;
  const most = subject.mostDivergences * draws;
  const share = ({ value }: Extreme) => `${(100 * value).toFixed(1)} %`;
  const failures: [boolean, string][] = [
    [found.mean.value < SIGMAS, `mean of ${found.mean.label} off by ${found.mean.value.toFixed(1)} errors`],
    [found.sd.value < SIGMAS, `sd of ${found.sd.label} off by ${found.sd.value.toFixed(1)} errors`],
    [found.essBulk.value >= least, `bulk ESS of ${found.essBulk.label} ${share(found.essBulk)}`],
    [found.essTail.value >= least, `tail ESS of ${found.essTail.label} ${share(found.essTail)}`],
    [found.rHat.value < R_HAT, `R-hat of ${found.rHat.label} ${found.rHat.value.toFixed(3)}`],
    [found.divergences <= most, `${found.divergences} divergences`],
  ];
  return failures.filter(([good]) => !good).map(([, words]) => words);
}
