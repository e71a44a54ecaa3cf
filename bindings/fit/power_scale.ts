/** Power-scaling sensitivity of a fit: how much its prior, and how much its likelihood, decide what it found. */
import { Section } from "../../assembly/opcodes.js";
import { rowsOf } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import type { NamedArray } from "../posterior/array.js";
import { type PowerScaleOptions, powerScaling, type Sensitivity } from "../posterior/sensitivity/power_scaling.js";
import type { Fit } from "./fit.js";
import { densities } from "./log_prior.js";

export interface FitPowerScaleOptions extends PowerScaleOptions {
  /** Quantities to look at: all parameters and tracked expressions when absent. */
  readonly variables?: readonly string[];
  /** What counts as the prior: names of parameters (their priors) or potentials; all parameters when absent. */
  readonly priors?: readonly string[];
  /** What counts as the likelihood: names of observations or potentials; all observations when absent. */
  readonly likelihoods?: readonly string[];
}

/**
 * How much each quantity's posterior changes when the prior, or the likelihood, is raised to a power, from the draws that there are
 * (Kallioinen et al. 2024): by 0.05 or more per doubling, it matters. Prior and likelihood both: they may be in conflict; the prior
 * alone: it is strong, or the data say little.
 *
 *     console.log(String(powerScale(fit)));
 *     powerScale(fit, { priors: ["tau"] }).row("tau").prior;   // the prior of tau alone
 *
 * Priors of a hierarchy's lower levels belong to the likelihood as much as to the prior: name those at its top. As psense_summary of
 * arviz-stats 0.8 and powerscale_sensitivity of R's priorsense.
 */
export function powerScale<M>(fit: Fit<M>, options: FitPowerScaleOptions = {}): Sensitivity {
  const { variables = fit.names, priors, likelihoods, ...rest } = options;
  const known = densities(fit);
  const rows = summedRows(fit);
  const logPrior = total(priors ?? Object.keys(known.priors), { ...known.priors, ...known.potentials }, "priors");
  const logLikelihood = total(likelihoods ?? Object.keys(rows), { ...rows, ...known.potentials }, "likelihoods");
  const arrays = Object.fromEntries(variables.map((name) => [name, fit.array(name as never)]));
  return powerScaling(arrays, { logPrior: [logPrior], logLikelihood: [logLikelihood] }, rest);
}

type Columns = Readonly<Record<string, Float64Array>>;

/** Log likelihood of each observation, summed over its rows: a number a draw. */
function summedRows<M>({ source, bound }: Fit<M>): Columns {
  const { chains, draws } = source;
  const { compiled, checked } = bound;
  const sums = compiled.observations.map(({ name, dims }) => {
    return { name, rows: rowsOf(dims, checked.dimSizes), values: new Float64Array(chains * draws) };
  });
  for (let chain = 0; chain < chains; chain++) {
    source.stored.forEach(Section.RowLogp, source.compact(chain), (outputs, draw) => {
      let place = 0;
      for (const { rows, values } of sums) {
        let sum = 0;
        for (const end = place + rows; place < end; place++) sum += outputs[place]!;
        values[chain * draws + draw] = sum;
      }
    });
  }
  return Object.fromEntries(sums.map(({ name, values }) => [name, values]));
}

function total(
  names: readonly string[],
  known: Readonly<Record<string, Float64Array | NamedArray>>,
  option: string,
): Float64Array {
  const columns = names.map((name) => {
    const column = Object.hasOwn(known, name) ? known[name] : undefined;
    if (column !== undefined) return "dims" in column ? column.values : column;
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `The option ${option} names "${name}", which has no log density of that kind here.`,
      remedy: `Known: ${Object.keys(known).join(", ")}.`,
      variable: name,
    });
  });
  const [first] = columns;
  if (first === undefined) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `Nothing counts for the option ${option}.`,
      remedy: `Name some of ${Object.keys(known).join(", ") || "the model's terms"}.`,
      variable: option,
      value: names,
    });
  }
  return first.map((_, draw) => columns.reduce((sum, column) => sum + column[draw]!, 0));
}
