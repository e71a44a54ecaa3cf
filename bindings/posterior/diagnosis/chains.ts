/** Chains that sample nothing, or not yet: stuck ones, those still on their way, and those that adapted to different steps. */
import { quantileOfSorted } from "../statistics/quantile.js";
import type { Finding } from "./diagnosis.js";
import type { DiagnosisInput, Evidence } from "./evidence.js";
import { shown } from "./evidence.js";

/** A chain that moves less often than this gives no draws worth the name; a healthy one nearly always moves. */
const FewestMoves = 0.2;
/** Stan's adaptation needs 150 iterations for its three phases; ours is a little quicker. */
const ShortestWarmup = 100;
/** The first tenth of a chain lies below this share of its last half. */
const DriftShare = 0.005;
const FewestFirst = 10;
/** The largest over the smallest in healthy fits of the tests: 2.6; of chains in different modes 5 and more. */
const LargestStepRatio = 5;
/** What a warm-up that is too short may be the cause of. */
const Trouble = ["separate-chains", "r-hat", "low-ess", "divergences", "tree-depth"];

/** A chain whose draws repeat: nearly no proposal was accepted. */
function stuckChain({ stats, arrays, rows, isParameter }: Evidence): Finding | undefined {
  const { chains, draws, lp } = stats;
  if (draws < 20) return undefined;
  const series = lp === undefined ? firstMoving(arrays, rows, isParameter, chains * draws) : Float64Array.from(lp);
  if (series === undefined) return undefined;
  const moves = Array.from({ length: chains }, (_, chain) => {
    let count = 0;
    for (let i = chain * draws + 1; i < (chain + 1) * draws; i++) if (series[i] !== series[i - 1]) count++;
    return count / (draws - 1);
  });
  const worst = moves.indexOf(Math.min(...moves));
  if (!(moves[worst]! < FewestMoves)) return undefined;
  return {
    code: "stuck-chain",
    message: `Chain ${worst} hardly moves: ${(100 * moves[worst]!).toFixed(1)} % of its draws differ from the one before.`,
    remedy:
      "Give it more `warmup`, start it elsewhere (`init`), raise `targetAccept`, or look for a density that jumps to zero inside the parameters' ranges.",
  };
}

function firstMoving(
  arrays: DiagnosisInput["arrays"],
  rows: Evidence["rows"],
  isParameter: Evidence["isParameter"],
  count: number,
): Float64Array | undefined {
  const moving = rows.find(({ variable, sd }) => isParameter(variable) && sd > 0);
  const array = moving && arrays[moving.variable];
  if (array === undefined || array.values.length % count !== 0) return undefined;
  const size = array.values.length / count;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += array.values[i * size + k]!;
    return sum;
  });
}

/** Chains whose log density is still rising, or a warm-up so short that trouble was to be expected. */
function unfinishedWarmup({ stats, settings, warnings }: Evidence): Finding | undefined {
  const drifted = driftingChains(stats);
  const seen =
    drifted.length === 0
      ? ""
      : `The log density of the first draws of ${drifted.length === 1 ? "chain" : "chains"} ${drifted.join(", ")} lies below nearly all of the last half: ${drifted.length === 1 ? "it was" : "they were"} still on the way.`;
  const { warmup } = settings ?? {};
  const remedy = `Run more \`warmup\`${warmup === undefined || warmup >= 1000 ? "" : " (1000 is the default)"}, or start nearer to where the posterior is (\`init\`).`;
  if (warmup !== undefined && warmup < ShortestWarmup) {
    if (drifted.length === 0 && !warnings.some(({ code }) => Trouble.includes(code))) return undefined;
    const message = `The warm-up had ${warmup} iterations, too few to adapt step size and metric.${seen === "" ? "" : ` ${seen}`}`;
    return { code: "short-warmup", message, remedy };
  }
  return drifted.length === 0 ? undefined : { code: "drifting", message: seen, remedy };
}

function driftingChains({ chains, draws, lp }: Evidence["stats"]): number[] {
  const tenth = Math.floor(draws / 10);
  if (lp === undefined || tenth < FewestFirst) return [];
  return Array.from({ length: chains }, (_, chain) => chain).filter((chain) => {
    const values = Float64Array.from({ length: draws }, (_, i) => lp[chain * draws + i]!);
    const first = quantileOfSorted(values.slice(0, tenth).sort(), 0.5);
    const last = values.slice(draws >> 1).sort();
    const low = quantileOfSorted(last, DriftShare);
    const spread = quantileOfSorted(last, 0.5) - low;
    return first < low - 0.1 * spread;
  });
}

/** Chains whose last step sizes differ by more than warm-up's chance. */
function unequalSteps({ stats: { chains, draws, step_size } }: Evidence): Finding | undefined {
  if (step_size === undefined || chains < 2 || draws === 0) return undefined;
  const last = Array.from({ length: chains }, (_, chain) => step_size[(chain + 1) * draws - 1]!);
  const [smallest, largest] = [Math.min(...last), Math.max(...last)];
  if (!(largest > LargestStepRatio * smallest)) return undefined;
  const [slow, fast] = [last.indexOf(smallest), last.indexOf(largest)];
  return {
    code: "step-sizes",
    message: `Chain ${slow} takes steps of ${shown(smallest)}, chain ${fast} of ${shown(largest)}.`,
    remedy: "Run more `warmup`; if they stay apart, look at the chains one by one: they may be in different places.",
  };
}

export function chainsFindings(evidence: Evidence): (Finding | undefined)[] {
  return [stuckChain(evidence), unfinishedWarmup(evidence), unequalSteps(evidence)];
}
