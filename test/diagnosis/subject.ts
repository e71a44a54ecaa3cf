/** What fits for diagnosis have in common: how they are run, data made by a seed, models of a mean. */
import {
  type Fit,
  halfNormal,
  model,
  normal,
  observe,
  param,
  type SampleOptions,
  uniform,
  vector,
} from "../../bindings/index.js";
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";

export interface Subject {
  readonly name: string;
  /** What is to be reported first; none for a healthy fit. */
  readonly first?: string;
  // biome-ignore lint/suspicious/noExplicitAny: fits of any model
  run(seed: number): PromiseLike<Fit<any>>;
}

export const normals = (seed: number, count: number, mean = 0, sd = 1): Float64Array => {
  const random = new RandomNumbers(seed);
  return Float64Array.from({ length: count }, () => mean + sd * random.normal());
};

export const options = (seed: number, more: SampleOptions = {}): SampleOptions => ({ chains: 4, seed, workers: false, ...more });

export const oneMean = (prior = normal(0, 10), scale = halfNormal(5)) =>
  model({ y: vector("row") }, ({ y }) => {
    const mu = param(prior);
    const sigma = param(scale);
    return { mu, sigma, y: observe(y, normal(mu, sigma)) };
  });

export const two = (a: number, b: number): Float64Array => Float64Array.from([...normals(1, 60, a), ...normals(2, 60, b)]);

export const edge = model({ y: vector("row") }, ({ y }) => {
  const mu = param(uniform(0, 1));
  return { mu, y: observe(y, normal(mu, 1)) };
});

export const xs = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i / count - 0.5);

export const along = (seed: number, count: number, slope: number): Float64Array =>
  normals(seed, count).map((noise, i) => slope * xs(count)[i]! + noise);

export const lines = (count: number) => ({ x: xs(count), y: along(20, count, 2) });
