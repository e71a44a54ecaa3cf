/**
 * Have chains, or draws of one chain, swapped the labels of components? Draws are relabelled by their classification probabilities;
 * where that takes different permutations in different places, and fits them much better than the labels they came with, labels
 * have switched.
 *
 * "Much better" keeps healthy fits of overlapping components silent, where relabelling always gains a little: a draw counts only if
 * it gains more than `Clear` times the divergence that is left, its own and the median draw's, and than as many nats.
 */
import { medianOfSorted } from "../statistics/quantile.js";
import type { Warning } from "../warnings.js";
import { commonest, type RelabellingShape } from "./permutations.js";
import { entropyOf, Floor, fillCosts, stephens, total } from "./stephens.js";

export interface LabelSwitchingInput extends Omit<RelabellingShape, "maxIterations"> {
  /** Name of the observed mixture. */
  readonly observation: string;
  readonly names: readonly string[];
  readonly chains: number;
  /** Draws of each chain: a thinned set does. */
  readonly draws: number;
  /** Classification probabilities of draw `chain * draws + draw`, [point, component]; may be overwritten by the next call. */
  readonly probabilities: (draw: number) => ArrayLike<number>;
  /** A draw of high density, `chain * draws + draw`. */
  readonly pivot?: number;
}

const Clear = 4;
/** This share of a chain's draws, and two at least, must have switched. */
const SmallestShare = 0.02;
const Sweeps = 10;

/** A draw's own permutation, and the costs of all. */
interface DrawFit {
  readonly permutation: Uint8Array;
  readonly costs: Float64Array;
  readonly divergence: number;
}

interface Switch {
  readonly chain: number;
  /** Names of the components that changed places. */
  readonly moved: string;
}

/** A warning in words, or undefined where labels are the same everywhere. */
export function labelSwitching(input: LabelSwitchingInput): Warning | undefined {
  const { chains, draws } = input;
  const fits = fitDraws(input);
  const typical = medianOfSorted(Float64Array.from(fits, ({ divergence }) => divergence).sort());
  const isClear = ({ permutation, costs, divergence }: DrawFit, against: Uint8Array): boolean =>
    total(costs, against) - total(costs, permutation) > Clear * Math.max(1, typical, divergence);
  const ofChain = Array.from({ length: chains }, (_, chain) => fits.slice(chain * draws, (chain + 1) * draws));
  const usual = ofChain.map((each) => commonest(each.map(({ permutation }) => permutation)));
  const within: Switch[] = [];
  const steady: number[] = [];
  for (const [chain, each] of ofChain.entries()) {
    const switched = each.filter((draw) => isClear(draw, usual[chain]!));
    if (switched.length < Math.max(2, SmallestShare * draws)) steady.push(chain);
    else within.push({ chain, moved: movedNames(input.names, usual[chain]!, switched) });
  }
  if (steady.length === 0) return inWords(input.observation, [], [], within);
  const reference = commonest(steady.map((chain) => usual[chain]!));
  const between = steady.flatMap((chain) => {
    const switched = ofChain[chain]!.filter((draw) => isClear(draw, reference));
    return switched.length > draws / 2 ? [{ chain, moved: movedNames(input.names, reference, switched) }] : [];
  });
  const others = steady.filter((chain) => between.every((each) => each.chain !== chain));
  return inWords(input.observation, between, others, within);
}

function fitDraws({ probabilities, chains, draws, points, components, groups, pivot = 0 }: LabelSwitchingInput): DrawFit[] {
  const count = chains * draws;
  const shape = { draws: count, points, components, ...(groups && { groups }) };
  const { permutations, mean } = stephens({ ...shape, probabilities, pivot, maxIterations: Sweeps });
  const logMean = mean.map((share) => Math.log(Math.max(share, Floor)));
  return Array.from({ length: count }, (_, draw) => {
    const permutation = permutations.subarray(draw * components, (draw + 1) * components);
    const costs = new Float64Array(components * components);
    const shares = probabilities(draw);
    fillCosts(shares, logMean, components, costs);
    return { permutation, costs, divergence: total(costs, permutation) - entropyOf(shares, points * components) };
  });
}

function movedNames(names: readonly string[], reference: Uint8Array, draws: readonly DrawFit[]): string {
  const moved = new Set<number>();
  for (const { permutation } of draws) {
    for (const [k, label] of permutation.entries()) if (label !== reference[k]) moved.add(label);
  }
  const quoted = names.filter((_, k) => moved.has(k)).map((name) => `"${name}"`);
  return listed(quoted.length > 4 ? [...quoted.slice(0, 3), `${quoted.length - 3} more`] : quoted);
}

function inWords(
  observation: string,
  between: readonly Switch[],
  others: readonly number[],
  within: readonly Switch[],
): Warning | undefined {
  if (between.length + within.length === 0) return undefined;
  const sentences = [
    ...byMoved(between).map(({ chains, moved }) => {
      const subject = `${chainsInWords(chains, "C")} ${chains.length === 1 ? "has" : "have"}`;
      return `${subject} swapped the labels of components ${moved} of "${observation}" against ${chainsInWords(others, "c")}.`;
    }),
    ...byMoved(within).map(
      ({ chains, moved }) =>
        `The labels of components ${moved} of "${observation}" change places along ${chainsInWords(chains, "c")}.`,
    ),
  ];
  return {
    code: "label-switching",
    variable: observation,
    message: `${sentences.join(" ")} Averages over all draws mix these components.`,
    remedy: `Tell the components apart by an \`ordered\` parameter or different priors, or relabel these draws: fit.relabel("${observation}").`,
  };
}

/** Switches of the same components together. */
function byMoved(switches: readonly Switch[]): { chains: readonly number[]; moved: string }[] {
  return [...new Set(switches.map(({ moved }) => moved))].map((moved) => {
    return { chains: switches.filter((each) => each.moved === moved).map(({ chain }) => chain), moved };
  });
}

function chainsInWords(chains: readonly number[], initial: "C" | "c"): string {
  return `${initial}${chains.length === 1 ? "hain" : "hains"} ${listed(chains.map(String))}`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
