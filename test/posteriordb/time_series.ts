/** Time series. */
import { dot, halfCauchy, matrix, model, normal, observe, param, vector } from "../../bindings/index.js";
import { posterior } from "./posterior.js";

const autoregression = model({ y: vector("time"), lags: matrix("time", "lag") }, ({ y, lags }) => {
  const alpha = param(normal(0, 10));
  const beta = param(normal(0, 10), { dims: "lag" });
  const sigma = param(halfCauchy(2.5));
  return { alpha, beta, sigma, y: observe(y, normal(dot(lags, beta).add(alpha), sigma)) };
});

/** The series after its first K values, and the K values before each, the nearest first. */
function lagged(series: readonly number[], K: number): { y: number[]; lags: number[][] } {
  const y = series.slice(K);
  return { y, lags: y.map((_, t) => series.slice(t, t + K).reverse()) };
}

export const timeSeries = [posterior("arK-arK", autoregression, { data: ({ y, K }) => lagged(y as number[], K as number) })];
