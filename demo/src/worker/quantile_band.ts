/** Quantiles of curves over the draws. */
import type { Band } from "../messages.js";

const Probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];
/** More draws would not be seen in a band. */
const MostDraws = 400;

/** `curve` is asked once for each column of x and each draw that counts. */
export function quantileBand(x: Float64Array, draws: number, curve: (x: number, draw: number, column: number) => number): Band {
  const count = Math.min(draws, MostDraws);
  const quantiles = Probabilities.map(() => new Float64Array(x.length));
  const values = new Float64Array(count);
  for (let k = 0; k < x.length; k++) {
    for (let i = 0; i < count; i++) values[i] = curve(x[k]!, Math.floor((i * draws) / count), k);
    values.sort();
    for (const [q, probability] of Probabilities.entries()) {
      quantiles[q]![k] = values[Math.min(count - 1, Math.floor(probability * count))]!;
    }
  }
  return { x, quantiles };
}
