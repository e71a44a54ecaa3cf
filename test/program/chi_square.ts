/** Whether counts in bins are what they should be. */

/** Standard normal quantile of 1 - 1e-4. */
export const z = 3.719;

/** The chi-square distribution's quantile of 1 - 1e-4, by Wilson and Hilferty: within 3 % from 1 degree of freedom on. */
export const critical = (freedom: number): number => freedom * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3;

/** Joins bins of fewer than 10 expected to the next, the last ones to the one before. */
export function joined(observed: readonly number[], expected: readonly number[]): [observed: number, expected: number][] {
  const bins: [number, number][] = [];
  let open: [number, number] = [0, 0];
  expected.forEach((e, i) => {
    open = [open[0] + (observed[i] as number), open[1] + e];
    if (open[1] < 10) return;
    bins.push(open);
    open = [0, 0];
  });
  const last = bins.pop() as [number, number];
  return [...bins, [last[0] + open[0], last[1] + open[1]]];
}

export function chiSquare(bins: readonly (readonly [observed: number, expected: number])[]): number {
  return bins.reduce((sum, [seen, expected]) => sum + (seen - expected) ** 2 / expected, 0);
}
