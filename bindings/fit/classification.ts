/** Classification probabilities of stored draws, one draw at a time, [row, component]: for relabelling, which goes over them again and again. */
import { Section } from "../../assembly/opcodes.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { FitDraws } from "./draws.js";
import { type Columns, columnsOf, copyRows } from "./observation_rows.js";

/** Numbers that are held at a time (64 MB): where all draws fit, the engine computes each once. */
const Held = 2 ** 23;

export class Classification {
  readonly columns: Columns;
  private readonly block: Float64Array;
  /** The draws that the block holds, from `first` up to `last`, counted over all chains. */
  private first = 0;
  private last = 0;

  constructor(
    private readonly draws: FitDraws,
    observation: ObservationLayout,
  ) {
    this.columns = columnsOf(draws, observation);
    const all = draws.chains * draws.draws;
    this.block = new Float64Array(this.size * Math.max(1, Math.min(all, Math.floor(Held / this.size))));
  }

  /** Of draw `chain * draws + draw`: a view that a later call may overwrite. */
  readonly at = (draw: number): Float64Array => {
    if (draw < this.first || draw >= this.last) this.load(draw);
    const start = (draw - this.first) * this.size;
    return this.block.subarray(start, start + this.size);
  };

  /** The most probable component of each row of each draw, [draw, row]; of equally probable ones the first. */
  allocations(): Uint8Array {
    const { rows, components } = this.columns;
    const count = components.length;
    const out = new Uint8Array(this.draws.chains * this.draws.draws * rows);
    for (let draw = 0; draw < out.length / rows; draw++) {
      const shares = this.at(draw);
      for (let row = 0; row < rows; row++) {
        let best = 0;
        for (let k = 1; k < count; k++) if (shares[row * count + k]! > shares[row * count + best]!) best = k;
        out[draw * rows + row] = best;
      }
    }
    return out;
  }

  private get size(): number {
    return this.columns.rows * this.columns.components.length;
  }

  private load(from: number): void {
    const { chains, draws, stored } = this.draws;
    this.first = from;
    this.last = Math.min(chains * draws, from + this.block.length / this.size);
    for (let chain = Math.floor(from / draws); chain * draws < this.last; chain++) {
      const start = Math.max(from, chain * draws);
      const end = Math.min(this.last, (chain + 1) * draws);
      stored.forEach(Section.Responsibilities, this.draws.compact(chain, start % draws, end - chain * draws), (outputs, k) => {
        copyRows(outputs, this.columns, this.block, (start - from + k) * this.size);
      });
    }
  }
}
