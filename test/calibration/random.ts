/**
 * Random numbers for simulations: a seeded stream of its own, apart from the engine's, so that an error in one cannot hide in
 * both.
 */

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** Spreads a seed over words of state (the finalizer of MurmurHash3). */
function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** xoshiro128** (Blackman and Vigna 2021), with the variates that the models need. */
export class Random {
  private readonly state: Int32Array;

  /** `stream` tells apart what is simulated with one seed, such as replicates. */
  constructor(seed: number, stream: number) {
    this.state = Int32Array.from({ length: 4 }, (_, k) => mix(mix(seed + 0x9e3779b9 * k) ^ (stream + 1)));
  }

  /** From 0 to 2^32 - 1. */
  integer(): number {
    const s = this.state as Int32Array & Record<0 | 1 | 2 | 3, number>;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9);
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11);
    return result >>> 0;
  }

  /** Strictly between two bounds. */
  uniform(from = 0, to = 1): number {
    return from + ((to - from) * (this.integer() + 0.5)) / 2 ** 32;
  }

  /** By Box and Muller. */
  normal(mu = 0, sigma = 1): number {
    return mu + sigma * Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  exponential(): number {
    return -Math.log(this.uniform());
  }

  halfCauchy(scale: number): number {
    return scale * Math.tan((Math.PI / 2) * this.uniform());
  }

  /** Of a whole shape and rate 1: a sum of exponentials. */
  gamma(shape: number): number {
    return Array.from({ length: shape }, () => this.exponential()).reduce((sum, x) => sum + x, 0);
  }

  /** Concentrations are whole. */
  dirichlet(concentrations: readonly number[]): number[] {
    const gammas = concentrations.map((shape) => this.gamma(shape));
    const sum = gammas.reduce((total, x) => total + x, 0);
    return gammas.map((x) => x / sum);
  }

  /** Shapes are whole. */
  beta(a: number, b: number): number {
    return this.dirichlet([a, b])[0] as number;
  }

  bernoulli(p: number): number {
    return this.uniform() < p ? 1 : 0;
  }

  /** Events of a process of rate 1 before the time `rate`. */
  poisson(rate: number): number {
    let count = 0;
    for (let time = this.exponential(); time < rate; time += this.exponential()) count++;
    return count;
  }

  /** A position in the list of weights, which have sum 1. */
  categorical(weights: readonly number[]): number {
    let left = this.uniform();
    const found = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return found < 0 ? weights.length - 1 : found;
  }

  uniforms(count: number, from: number, to: number): number[] {
    return Array.from({ length: count }, () => this.uniform(from, to));
  }

  normals(count: number): number[] {
    return Array.from({ length: count }, () => this.normal());
  }
}
