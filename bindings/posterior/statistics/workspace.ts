/** The buffers with which one scalar after another is judged, all of the same number of chains and draws. */
import { EssEstimator } from "./ess_estimator.js";
import { SplitRanks } from "./ranks.js";
import { type ScalarDraws, type Sequences, splitChains, wholeChains } from "./scalar_draws.js";

/** Each part is made when it is first asked for. */
export class Workspace {
  readonly halves: Sequences;
  #ranks: SplitRanks | undefined;
  #essOfHalves: EssEstimator | undefined;
  #essOfChains: EssEstimator | undefined;
  #scratch: Float64Array | undefined;

  constructor(
    readonly chains: number,
    readonly draws: number,
  ) {
    this.halves = splitChains(chains, draws);
  }

  get whole(): Sequences {
    return wholeChains(this.chains, this.draws);
  }

  get ranks(): SplitRanks {
    this.#ranks ??= new SplitRanks(this.chains, this.draws);
    return this.#ranks;
  }

  get essOfHalves(): EssEstimator {
    this.#essOfHalves ??= new EssEstimator(this.halves);
    return this.#essOfHalves;
  }

  get essOfChains(): EssEstimator {
    this.#essOfChains ??= new EssEstimator(this.whole);
    return this.#essOfChains;
  }

  /** As many numbers as there are draws, for whoever comes next. */
  get scratch(): Float64Array {
    this.#scratch ??= new Float64Array(this.chains * this.draws);
    return this.#scratch;
  }
}

/** A workspace for scalars that come one after the other, made anew only where their shape changes. */
export function workspaceFor(): (scalar: ScalarDraws) => Workspace {
  let room: Workspace | undefined;
  return ({ chains, draws }) => {
    if (room?.chains !== chains || room.draws !== draws) room = new Workspace(chains, draws);
    return room;
  };
}
