/** What a diagnosis asks of priors: draws, and how much of their mass lies beyond the posterior, in closed form where they have one. */
import { Section } from "../../../assembly/opcodes.js";
import { Bound } from "../../engine/bound.js";
import { outputPlaces, type Place, readVariable } from "../../engine/variables.js";
import { WasmcmcError } from "../../errors.js";
import { toNode } from "../../model/expression.js";
import type { Node, ParamNode } from "../../model/graph.js";
import { directArguments, reachable } from "../../model/nodes.js";
import { distributionArguments } from "../../model/traverse.js";
import type { NamedArray } from "../../posterior/array.js";
import type { TailShare } from "../../posterior/diagnosis/priors.js";
import { medianOfSorted } from "../../posterior/statistics/quantile.js";
import { elementsOf } from "../../posterior/summary.js";
import type { Withholdable } from "../../program/compiled.js";
import type { FitDraws } from "../draws.js";
import { drawParameters } from "../sample_prior.js";

/** Enough for a share of a thousandth to be seen, but no more numbers than `MostNumbers`. */
const PriorDraws = 4000;
const MostNumbers = 4e6;
const FewestPriorDraws = 100;
/** Draws at which priors are asked. */
const Thinned = 200;

/** Draws of all parameters, by name; undefined where they cannot be drawn. */
export function priorDraws(bound: Bound): Readonly<Record<string, NamedArray>> | undefined {
  const affordable = Math.floor(MostNumbers / Math.max(1, bound.evaluator.parameterLength));
  try {
    return drawParameters(bound, 0, Math.max(FewestPriorDraws, Math.min(PriorDraws, affordable)));
  } catch (error) {
    if (error instanceof WasmcmcError && error.code === "cannot-simulate") return undefined;
    throw error;
  }
}

export function improperParameters(bound: Bound): string[] {
  return bound.parameters.filter(({ layout }) => /^half[fF]lat\(|^flat\(/.test(layout.prior)).map(({ name }) => name);
}

/** What is tracked of a prior at each draw. */
type Part = "below" | "above" | "here" | "centre";

const named = (part: Part, name: string): string => `${part} ${name}`;

/**
 * Of parameters whose prior depends on no other parameter, and has both tails and a median in closed form. A model read from bytes has
 * no formulas, and none of these.
 */
export function closedTails(draws: FitDraws): TailShare[] {
  const { recompile } = draws.bound.options;
  if (recompile === undefined) return [];
  const compiled = recompile({ tracked: trackedTails });
  if (compiled.tracked.length === 0) return [];
  const bound = new Bound(compiled, draws.bound.checked, draws.bound.options);
  const places = outputPlaces(compiled.tracked, bound.checked.dimSizes);
  const outputs = thinnedOutputs(draws, bound);
  return draws.bound.parameters.flatMap(({ name }) => {
    const [below, above, here, centre] = (["below", "above", "here", "centre"] as const).map((part) => {
      const place = places.find((candidate) => candidate.name === named(part, name));
      return place && mediansOf(place, outputs);
    });
    if (below === undefined || above === undefined || here === undefined || centre === undefined) return [];
    return elementsOf(name, draws.array(name) as NamedArray).map(({ label }, k): TailShare => {
      const logShare = Math.min(at(below, k), at(above, k)) + Math.LN2;
      return { label, variable: name, logShare, drop: at(centre, k) - at(here, k) };
    });
  });
}

/** Tracked expressions in place of a model's own. */
function trackedTails({ parameters }: Withholdable): { name: string; node: Node }[] {
  return parameters.flatMap(({ name, node }) => {
    const { prior } = node;
    if (prior.kind !== "plain" || prior.joint !== undefined || !isTop(node)) return [];
    const { family, parameters: given } = prior;
    if (family.logCdf === undefined || family.logSurvival === undefined || family.quantile === undefined) return [];
    const median = family.quantile(toNode(0.5), given);
    return [
      { name: named("below", name), node: family.logCdf(node, given) },
      { name: named("above", name), node: family.logSurvival(node, given) },
      { name: named("here", name), node: family.logp(node, given) },
      { name: named("centre", name), node: family.logp(median, given) },
    ];
  });
}

function isTop({ prior }: ParamNode): boolean {
  return [...reachable(distributionArguments(prior), directArguments)].every(({ kind }) => kind !== "param");
}

function thinnedOutputs(draws: FitDraws, bound: Bound): Float64Array[] {
  const all = draws.chains * draws.draws;
  const count = Math.min(Thinned, all);
  return Array.from({ length: count }, (_, k) => {
    const draw = Math.floor(((k + 0.5) * all) / count);
    const first = draw % draws.draws;
    return bound.evaluator.section(Section.Track, draws.compact(Math.floor(draw / draws.draws), first, first + 1));
  });
}

/** Of each element over the draws. */
function mediansOf(place: Place, outputs: readonly Float64Array[]): Float64Array {
  const size = place.rows * place.width;
  const values = outputs.map((output) => {
    const out = new Float64Array(size);
    readVariable(place, output, 0, out, 0);
    return out;
  });
  return Float64Array.from({ length: size }, (_, k) => medianOfSorted(Float64Array.from(values, (each) => each[k]!).sort()));
}

/** One number may stand for all elements. */
function at(values: Float64Array, element: number): number {
  return values[values.length === 1 ? 0 : element]!;
}
