/**
 * Whether ranks are uniform: a chi-square test over bins, and a simultaneous band about their empirical distribution function.
 */

/** log n! for n from 0. */
const logFactorials: number[] = [0];
function logFactorial(n: number): number {
  for (let k = logFactorials.length; k <= n; k++) logFactorials.push((logFactorials[k - 1] as number) + Math.log(k));
  return logFactorials[n] as number;
}

/** Probabilities of 0 to n successes in n trials. */
function binomial(n: number, p: number): number[] {
  return Array.from({ length: n + 1 }, (_, k) => {
    const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    const failures = n === k ? 0 : (n - k) * Math.log1p(-p);
    return Math.exp(ways + (k === 0 ? 0 : k * Math.log(p)) + failures);
  });
}

/** For each count: twice the smaller of the probabilities of as few and of as many. */
function twoSided(n: number, p: number): number[] {
  const probabilities = binomial(n, p);
  const few = [...probabilities];
  const many = [...probabilities];
  for (let k = 1; k <= n; k++) few[k] = (few[k] as number) + (few[k - 1] as number);
  for (let k = n - 1; k >= 0; k--) many[k] = (many[k] as number) + (many[k + 1] as number);
  return few.map((value, k) => 2 * Math.min(value, many[k] as number));
}

/**
 * The probability that `n` uniform ranks among `places` lie, at every place, inside the band of pointwise level `gamma`: that
 * the number of ranks below place i has a two-sided probability above gamma for all i. Säilynoja, Bürkner and Vehtari (2022),
 * without simulation: the counts are a Markov chain with binomial steps.
 */
export function coverage(n: number, places: number, gamma: number): number {
  let alive = new Map([[0, 1]]);
  for (let place = 1; place < places; place++) {
    const inside = twoSided(n, place / places);
    const next = new Map<number, number>();
    for (const [count, probability] of alive) {
      const steps = binomial(n - count, 1 / (places - place + 1));
      for (const [step, chance] of steps.entries()) {
        const reached = count + step;
        // The rounding of sums must not decide about the very counts that define a band.
        if ((inside[reached] as number) <= gamma * (1 + 1e-9)) continue;
        next.set(reached, (next.get(reached) ?? 0) + probability * chance);
      }
    }
    alive = next;
  }
  return Math.min(
    [...alive.values()].reduce((sum, x) => sum + x, 0),
    1,
  );
}

/** The probability that the ECDF of uniform ranks leaves the narrowest simultaneous band that holds this one's. */
export function ecdfProbability(ranks: readonly number[], places: number): number {
  const gammas = Array.from({ length: places - 1 }, (_, i) => {
    const below = ranks.filter((rank) => rank <= i).length;
    return twoSided(ranks.length, (i + 1) / places)[below] as number;
  });
  return 1 - coverage(ranks.length, places, Math.min(...gammas));
}

/** The probability that uniform ranks are spread as unevenly over `bins` bins. `bins` divides `places`. */
export function chiSquareProbability(ranks: readonly number[], places: number, bins: number): number {
  const counts = Array.from({ length: bins }, () => 0);
  for (const rank of ranks) counts[Math.floor((rank * bins) / places)]!++;
  const expected = ranks.length / bins;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquareSurvival(statistic, bins - 1);
}

/** P(X > x): the recurrence of the incomplete gamma function in steps of 1 of its shape (DLMF 8.8.2). */
export function chiSquareSurvival(x: number, degrees: number): number {
  const half = x / 2;
  const odd = degrees % 2 === 1;
  let sum = odd ? normalTail(Math.sqrt(x)) : Math.exp(-half);
  let term = odd ? Math.exp(-half) * Math.sqrt(half / (Math.PI / 4)) : Math.exp(-half) * half;
  for (let shape = odd ? 1.5 : 2; shape <= degrees / 2; shape++) {
    sum += term;
    term *= half / shape;
  }
  return sum;
}

/**
 * P(|Z| > z) of a standard normal variate: the continued fraction of erfc (DLMF 7.9.1) beyond 1, the series of erf (7.6.2)
 * before.
 */
function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) * Math.sqrt(2 / Math.PI);
  if (z < 1) {
    let [sum, term] = [0, z];
    for (let k = 1; k < 40; k++) {
      sum += term;
      term *= (z * z) / (2 * k + 1);
    }
    return 1 - density * sum;
  }
  let fraction = z;
  for (let k = 400; k > 0; k--) fraction = z + k / fraction;
  return density / fraction;
}
