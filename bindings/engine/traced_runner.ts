/** A chain that is watched: each transition with the points that its tree visited. */
import { Stat, TraceRecord } from "../../assembly/layout.js";
import { type ChainJob, ChainRunner } from "./chain_runner.js";
import { outOfMemory } from "./evaluator.js";
import type { Pointer } from "./exports.js";

/** A point of phase space that a transition visited, in unconstrained coordinates. */
export interface TracedPoint {
  /** Doublings before the one that the point belongs to. */
  readonly depth: number;
  /** Signed size of the leapfrog step that led here; 0 at the start. */
  readonly step: number;
  readonly logp: number;
  /** The Hamiltonian; infinite where it is not defined. */
  readonly energy: number;
  readonly position: Float64Array;
  readonly momentum: Float64Array;
}

export interface TracedTransition {
  /** The start, then each leapfrog step in the order in which it was taken. */
  readonly points: readonly TracedPoint[];
  /** A `Stat` record. */
  readonly stats: Float64Array;
}

export class TracedRunner extends ChainRunner {
  private readonly records: Pointer;
  private readonly room: number;

  constructor(job: ChainJob) {
    super(job);
    const { exports, dimension } = this.evaluator;
    this.room = 2 ** job.settings.maxTreeDepth;
    this.records = exports.allocate(this.room * (TraceRecord.Vectors + 16 * dimension));
    if (this.records === 0) throw outOfMemory();
    exports.chainTrace(this.chain, this.records, this.room);
  }

  /** One iteration. */
  step(): TracedTransition {
    const { stats } = this.next(0, this.done + 1);
    const { exports, dimension } = this.evaluator;
    const count = exports.chainTraced(this.chain);
    const width = TraceRecord.Vectors / 8 + 2 * dimension;
    const values = new Float64Array(exports.memory.buffer, this.records, count * width).slice();
    return { points: Array.from({ length: count }, (_, i) => pointOf(values.subarray(i * width, (i + 1) * width))), stats };
  }
}

function pointOf(record: Float64Array): TracedPoint {
  const at = (offset: TraceRecord) => record[offset / 8] as number;
  const vectors = record.subarray(TraceRecord.Vectors / 8);
  return {
    depth: at(TraceRecord.Depth),
    step: at(TraceRecord.Step),
    logp: at(TraceRecord.Logp),
    energy: at(TraceRecord.Energy),
    position: vectors.slice(0, vectors.length / 2),
    momentum: vectors.slice(vectors.length / 2),
  };
}

/** The draw of a transition among its points: the one whose log density it recorded; the start where the chain stayed. */
export function chosenPoint({ points, stats }: TracedTransition): number {
  const [lp, error] = [stats[Stat.Lp] as number, stats[Stat.EnergyError] as number];
  const start = points[0]?.energy ?? Number.NaN;
  return points.findIndex(({ logp, energy }) => logp === lp && energy - start === error);
}
