/** What is counted over many simulated fields: how far estimates lie from the truth, and how right the memberships are. */
import type { ClusterFit } from "../../examples/cluster/problem.js";
import type { SimulatedField } from "../../examples/cluster/simulator/field.js";

const Bins = 10;

/** Of the stars that are called members, those that are; and of the members, those that are called so. */
export interface Choice {
  readonly purity: number;
  readonly completeness: number;
}

/** Counts behind a choice at p > 0.5. */
class Chosen {
  private chosen = 0;
  private right = 0;
  private members = 0;

  add(probability: ArrayLike<number>, isMember: ArrayLike<number>): void {
    for (let row = 0; row < probability.length; row++) {
      const isChosen = probability[row]! > 0.5;
      this.members += isMember[row]!;
      if (!isChosen) continue;
      this.chosen += 1;
      this.right += isMember[row]!;
    }
  }

  get result(): Choice {
    return { purity: this.right / this.chosen, completeness: this.right / this.members };
  }
}

/** Stars whose probability is between two tenths: what was expected of them, what was found, and its binomial standard deviation. */
export interface Bin {
  stars: number;
  expected: number;
  found: number;
  variance: number;
}

const emptyBins = (): Bin[] => Array.from({ length: Bins }, () => ({ stars: 0, expected: 0, found: 0, variance: 0 }));

export class Tally {
  /** (posterior mean - truth) / posterior sd, for each field, by name; "members" is the number of members. */
  readonly deviations = new Map<string, number[]>();
  /** Of all fields together, and of each field. */
  readonly bins: Bin[] = emptyBins();
  readonly binsByField: Bin[][] = [];
  /** Largest R-hat of each fit. */
  readonly rHats: number[] = [];
  private readonly ours = new Chosen();
  private readonly best = new Chosen();

  /** `oracle` has a probability for each row that took part. */
  add(field: SimulatedField, found: ClusterFit, oracle: Float64Array): void {
    const isMember = Uint8Array.from(found.selection.rows, (row) => field.isMember[row] as number);
    for (const { name, mean, sd } of found.estimates) {
      const truth = field.truth[name];
      if (truth !== undefined) this.deviate(name, mean, sd, truth);
    }
    const count = isMember.reduce((sum, flag) => sum + flag, 0);
    this.deviate("members", found.expectedMembers.mean, found.expectedMembers.sd, count);
    this.rHats.push(Math.max(...found.fit.summary().rows.map(({ r_hat }) => r_hat)));
    this.ours.add(found.membership, isMember);
    this.best.add(oracle, isMember);
    const own = emptyBins();
    for (const [place, p] of found.membership.entries()) {
      for (const bins of [own, this.bins]) {
        const bin = bins[Math.min(Bins - 1, Math.floor(p * Bins))] as Bin;
        bin.stars += 1;
        bin.expected += p;
        bin.found += isMember[place] as number;
        bin.variance += p * (1 - p);
      }
    }
    this.binsByField.push(own);
  }

  /** In how many fields the truth lay within this many standard deviations. */
  within(name: string, sigmas: number): number {
    return (this.deviations.get(name) ?? []).filter((deviation) => Math.abs(deviation) <= sigmas).length;
  }

  /** Ours, and that of the classifier that knows the truth. */
  get choices(): { readonly ours: Choice; readonly best: Choice } {
    return { ours: this.ours.result, best: this.best.result };
  }

  private deviate(name: string, mean: number, sd: number, truth: number): void {
    this.deviations.set(name, [...(this.deviations.get(name) ?? []), (mean - truth) / sd]);
  }
}
