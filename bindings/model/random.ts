/** Values drawn from distributions, as expressions over the rows that want one. */
import { describeDistribution } from "./describe.js";
import { hmmCall } from "./dist.js";
import type { Distribution, HiddenMarkovDistribution, MixtureDistribution, PlainDistribution } from "./distribution.js";
import { Expr } from "./expression.js";
import { add, eq, lt, stack, where } from "./functions.js";
import type { Node } from "./graph.js";
import { isMultivariate } from "./multivariate.js";
import { joinDims } from "./nodes.js";
import type { AnyExpr } from "./types.js";
import { Variates } from "./variates.js";

/** A draw, or why there can be none. */
export type Simulation = { readonly value: Node; readonly component?: Node } | { readonly impossible: string };

/**
 * A value for each row of `dims`; of a mixture also the number of the component it is of. `size`: how many elements a family of
 * numbers is to give.
 */
export function simulate(distribution: Distribution, dims: readonly string[], size?: number): Simulation {
  if (size !== undefined) return simulateElements(distribution, dims, size);
  switch (distribution.kind) {
    case "plain":
      return simulatePlain(distribution, dims);
    case "mixture":
      return simulateMixture(distribution, dims);
    case "hmm":
      return simulateChain(distribution, dims);
  }
}

function simulatePlain(distribution: PlainDistribution, dims: readonly string[]): Simulation {
  const { family, parameters, event } = distribution;
  if (event.length > 0 && !isMultivariate(distribution)) return simulateElements(distribution, dims, sizeOf(event));
  const variates = new Variates(joinDims([dims, distribution.dims]));
  const value = family.random?.(parameters, variates);
  return value ? { value } : { impossible: `${describeDistribution(distribution)} says no way to draw from it` };
}

function sizeOf(event: readonly number[]): number {
  return event.reduce((product, length) => product * length, 1);
}

/** Elements one by one, each with its own variates; parameters that are vectors give one number to each. */
function simulateElements(distribution: Distribution, dims: readonly string[], size: number): Simulation {
  const values: Node[] = [];
  for (let k = 0; k < size; k++) {
    const drawn = simulate(elementOf(distribution, k), dims);
    if ("impossible" in drawn) return drawn;
    values.push(drawn.value);
  }
  return { value: stack(...values.map((node) => new Expr(node) as AnyExpr)).node };
}

/** The distribution of one element of a vector whose elements are independent. */
function elementOf(distribution: Distribution, k: number): Distribution {
  if (distribution.kind !== "plain") {
    const components = distribution.components.map((part) => ({ ...part, distribution: elementOf(part.distribution, k) }));
    return { ...distribution, components, event: [] };
  }
  const parameters = Object.entries(distribution.parameters).map(([name, node]): [string, Node] => {
    const expression: AnyExpr = new Expr(node);
    return [name, node.event.length === 0 ? node : expression.at(k).node];
  });
  return { ...distribution, parameters: Object.fromEntries(parameters), event: [] };
}

/** One uniform number chooses the component; every component is drawn, and the chosen one's value kept. */
function simulateMixture(mixture: MixtureDistribution, dims: readonly string[]): Simulation {
  const all = joinDims([dims, mixture.dims]);
  const chosen = new Variates(all).uniform();
  const weights: AnyExpr = new Expr(mixture.weights);
  const drawn: { value: AnyExpr; component: AnyExpr }[] = [];
  for (const [k, { distribution }] of mixture.components.entries()) {
    const part = simulate(distribution, all);
    if ("impossible" in part) return part;
    drawn.push({ value: new Expr(part.value), component: new Expr({ kind: "constant", values: [k], dims: [], event: [] }) });
  }
  let below: AnyExpr | number = 0;
  const limits = drawn.map((_, k) => {
    below = add(below, weights.at(k)) as AnyExpr;
    return lt(chosen, below) as AnyExpr;
  });
  const last = drawn[drawn.length - 1] as (typeof drawn)[number];
  return drawn.slice(0, -1).reduceRight<{ value: Node; component: Node }>(
    (others, part, k) => ({
      value: select(limits[k] as AnyExpr, part.value, new Expr(others.value)),
      component: where(limits[k] as AnyExpr, part.component, new Expr(others.component) as AnyExpr).node,
    }),
    { value: last.value.node, component: last.component.node },
  );
}

/** A path of states, and in each row a value of its state. */
function simulateChain(chain: HiddenMarkovDistribution, dims: readonly string[]): Simulation {
  const all = joinDims([dims, chain.dims]);
  const path = hmmCall("hmmPath", chain, new Variates(all).uniform().node);
  const drawn: AnyExpr[] = [];
  for (const { distribution } of chain.components) {
    const part = simulate(distribution, all);
    if ("impossible" in part) return part;
    drawn.push(new Expr(part.value));
  }
  const state: AnyExpr = new Expr(path);
  const last = drawn[drawn.length - 1] as AnyExpr;
  const value = drawn
    .slice(0, -1)
    .reduceRight((others, own, k) => new Expr(select(eq(state, k) as AnyExpr, own, others)) as AnyExpr, last);
  return { value: value.node, component: path };
}

/** `where`, element by element where the values are vectors. */
function select(condition: AnyExpr, a: AnyExpr, b: AnyExpr): Node {
  const count = a.node.event.reduce((product, length) => product * length, 1);
  if (a.node.event.length === 0) return where(condition, a, b).node;
  const elements = Array.from({ length: count }, (_, k) => where(condition, a.at(k), b.at(k)) as AnyExpr);
  return { ...stack(...elements).node, event: a.node.event } as Node;
}
