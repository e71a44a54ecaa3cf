/**
 * Logarithms of gamma variates of scale 1, so that small shapes, whose variates are below any double, are exact as well.
 *
 * Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000) 363-372, with their step from
 * shape + 1 to a shape below 1, a factor U^(1/shape), taken in logs. The logarithm of (1 + t)^3 is formed as 3 log1p(t), so that
 * the test keeps its accuracy for large shapes.
 */
import { log1pScalar } from "../math/log1p";
import { logScalar } from "../math/log";
import { normalFromBits } from "./normal";
import { Stream, nextBits } from "./stream";
import { nextUniform } from "./uniform";

/** Reads on from the stream's `next`; -inf for shape 0, NaN for a shape that is negative or not finite. */
export function logGamma(stream: Stream, shape: f64): f64 {
  if (!(shape >= 0 && shape < Infinity)) return NaN;
  const isSmall = shape < 1;
  const boost = isSmall ? logScalar(nextUniform(stream)) / shape : 0;
  const d = (isSmall ? shape + 1 : shape) - 1.0 / 3.0;
  const c = 1 / sqrt(9 * d);
  while (true) {
    const x = normalFromBits(nextBits(stream));
    const u = nextUniform(stream);
    const t = c * x;
    if (t <= -1) continue;
    const third = log1pScalar(t);
    const square = x * x;
    const isAccepted =
      u < 1 - 0.0331 * square * square || logScalar(u) < 0.5 * square + d * (3 * (third - t) - 3 * t * t - t * t * t);
    if (isAccepted) return logScalar(d) + 3 * third + boost;
  }
}
