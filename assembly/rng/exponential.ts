/** Exponential variates of rate 1 by inversion, -log u: between 2^-53 and 37.43 (what 53 bits reach; the tail beyond has probability 5.6e-17). */
import { logScalar } from "../math/log";
import { Stream } from "./stream";
import { uniform } from "./uniform";

/** Draw `index` of the selected iteration and purpose. */
export function exponential(stream: Stream, index: u64): f64 {
  return -logScalar(uniform(stream, index));
}
