/** Looks for swapped labels in the observed mixtures of a fit, by some of its draws and rows. */
import { Section } from "../../assembly/opcodes.js";
import { labelSwitching } from "../posterior/relabelling/label_switching.js";
import type { Warning } from "../posterior/warnings.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { FitDraws } from "./draws.js";
import { columnsOf, copyRows } from "./observation_rows.js";
import { highest } from "./relabel.js";

/** At most this many draws of each chain. */
const Draws = 100;
/** Rows that the engine evaluates, times components: draws are fewer where rows are many, but not under `FewestDraws` a chain. */
const Evaluated = 2 ** 24;
const FewestDraws = 8;
/** Numbers that relabelling goes through; rows are left out beyond it, but not under `FewestRows`. */
const Kept = 2 ** 20;
const FewestRows = 50;

/** One warning at most for each observed mixture. `lp` is the log density, [chain, draw]. */
export function switchedLabels(draws: FitDraws, lp: Float64Array): Warning[] {
  const found = draws.bound.compiled.observations.map((observation) => {
    const free = observation.mixture?.exchange?.free;
    if (free === undefined || new Set(free).size === free.length) return undefined;
    return switchedIn(draws, observation, free, lp);
  });
  return found.filter((warning) => warning !== undefined);
}

function switchedIn(draws: FitDraws, observation: ObservationLayout, groups: readonly number[], lp: Float64Array) {
  const columns = columnsOf(draws, observation);
  const { chains } = draws;
  const { rows, components } = columns;
  const affordable = Math.floor(Evaluated / (rows * components.length * chains));
  const count = Math.min(draws.draws, Math.max(FewestDraws, Math.min(Draws, affordable)));
  const points = Math.min(rows, Math.max(FewestRows, Math.floor(Kept / (chains * count * components.length))));
  const chosen = Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * draws.draws) / count));
  const size = points * components.length;
  const values = new Float64Array(chains * count * size);
  const all = new Float64Array(rows * components.length);
  for (let chain = 0; chain < chains; chain++) {
    for (const [k, draw] of chosen.entries()) {
      draws.stored.forEach(Section.Responsibilities, draws.compact(chain, draw, draw + 1), (outputs) => {
        copyRows(outputs, columns, all);
        keepRows(all, rows, components.length, values.subarray((chain * count + k) * size, (chain * count + k + 1) * size));
      });
    }
  }
  const densities = Float64Array.from({ length: chains * count }, (_, at) => {
    return lp[Math.floor(at / count) * draws.draws + chosen[at % count]!]!;
  });
  return labelSwitching({
    observation: observation.name,
    names: components,
    chains,
    draws: count,
    points,
    components: components.length,
    groups,
    probabilities: (draw) => values.subarray(draw * size, (draw + 1) * size),
    pivot: highest(densities),
  });
}

/** Rows at even distances, as many as there is room for. */
function keepRows(from: Float64Array, rows: number, width: number, out: Float64Array): void {
  const kept = out.length / width;
  for (let row = 0; row < kept; row++) {
    const start = Math.floor((row * rows) / kept) * width;
    out.set(from.subarray(start, start + width), row * width);
  }
}
