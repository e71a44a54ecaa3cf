/** Normal components on one column: the model for each number of components, and what the page shows of it. */
import {
  dirichlet,
  type Fit,
  log,
  lognormal,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  scalar,
  stack,
  vector,
} from "wasmcmc";
import type { Band, Effort, MixturePriors } from "../messages.js";
import { quantileBand } from "./quantile_band.js";

/** Components in the order of their means, so that their names mean something. */
function buildMixture(components: number) {
  return model(
    { value: vector("row"), center: scalar(), scale: scalar(), width: scalar(), evenness: scalar() },
    ({ value, center, scale, width, evenness }) => {
      const numbers = Array.from({ length: components }, (_, k) => k);
      const weight = param(dirichlet(stack(...numbers.map(() => evenness))));
      const mean = param(normal(center, scale.mul(2)), { size: components, constraint: ordered() });
      const sd = param(lognormal(log(width.mul(scale)), 0.5), { size: components });
      const parts = numbers.map((k) => normal(mean.at(k), sd.at(k)));
      return { weight, mean, sd, value: observe(value, mixture(weight, parts)) };
    },
  );
}

type MixtureModel = ReturnType<typeof buildMixture>;
export type MixtureFit = Fit<MixtureModel>;

const built = new Map<number, MixtureModel>();

export function mixtureModel(components: number): MixtureModel {
  const known = built.get(components) ?? buildMixture(components);
  built.set(components, known);
  return known;
}

export function mixtureData(value: Float64Array, priors: MixturePriors) {
  const center = value.reduce((sum, one) => sum + one, 0) / value.length;
  const scale = Math.sqrt(value.reduce((sum, one) => sum + (one - center) ** 2, 0) / Math.max(1, value.length - 1)) || 1;
  return { value, center, scale, width: priors.width, evenness: priors.evenness };
}

const Columns = 120;

function placesOf(values: Float64Array): Float64Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const margin = 0.06 * (high - low || 1);
  return Float64Array.from({ length: Columns }, (_, k) => low - margin + (k / (Columns - 1)) * (high - low + 2 * margin));
}

/** Draws that the curves are of: more would not be seen. */
const mostDraws = { moving: 100, full: 400 } as const;
const RootTwoPi = Math.sqrt(2 * Math.PI);

/** The mixture's density over the draws, and each component's mean curve. */
export function mixtureCurves(
  fit: MixtureFit,
  values: Float64Array,
  components: number,
  effort: Effort,
): { band: Band; curves: Float64Array[] } {
  const { weight, mean, sd } = fit.draws;
  const draws = mean.length / components;
  const x = placesOf(values);
  const curves = Array.from({ length: components }, () => new Float64Array(x.length));
  const count = Math.min(draws, mostDraws[effort]);
  const band = quantileBand(x, count, (place, i, column) => {
    const first = Math.floor((i * draws) / count) * components;
    let sum = 0;
    for (let k = 0; k < components; k++) {
      const z = (place - mean[first + k]!) / sd[first + k]!;
      const height = (weight[first + k]! * Math.exp(-0.5 * z * z)) / (sd[first + k]! * RootTwoPi);
      curves[k]![column]! += height / count;
      sum += height;
    }
    return sum;
  });
  return { band, curves };
}
