/** Log-likelihoods of 4 x 1,000 draws of 10,000 observations for the cases of LOO: normal, of outlying observations as well. */

export const [chains, draws, observations] = [4, 1000, 10_000];

/** Fills a Float64Array [chain, draw, observation], with nothing beside it, and gives the draws of the only parameter. */
export function fillLikelihoods(values) {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
  const y = Float64Array.from({ length: observations }, () => normal() / Math.sqrt((normal() ** 2 + normal() ** 2) / 2));
  const m = Float64Array.from({ length: chains * draws }, () => 0.1 * normal());
  for (let draw = 0; draw < m.length; draw++) {
    for (let i = 0; i < observations; i++) values[draw * observations + i] = -0.5 * (y[i] - m[draw]) ** 2 - 0.9189385332046727;
  }
  return m;
}
