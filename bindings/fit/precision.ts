/** Watches a run that is to stop at a precision: looks after fixed numbers of draws, and bounds how far chains run ahead. */
import type { Bound } from "../engine/bound.js";
import type { Settings } from "../engine/options.js";
import { Pace } from "../engine/pace.js";
import type { ChainRecord } from "../engine/record.js";
import type { Until } from "../engine/until.js";
import { WasmcmcError } from "../errors.js";
import { DefaultHdiProbability } from "../posterior/statistics/hdi.js";
import { Summarizer } from "../posterior/statistics/summarizer.js";
import { FitDraws } from "./draws.js";

/** A look at the precision: it ends at the first number that falls short. */
export interface Look {
  /** Draws of each chain that were looked at. */
  readonly draws: number;
  readonly reached: boolean;
  /** The variable that fell short; where none did, that of the smallest effective sample size. */
  readonly variable: string;
  /** The smaller of its bulk and tail effective sample sizes, and its R-hat, by the definitions of the summary. */
  readonly ess: number;
  readonly rhat: number;
}

export class PrecisionWatch {
  readonly pace: Pace;
  latest: Look | undefined;
  private readonly every: number;
  private next: number;
  /** Variables in the order in which they are looked at: the one that fell short last comes first. */
  private readonly names: string[];

  constructor(
    private readonly bound: Bound,
    private readonly settings: Settings,
    private readonly until: Until,
    /** Draws of each chain that the run will keep, at most. */
    private readonly most: number,
  ) {
    this.every = until.every ?? most;
    this.next = Math.min(this.every, most);
    this.pace = new Pace(this.limit);
    this.names = [...(until.variables ?? bound.parameters.map(({ name }) => name))];
    const known = [...bound.parameters, ...bound.compiled.tracked].map(({ name }) => name);
    const unknown = this.names.find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `until: there is no variable "${unknown}".`,
      remedy: `Known: ${known.join(", ")}.`,
      variable: unknown,
    });
  }

  /** Looks if all chains have come to the next count; ends the run where the precision is reached, and cuts chains back to there. */
  look(records: readonly ChainRecord[]): void {
    while (!this.latest?.reached && Math.min(...records.map(({ drawCount }) => drawCount)) >= this.next) {
      this.latest = this.examine(records, this.next);
      if (this.latest.reached) {
        this.pace.set({ stopped: true });
        for (const record of records) record.cut(this.next);
      } else if (this.next === this.most) {
        return;
      } else {
        this.next = Math.min(this.next + this.every, this.most);
        this.pace.set({ limit: this.limit });
      }
    }
  }

  /** Iterations up to the look after the next one. */
  private get limit(): number {
    const { warmup, draws } = this.settings;
    return warmup + draws - this.most + this.next + this.every;
  }

  private examine(records: readonly ChainRecord[], draws: number): Look {
    const source = new FitDraws(this.bound, records, draws);
    const summarizer = new Summarizer(records.length, draws, DefaultHdiProbability);
    let worst: Look | undefined;
    for (const [place, variable] of this.names.entries()) {
      const values = source.values(variable) as Float64Array;
      const size = values.length / (records.length * draws);
      for (let element = 0; element < size; element++) {
        const column = Float64Array.from({ length: records.length * draws }, (_, i) => values[i * size + element] as number);
        const look = this.judge(summarizer, column, variable);
        if (!look.reached) {
          this.names.unshift(...this.names.splice(place, 1));
          return look;
        }
        if (worst === undefined || look.ess < worst.ess) worst = look;
      }
    }
    return worst as Look;
  }

  private judge(summarizer: Summarizer, column: Float64Array, variable: string): Look {
    const { ess_bulk, ess_tail, r_hat } = summarizer.summarize(column);
    const ess = Math.min(ess_bulk, ess_tail);
    const { ess: leastEss = 0, rhat: mostRhat = Number.POSITIVE_INFINITY } = this.until;
    // A number that never changes, such as the corner of a Cholesky factor, has no R-hat, and nothing to reach.
    const constant = column.every((value) => value === column[0]);
    const reached = constant || (ess >= leastEss && (this.until.rhat === undefined || r_hat <= mostRhat));
    return { draws: summarizer.draws, reached, variable, ess, rhat: r_hat };
  }
}
