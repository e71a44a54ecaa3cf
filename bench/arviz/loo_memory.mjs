/**
 * Prints the bytes by which the resident memory of this process grew at its highest (getrusage's ru_maxrss) over what it was with the
 * library loaded, while LOO ran: `matrix`, of a matrix that is made first and counted; `fit`, of a fit's stored draws.
 */
import { chains, draws, fillLikelihoods, observations } from "./likelihoods.mjs";

const { logLikelihoodSource, loo, model, namedArray, normal, observe, param, sample, vector } = await import("wasmcmc");
const matrix = 8 * chains * draws * observations;
/** Kilobytes, on every system. */
const highest = () => 1024 * process.resourceUsage().maxRSS;

async function fitOfRows() {
  const normals = model({ y: vector("row") }, ({ y }) => {
    const m = param(normal(0, 10));
    return { m, y: observe(y, normal(m, 1)) };
  });
  const y = Float64Array.from({ length: observations }, (_, i) => Math.sin(i) + Math.cos(3 * i));
  return await sample(normals, { y }, { chains, warmup: 200, draws, seed: 1, workers: false });
}

if (process.argv[2] === "fit") {
  const fit = await fitOfRows();
  const before = process.memoryUsage.rss();
  loo(logLikelihoodSource(fit, "y"));
  console.log(JSON.stringify({ peak: highest() - before, matrix }));
} else {
  const before = process.memoryUsage.rss();
  const values = new Float64Array(chains * draws * observations);
  fillLikelihoods(values);
  loo(namedArray(values, [chains, draws, observations], ["chain", "draw", "observation"]));
  console.log(JSON.stringify({ peak: highest() - before, matrix }));
}
