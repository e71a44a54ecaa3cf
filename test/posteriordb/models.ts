/** Models of posteriordb in our language, with their data and the reference's names for our numbers. */
import {
  add,
  affine,
  beta,
  type Fit,
  flat,
  halfCauchy,
  halfNormal,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  type SampleOptions,
  sample,
  stack,
  vector,
} from "../../bindings/index.js";

/** What the tests read of a fit, whatever its model. */
export type AnyFit = Pick<Fit, "summary" | "warnings" | "names" | "sampleStats" | "drawCount" | "chains">;

/** Draws of one number of a fit, by its label in the summary. */
export function valuesOf(fit: AnyFit, label: string): Float64Array {
  const [, name, place] = /^(\w+)(?:\[(\d+)\])?$/.exec(label) as unknown as [string, string, string | undefined];
  const all = (fit as unknown as { draws: Record<string, Float64Array> }).draws[name] as Float64Array;
  const width = all.length / (fit.chains.length * fit.drawCount);
  return all.filter((_, i) => i % width === Number(place ?? 0));
}

export interface Case {
  readonly posterior: string;
  /** The model's own, or others that it is sampled in. */
  readonly coordinates: "own" | "affine";
  readonly data: string;
  /** Least bulk and tail ESS, as a share of the draws. */
  readonly leastEss: number;
  readonly options: SampleOptions;
  run(data: Record<string, number[]>, options: SampleOptions): PromiseLike<AnyFit>;
  /** Share of the draws that may diverge. */
  readonly mostDivergences: number;
  /** Label in our summary of a name in the reference. */
  label(name: string): string;
}

/** theta[1] of Stan is theta[0] here. */
const fromZero = (name: string) => name.replace(/\[(\d+)\]/g, (_, place: string) => `[${Number(place) - 1}]`);

const noncentered = model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta_trans = param(normal(0, 1), { dims: "school" });
  const theta = add(mu, theta_trans.mul(tau));
  return { mu, tau, theta_trans, theta, y: observe(y, normal(theta, sigma)) };
});

const centered = model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta = param(normal(mu, tau), { dims: "school" });
  return { mu, tau, theta, y: observe(y, normal(theta, sigma)) };
});

/** The same model and posterior, sampled in centred and scaled coordinates. */
const centeredAffine = model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta = param(normal(mu, tau), { dims: "school", constraint: affine(mu, tau) });
  return { mu, tau, theta, y: observe(y, normal(theta, sigma)) };
});

const gaussMix = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal([0, 0], 2), { constraint: ordered(), init: [-1, 1] });
  const sigma = param(halfNormal([2, 2]));
  const theta = param(beta(5, 5));
  const components = { low: normal(mu.at(0), sigma.at(0)), high: normal(mu.at(1), sigma.at(1)) };
  return { mu, sigma, theta, y: observe(y, mixture(stack(theta, theta.neg().add(1)), components)) };
});

const kidscore = model({ score: vector("child"), hs: vector("child"), iq: vector("child") }, ({ score, hs, iq }) => {
  const b1 = param(flat());
  const b2 = param(flat());
  const b3 = param(flat());
  const sigma = param(halfCauchy(2.5));
  const mean = b1.add(b2.mul(hs)).add(b3.mul(iq));
  return { b1, b2, b3, sigma, score: observe(score, normal(mean, sigma)) };
});

export const cases: readonly Case[] = [
  {
    posterior: "eight_schools-eight_schools_noncentered",
    coordinates: "own",
    data: "eight_schools",
    leastEss: 0.2,
    mostDivergences: 0,
    options: { targetAccept: 0.95 },
    run: ({ y, sigma }, options) => sample(noncentered, { y: y!, sigma: sigma! }, options),
    label: fromZero,
  },
  {
    posterior: "eight_schools-eight_schools_centered",
    coordinates: "own",
    data: "eight_schools",
    // The funnel of tau. A momentum changes the energy by a few units only, the funnel spans tens of them: neighbouring draws are alike
    // however long the paths are. Of 20 runs of four chains by Stan and nutpie on this model none had 5 % effective
    // draws in both bulk and tail; we have about 3 %. Longer chains make the comparison sharp all the same.
    leastEss: 0.02,
    mostDivergences: 0.02,
    options: { targetAccept: 0.99, draws: 10_000 },
    run: ({ y, sigma }, options) => sample(centered, { y: y!, sigma: sigma! }, options),
    label: fromZero,
  },
  {
    posterior: "eight_schools-eight_schools_centered",
    coordinates: "affine",
    data: "eight_schools",
    leastEss: 0.2,
    mostDivergences: 0.001,
    options: { targetAccept: 0.99 },
    run: ({ y, sigma }, options) => sample(centeredAffine, { y: y!, sigma: sigma! }, options),
    label: fromZero,
  },
  {
    posterior: "low_dim_gauss_mix-low_dim_gauss_mix",
    coordinates: "own",
    data: "low_dim_gauss_mix",
    leastEss: 0.2,
    mostDivergences: 0,
    options: {},
    run: ({ y }, options) => sample(gaussMix, { y: y! }, options),
    label: fromZero,
  },
  {
    posterior: "kidiq-kidscore_momhsiq",
    coordinates: "own",
    data: "kidiq",
    leastEss: 0.2,
    mostDivergences: 0,
    options: {},
    run: ({ kid_score, mom_hs, mom_iq }, options) => sample(kidscore, { score: kid_score!, hs: mom_hs!, iq: mom_iq! }, options),
    label: (name) => name.replace(/^beta\[(\d)\]$/, "b$1"),
  },
];
