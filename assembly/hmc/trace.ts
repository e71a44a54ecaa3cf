/**
 * A trace of one transition, for pictures of it: the start and then each leapfrog step in the order in which it was taken, among them
 * those of a doubling that was dropped. Nothing is written unless a chain was given room for it; draws are the same either way.
 *
 *     record   depth f64 | step f64 | logp f64 | energy f64 | position f64 x dimension | momentum f64 x dimension
 *
 * depth is the number of doublings before the one that the step belongs to (the start: 0), step the signed step size; a step of 0 is the
 * start, with which a trace begins anew.
 */
import { TraceRecord } from "../layout";
import { allocateBytes } from "../vector";
import { Point } from "./point";

@unmanaged
export class Trace {
  /** Index of `tracePoint`: called through it, it is not moved into the loop of those who do not trace. */
  write: i32;
  /** Room for `capacity` records; 0 where nothing is traced. */
  records: usize;
  capacity: u32;
  /** Records of the last transition; those beyond the capacity are counted, not written. */
  count: u32;
}

function tracePoint(trace: Trace, point: Point, dimension: i32, depth: i32, step: f64): void {
  const vector = <usize>dimension << 3;
  const place: u32 = step == 0 ? 0 : trace.count;
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

export function createTrace(records: usize, capacity: u32): Trace {
  const trace = changetype<Trace>(allocateBytes(offsetof<Trace>()));
  trace.write = tracePoint.index;
  trace.records = records;
  trace.capacity = capacity;
  return trace;
}
