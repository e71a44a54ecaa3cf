/** Values drawn from distributions, as expressions over the rows that want one. */
import { WasmcmcError } from "../errors.js";
import { describeDistribution } from "./describe.js";
import { hmmCall, numbersIn } from "./dist.js";
import type { Distribution, HiddenMarkovDistribution, MixtureDistribution, PlainDistribution } from "./distribution.js";
import { Expr } from "./expression.js";
import { add, eq, lt, stack, where } from "./functions.js";
import type { Node } from "./graph.js";
import { flatten } from "./leaves.js";
import { isMultivariate } from "./multivariate.js";
import { joinDims } from "./nodes.js";
import type { AnyExpr } from "./types.js";
import { Variates } from "./variates.js";

/** A draw, of a mixture with the number of its component (a leaf, where mixtures are nested); or why there can be none. */
export type Simulation = { readonly value: Node; readonly component?: Node } | Impossible;

export interface Impossible {
  readonly impossible: string;
}

/** A value for each row of `dims`. `size`: how many numbers, each with a draw of its own, a distribution of numbers is to give. */
export function simulate(distribution: Distribution, dims: readonly string[], size?: number): Simulation {
  if (size !== undefined) return simulateElements(new Array<Distribution>(size).fill(distribution), dims, [size]);
  switch (distribution.kind) {
    case "plain":
      return simulatePlain(distribution, dims);
    case "mixture":
      return simulateMixture(flatten(distribution), dims);
    case "hmm":
      return simulateChain(distribution, dims);
  }
}

/** A draw that cannot but be possible: of a distribution within another, which `simulate` has asked before. */
export function drawn(distribution: Distribution, dims: readonly string[]): Node {
  const simulation = simulate(distribution, dims);
  if (!("impossible" in simulation)) return simulation.value;
  throw new WasmcmcError({
    code: "cannot-simulate",
    problem: `There are no draws: ${simulation.impossible}.`,
    remedy: "Use distributions that can be drawn from; give a custom one its random.",
  });
}

function simulatePlain(distribution: PlainDistribution, dims: readonly string[]): Simulation {
  const { family, parameters, event, inner = [] } = distribution;
  if (event.length > 0 && !isMultivariate(distribution)) return simulateElements(elementsOf(distribution), dims, event);
  const all = joinDims([dims, distribution.dims]);
  const refused = inner.map((each) => simulate(each, all)).find((each): each is Impossible => "impossible" in each);
  if (refused !== undefined) return refused;
  const value = family.random?.(parameters, new Variates(all));
  if (value !== undefined) return { value };
  const why = family.improper ? "is improper: it has no draws" : "says no way to draw from it";
  return { impossible: `${describeDistribution(distribution)} ${why}` };
}

/** Elements one by one, each with its own variates. */
function simulateElements(distributions: readonly Distribution[], dims: readonly string[], event: readonly number[]): Simulation {
  const values: AnyExpr[] = [];
  for (const distribution of distributions) {
    const each = simulate(distribution, dims);
    if ("impossible" in each) return each;
    values.push(new Expr(each.value));
  }
  return { value: vectorOf(values, event) };
}

/** The distributions of the numbers of a vector, where they are independent: a parameter that is a vector gives one to each. */
function elementsOf(distribution: PlainDistribution): readonly Distribution[] {
  return Array.from({ length: numbersIn(distribution.event) }, (_, k) => {
    const parameters = Object.entries(distribution.parameters).map(([name, node]): [string, Node] => {
      const expression: AnyExpr = new Expr(node);
      return [name, node.event.length === 0 ? node : expression.at(k).node];
    });
    return { ...distribution, parameters: Object.fromEntries(parameters), event: [] };
  });
}

/** One uniform number chooses the component; every component is drawn, and the chosen one's value kept. */
function simulateMixture({ components, weights, ...mixture }: MixtureDistribution, dims: readonly string[]): Simulation {
  const all = joinDims([dims, mixture.dims]);
  const chosen = new Variates(all).uniform();
  const share: AnyExpr = new Expr(weights);
  let below: AnyExpr | number = 0;
  const limits = components.map((_, k): AnyExpr => {
    below = add(below, share.at(k)) as AnyExpr;
    return lt(chosen, below);
  });
  const tests = limits.slice(0, -1);
  const numbers = components.map((_, k): AnyExpr => new Expr({ kind: "constant", values: [k], dims: [], event: [] }));
  return chosenOf(components, all, tests, firstOf(tests, numbers));
}

/** A path of states, and in each row a value of its state. */
function simulateChain(chain: HiddenMarkovDistribution, dims: readonly string[]): Simulation {
  const all = joinDims([dims, chain.dims]);
  const path = hmmCall("hmmPath", chain, new Variates(all).uniform().node);
  const tests = chain.components.slice(0, -1).map((_, k): AnyExpr => eq(new Expr(path), k));
  return chosenOf(chain.components, all, tests, path);
}

/** In each row the value of the first component whose test holds; of the last one where none does. */
function chosenOf(
  components: readonly { readonly distribution: Distribution }[],
  dims: readonly string[],
  tests: readonly AnyExpr[],
  component: Node,
): Simulation {
  const values: AnyExpr[] = [];
  for (const { distribution } of components) {
    const each = simulate(distribution, dims);
    if ("impossible" in each) return each;
    values.push(new Expr(each.value));
  }
  return { value: firstOf(tests, values), component };
}

/** `where` after `where`, element by element where the values are vectors. */
function firstOf(tests: readonly AnyExpr[], values: readonly AnyExpr[]): Node {
  const { event } = (values[0] as AnyExpr).node;
  const pick = (of: (value: AnyExpr) => AnyExpr): AnyExpr =>
    tests.reduceRight((rest, test, k): AnyExpr => where(test, of(values[k] as AnyExpr), rest), of(values.at(-1) as AnyExpr));
  if (event.length === 0) return pick((value) => value).node;
  return vectorOf(
    Array.from({ length: numbersIn(event) }, (_, k) => pick((value) => value.at(k) as AnyExpr)),
    event,
  );
}

function vectorOf(elements: readonly AnyExpr[], event: readonly number[]): Node {
  return { ...stack(...elements).node, event } as Node;
}
