/** Mixtures of mixtures as one: their leaves, with the products of the weights on the way to them. */
import type { Distribution, HiddenMarkovDistribution, MixtureDistribution } from "./distribution.js";
import { Expr } from "./expression.js";
import { mul, stack } from "./functions.js";
import type { AnyExpr } from "./types.js";

interface Leaf {
  readonly name: string;
  readonly weight: AnyExpr;
  readonly distribution: Distribution;
}

/** The same distribution without mixtures among its components; a leaf is named by its path, "field/a". */
export function flatten<D extends MixtureDistribution | HiddenMarkovDistribution>(mixture: D): D {
  if (mixture.kind === "hmm" || mixture.components.every(({ distribution }) => distribution.kind !== "mixture")) return mixture;
  const leaves = leavesOf(mixture, "", undefined);
  const weights = stack(...leaves.map(({ weight }) => weight)).node;
  return { ...mixture, weights, components: leaves.map(({ name, distribution }) => ({ name, distribution })) };
}

function leavesOf(mixture: MixtureDistribution, path: string, share: AnyExpr | undefined): Leaf[] {
  const weights: AnyExpr = new Expr(mixture.weights);
  return mixture.components.flatMap(({ name, distribution }, k) => {
    const own = weights.at(k) as AnyExpr;
    const weight = share === undefined ? own : (mul(share, own) as AnyExpr);
    const full = `${path}${name}`;
    return distribution.kind === "mixture" ? leavesOf(distribution, `${full}/`, weight) : [{ name: full, weight, distribution }];
  });
}
