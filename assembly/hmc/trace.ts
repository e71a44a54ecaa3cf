/**
 * A trace of one transition, for pictures of it: the start and then each leapfrog step in the order in which it was taken, among them
 * those of a doubling that was dropped. Nothing is written unless a chain was given room for it; draws are the same either way.
 *
 *     record   depth f64 | step f64 | logp f64 | energy f64 | position f64 x dimension | momentum f64 x dimension
 *
 * depth is the number of doublings before the one that the step belongs to (the start: 0), step the signed step size (the start: 0).
 */
import { TraceRecord } from "../layout";
import { Point } from "./point";

@unmanaged
export class Trace {
  /** Room for `capacity` records; 0 where nothing is traced. */
  records: usize;
  capacity: u32;
  /** Records of the last transition; those beyond the capacity are counted, not written. */
  count: u32;
}

export function startTrace(trace: Trace, start: Point, dimension: i32): void {
  trace.count = 0;
  tracePoint(trace, start, dimension, 0, 0);
}

export function tracePoint(trace: Trace, point: Point, dimension: i32, depth: i32, step: f64): void {
  const vector = <usize>dimension << 3;
  const place = trace.count;
  trace.count = place + 1;
  if (place >= trace.capacity) return;
  const to = trace.records + <usize>place * (<usize>TraceRecord.Vectors + 2 * vector);
  store<f64>(to, depth, TraceRecord.Depth);
  store<f64>(to, step, TraceRecord.Step);
  store<f64>(to, point.logp, TraceRecord.Logp);
  store<f64>(to, point.energy, TraceRecord.Energy);
  memory.copy(to + <usize>TraceRecord.Vectors, point.position, vector);
  memory.copy(to + <usize>TraceRecord.Vectors + vector, point.momentum, vector);
}
