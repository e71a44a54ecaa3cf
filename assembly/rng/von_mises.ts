/**
 * Von Mises variates of mean 0 by ratio of uniforms, which needs no inverse trigonometric function and holds for any kappa.
 *
 * Barabesi, "Generating von Mises variates by the ratio-of-uniforms method", Statistica Applicata 7 (1995) 417-426: the angle is
 * v / u, with (u, v) uniform where u <= exp(-kappa (1 - cos(v / u)) / 2), in the box 0 < u < 1, |v| < half: the largest value of
 * angle times that power is at pi for small kappa, and below 1 / sqrt(kappa) from kappa = 1.3 on.
 */
import { expScalar } from "../math/exp";
import { logScalar } from "../math/log";
import { sinScalar } from "../math/sin";
import { Stream } from "./stream";
import { nextUniform } from "./uniform";

/** In (-pi, pi]. Reads on from the stream's `next`; NaN for a kappa that is negative or not finite. */
export function vonMises(stream: Stream, kappa: f64): f64 {
  if (!(kappa >= 0 && kappa < Infinity)) return NaN;
  const half = kappa > 1.3 ? 1 / sqrt(kappa) : Math.PI * expScalar(-kappa);
  while (true) {
    const u = nextUniform(stream);
    const angle = half * (2 * nextUniform(stream) - 1) / u;
    if (!(angle > -Math.PI && angle <= Math.PI)) continue;
    const sine = sinScalar(0.5 * angle);
    if (logScalar(u) <= -kappa * sine * sine) return angle;
  }
}
