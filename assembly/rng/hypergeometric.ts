/**
 * Hypergeometric variates by ratio of uniforms.
 *
 * Stadlober, "The ratio of uniforms approach for generating discrete random variates", J. Comput. Appl. Math. 31 (1990) 181-189,
 * algorithm HRUA without its squeezes: a box of width 2 sqrt(2 / e) sqrt(variance + 1/2) + 3 - 2 sqrt(3 / e) around mean + 1/2.
 */
import { logScalar } from "../math/log";
import { isCount, logPoisson } from "./count";
import { Stream } from "./stream";
import { nextUniform } from "./uniform";

const WIDTH_SLOPE: f64 = 1.7155277699214135;
const WIDTH_OFFSET: f64 = 0.8989161620588988;
/** Counts up to this are exact. */
const LARGEST: f64 = 9007199254740992.0;

/** Log probability of k, but for a constant: of k among `count` things, each drawn with a probability `share`. */
function weight(k: f64, count: f64, share: f64, rest: f64): f64 {
  return logPoisson(k, count * share) + logPoisson(count - k, count * rest);
}

/**
 * The number of good ones among `drawn` of `good` + `bad` things. Reads on from the stream's `next`; NaN unless all three are
 * counts, and no more are drawn than there are.
 */
export function hypergeometric(stream: Stream, good: f64, bad: f64, drawn: f64): f64 {
  const total = good + bad;
  if (!(isCount(good) && isCount(bad) && isCount(drawn) && drawn <= total && total <= LARGEST)) return NaN;
  const least = max(0, drawn - bad);
  const most = min(good, drawn);
  if (least == most) return least;
  const share = drawn / total;
  const rest = (total - drawn) / total;
  const mean = good * share;
  const width = WIDTH_SLOPE * sqrt(mean * rest * (bad / (total - 1)) + 0.5) + WIDTH_OFFSET;
  const mode = floor((drawn + 1) * ((good + 1) / (total + 2)));
  const peak = weight(mode, good, share, rest) + weight(drawn - mode, bad, share, rest);
  while (true) {
    const u = nextUniform(stream);
    const k = floor(mean + 0.5 + width * (nextUniform(stream) - 0.5) / u);
    if (k < least || k > most) continue;
    if (2 * logScalar(u) <= weight(k, good, share, rest) + weight(drawn - k, bad, share, rest) - peak) return k;
  }
}
