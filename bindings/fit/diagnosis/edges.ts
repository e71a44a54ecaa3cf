/** The ends of parameters' ranges, found by the model's own map from unconstrained space, so that bounds may be expressions. */
import type { Bound } from "../../engine/bound.js";
import { type ParameterPlace, readVariable } from "../../engine/variables.js";
import type { NamedArray } from "../../posterior/array.js";
import type { Edge } from "../../posterior/diagnosis/edges.js";
import { elementDraws } from "../../posterior/modes.js";
import { elementsOf } from "../../posterior/summary.js";
import type { FitDraws } from "../draws.js";

/** Where exp underflows to 0 and the logistic function is 0 or 1. */
const FarOut = 746;
const Looks = 8;
/** Draws taken of bounds that move with other parameters. */
const Thinned = 400;
const MostElements = 2000;
/** Priors of shares and probabilities: their ends are no choice. */
const NaturalShares = /^(beta|kumaraswamy|logitNormal)\(/;

/** Of parameters that have any, and one coordinate a number. `prior` are draws by name. */
export function edgesOf(draws: FitDraws, prior: Readonly<Record<string, NamedArray>> | undefined): Edge[] {
  const bounded = draws.bound.parameters.filter(({ layout: { constraint }, width, positionWidth }) => {
    return ["positive", "lower", "upper", "interval"].includes(constraint) && width === positionWidth;
  });
  let left = MostElements;
  return bounded.flatMap((place) => {
    left -= place.rows * place.width;
    return left < 0 ? [] : edgesOfParameter(draws, place, prior?.[place.name]);
  });
}

function edgesOfParameter(draws: FitDraws, place: ParameterPlace, prior: NamedArray | undefined): Edge[] {
  const array = draws.array(place.name) as NamedArray;
  const ends = endsAt(draws, place, Looks);
  const fixed = ends.every(({ lower, upper }) => same(lower, ends[0]!.lower) && same(upper, ends[0]!.upper));
  const looks = fixed ? ends.slice(0, 1) : endsAt(draws, place, Thinned);
  return elementsOf(place.name, array).flatMap(({ label }, element) => {
    const values = elementDraws(array, element);
    return (["lower", "upper"] as const).flatMap((side): Edge[] => {
      const [{ [side]: at }] = looks as [Ends];
      const other = looks[0]![side === "lower" ? "upper" : "lower"][element]!;
      if (!Number.isFinite(at[element]!)) return [];
      const distances = fixed
        ? values.map((value) => Math.abs(value - at[element]!))
        : Float64Array.from(looks, (look) => Math.abs(values[look.draw]! - look[side][element]!));
      const priorDistances =
        fixed && prior ? elementDraws(prior, element).map((value) => Math.abs(value - at[element]!)) : undefined;
      const natural = place.layout.constraint === "positive" || NaturalShares.test(place.layout.prior);
      const width = Math.abs(other - at[element]!);
      return [{ label, side, at: fixed ? at[element]! : undefined, width, natural, distances, priorDistances }];
    });
  });
}

/** For one draw, counted over all chains, both ends of each element. */
interface Ends {
  readonly draw: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

function endsAt(source: FitDraws, place: ParameterPlace, count: number): Ends[] {
  const { bound, chains, draws } = source;
  const all = chains * draws;
  return Array.from({ length: Math.min(count, all) }, (_, k) => {
    const draw = Math.floor(((k + 0.5) * all) / Math.min(count, all));
    const chain = Math.floor(draw / draws);
    const position = bound.evaluator.unconstrain(source.compact(chain, draw % draws, (draw % draws) + 1));
    return { draw, lower: endOf(bound, place, position, -FarOut), upper: endOf(bound, place, position, FarOut) };
  });
}

function endOf(bound: Bound, place: ParameterPlace, position: Float64Array, coordinate: number): Float64Array {
  const { positionOffset, rows, positionWidth, width } = place;
  const moved = position.slice().fill(coordinate, positionOffset, positionOffset + rows * positionWidth);
  const out = new Float64Array(rows * width);
  readVariable(place, bound.evaluator.constrain(moved), 0, out, 0);
  return out;
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i] || Math.abs(value - b[i]!) <= 1e-12 * Math.abs(value));
}
