/** Leave-one-out cross-validation by moving draws, of the observations for which weighing them does not do. */
import { Section } from "../../assembly/opcodes.js";
import { rowsOf } from "../engine/variables.js";
import type { Elpd } from "../posterior/comparison/elpd.js";
import { type MomentMatchOptions, momentMatch } from "../posterior/comparison/moment_match.js";
import { type Part, replaceParts, unreliable } from "../posterior/comparison/replace_parts.js";
import type { Fit } from "./fit.js";
import { checkSameRows } from "./loo_exact.js";
import { positionsOf } from "./positions.js";
import { observationNumber } from "./refit_options.js";

export interface LooMomentMatchOptions extends MomentMatchOptions {
  /** Which observation the result is of; needed where there are several. */
  readonly observation?: string;
}

/**
 * The result of `loo` with better parts where its shapes k are too high, without any refit: draws are moved, in unconstrained coordinates,
 * to match the moments of the posterior without the observation (Paananen et al. 2021). Parts whose k it does not lower stay.
 *
 *     const better = looMomentMatch(fit, loo(fit));
 *     better.paretoK.values;      // what is still too high: looExact(fit, better)
 *
 * The engine evaluates the log density, and the rows' log likelihoods, of all draws a few times for each such observation.
 * R's loo_moment_match; in ArviZ arviz_stats.loo_moment_match, which is given both functions by hand.
 */
export function looMomentMatch<M>(fit: Fit<M>, result: Elpd, options: LooMomentMatchOptions = {}): Elpd {
  const { observation, ...rest } = options;
  const number = observationNumber(fit.bound.compiled.observations, observation);
  checkSameRows(fit, number, result);
  const rows = unreliable(result, options.threshold);
  if (rows.length === 0) return replaceParts(result, new Map());
  const model = new Evaluated(fit, number);
  const positions = positionsOf(fit.source, fit.settings.seed);
  const logDensities = model.logDensity(positions);
  const parts = new Map<number, Part>();
  for (const row of rows) {
    const { elpd, k } = momentMatch(
      {
        positions,
        dimension: model.dimension,
        chains: fit.chains.length,
        logDensity: (values) => model.logDensity(values),
        logLikelihood: (values) => model.logLikelihood(values, row),
        logDensities,
      },
      { threshold: result.goodK, ...rest },
    );
    if (k < result.paretoK!.values[row]!) parts.set(row, { elpd, k });
  }
  return replaceParts(result, parts);
}

/** The model's densities at lists of positions. */
class Evaluated {
  private readonly offset: number;

  constructor(
    private readonly fit: Pick<Fit, "bound">,
    observation: number,
  ) {
    const { compiled, checked } = fit.bound;
    const before = compiled.observations.slice(0, observation);
    this.offset = before.reduce((sum, { dims }) => sum + rowsOf(dims, checked.dimSizes), 0);
  }

  get dimension(): number {
    return this.fit.bound.evaluator.dimension;
  }

  logDensity(positions: Float64Array): Float64Array {
    const { evaluator } = this.fit.bound;
    return Float64Array.from({ length: positions.length / this.dimension }, (_, draw) =>
      evaluator.logp(this.at(positions, draw)),
    );
  }

  /** Of one row of the observation. */
  logLikelihood(positions: Float64Array, row: number): Float64Array {
    const { evaluator, stored } = this.fit.bound;
    const { parameterLength } = evaluator;
    const out = new Float64Array(positions.length / this.dimension);
    const draws = new Float64Array(out.length * parameterLength);
    for (let draw = 0; draw < out.length; draw++)
      draws.set(evaluator.constrain(this.at(positions, draw)), draw * parameterLength);
    stored.forEach(Section.RowLogp, draws, (outputs, draw) => {
      out[draw] = outputs[this.offset + row]!;
    });
    return out;
  }

  private at(positions: Float64Array, draw: number): Float64Array {
    return positions.subarray(draw * this.dimension, (draw + 1) * this.dimension);
  }
}
