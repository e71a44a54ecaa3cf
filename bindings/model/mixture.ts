/** Mixtures: one of several distributions, chosen by weights. */
import { WasmcmcError } from "../errors.js";
import { type AnyDist, Dist, isDiscrete } from "./dist.js";
import { toNode } from "./expression.js";
import type { Node } from "./graph.js";
import { joinDims, sameList, stack } from "./nodes.js";
import { checkParameter } from "./requirement.js";
import type { AnyExpr, DimsOf, EventOf, Operand } from "./types.js";

type Components = Readonly<Record<string, AnyDist>> | readonly AnyDist[];
type Weights = AnyExpr | readonly Operand[];

type Part<C> = C extends readonly AnyDist[] ? C[number] : C[keyof C];
type PartDims<C> = Part<C> extends Dist<infer Dims, infer _, infer _> ? Dims : never;
type PartEvent<C> = Part<C> extends Dist<infer _, infer Event, infer _> ? Event : never;
/** A component's name, or those of its leaves where it is a mixture itself. */
type Paths<Name extends string, D> =
  D extends Dist<infer _, infer __, infer Inner> ? ([Inner] extends [never] ? Name : `${Name}/${Inner}`) : never;
type PathsOf<C, Keys extends keyof C> = { [Key in Keys]: Paths<Key & string, C[Key]> }[Keys];
type Names<C> = C extends readonly AnyDist[]
  ? number extends C["length"]
    ? `${number}`
    : PathsOf<C, Extract<keyof C, `${number}`>>
  : PathsOf<C, Extract<keyof C, string>>;
type WeightDims<W> = W extends readonly Operand[] ? DimsOf<W[number]> : DimsOf<W>;
type WeightCount<W> = W extends readonly Operand[] ? W["length"] : EventOf<W> extends readonly [infer K] ? K : number;

/** `unknown` where the counts agree or one is not known to the compiler (that of a record), else a text for its message. */
type SameCount<W, C> = C extends readonly AnyDist[]
  ? number extends WeightCount<W> | C["length"]
    ? unknown
    : WeightCount<W> extends C["length"]
      ? unknown
      : "one weight for each component"
  : unknown;

/**
 * Component k with probability `weights[k]`. Components are a record (its keys name them in results) or a list ("0", "1", ...);
 * weights a simplex, an event vector for each row, or a list of numbers and expressions with sum 1.
 *
 *     mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier: normal(0, sqrt(yErr.square().add(sOut))) })
 *     p(x) = sum_k weights_k p_k(x)
 *
 * Stan: log_mix, or log_sum_exp by hand; PyMC: Mixture(w, comp_dists).
 */
export function mixture<const W extends Weights, const C extends Components>(
  weights: W,
  components: C & SameCount<W, C>,
): Dist<WeightDims<W> | PartDims<C>, PartEvent<C>, Names<C>> {
  const parts = Object.entries(components as Components).map(([name, part]) => ({ name, distribution: checkPart(name, part) }));
  checkNames(
    components,
    parts.map(({ name }) => name),
  );
  const weightNode = Array.isArray(weights) ? weightList(weights) : toNode(weights);
  checkWeights(
    weightNode,
    parts.map(({ name }) => name),
  );
  const event = checkAlike(parts);
  const dims = joinDims([weightNode.dims, ...parts.map(({ distribution }) => distribution.dims)]);
  return new Dist({ kind: "mixture", weights: weightNode, components: parts, dims, event });
}

/** Numbers alone make a constant; else the elements are stacked. */
export function weightList(weights: readonly Operand[]): Node {
  return weights.every((weight) => typeof weight === "number") ? toNode(weights) : stack(weights.map(toNode));
}

function checkPart(name: string, part: unknown): AnyDist["node"] {
  if (part instanceof Dist) return part.node;
  throw new WasmcmcError({
    code: "mixture-components",
    problem: `mixture: the component ${name} is not a distribution.`,
    remedy: "Give distributions, as in { line: normal(mean, sd), outlier: normal(0, 10) }.",
    variable: name,
    value: part,
  });
}

/**
 * JavaScript moves integer-like keys of a record to its front, so that weights would no longer match. "/" stands between the names of
 * nested components, as in "field/a".
 */
function checkNames(components: unknown, names: readonly string[]): void {
  const integerLike = Array.isArray(components) ? undefined : names.find((name) => /^\d+$/.test(name));
  const wrong = integerLike ?? names.find((name) => name.includes("/"));
  if (names.length > 0 && wrong === undefined) return;
  const what = integerLike === undefined ? 'has a "/" in it' : "is an integer";
  throw new WasmcmcError({
    code: "mixture-components",
    problem: names.length === 0 ? "mixture: there are no components." : `mixture: the component name "${wrong}" ${what}.`,
    remedy: names.length === 0 ? "Give at least one." : "Name components by words, or give a list of them.",
    variable: wrong,
  });
}

function checkWeights(weights: Node, names: readonly string[]): void {
  if (weights.event.length !== 1 || weights.event[0] !== names.length) {
    const count = weights.event.length === 0 ? "the weights are a single number" : `${weights.event.join(" x ")} weights`;
    throw new WasmcmcError({
      code: "mixture-weights",
      problem: `mixture: there are ${names.length} components (${names.join(", ")}), but ${count}.`,
      remedy: "Give one weight for each component, such as param(dirichlet([1, 1])) for two.",
      variable: "weights",
      value: weights.event[0],
    });
  }
  checkParameter("mixture", "weights", "simplex", weights);
}

function isJoint(distribution: AnyDist["node"]): boolean {
  return distribution.kind === "hmm" || (distribution.kind === "plain" && distribution.joint !== undefined);
}

/** The event shape that all components share; discrete and continuous ones do not mix. */
function checkAlike(parts: readonly { name: string; distribution: AnyDist["node"] }[]): readonly number[] {
  const [first, ...others] = parts;
  const joint = parts.find(({ distribution }) => isJoint(distribution));
  if (joint !== undefined) {
    throw new WasmcmcError({
      code: "mixture-components",
      problem: `mixture: ${joint.name} is a distribution of all rows together; a mixture chooses row by row.`,
      remedy: "Give components that have a density for each row.",
      variable: joint.name,
    });
  }
  for (const other of others) {
    if (!first) break;
    const sameEvent = sameList(first.distribution.event, other.distribution.event);
    if (sameEvent && isDiscrete(first.distribution) === isDiscrete(other.distribution)) continue;
    throw new WasmcmcError({
      code: "mixture-components",
      problem: sameEvent
        ? `mixture: one of ${first.name} and ${other.name} is discrete, the other continuous.`
        : `mixture: ${first.name} has event shape [${first.distribution.event}], ${other.name} [${other.distribution.event}].`,
      remedy: "Components must be distributions of the same kind of value.",
      variable: other.name,
    });
  }
  return first?.distribution.event ?? [];
}
