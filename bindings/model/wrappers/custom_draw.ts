/** Draws from a density that is only known as an expression, where its support has two ends: by inversion on a grid. */
import type { Family, PlainDistribution } from "../distribution.js";
import { Expr, toNode } from "../expression.js";
import { isMultivariate } from "../multivariate.js";
import { rangeOfSupport } from "../support.js";
import type { AnyExpr } from "../types.js";
import type { Variates } from "../variates.js";
import { Inner } from "./base.js";
import { summands } from "./mass.js";
import { placeOf } from "./truncated_draw.js";

/** Cells of equal width between the ends of a continuous support. */
const Cells = 256;
/** A discrete support of more values than this, or one whose ends are no constants, is not drawn from. */
const MaxValues = 1024;

/** A number at random, if the support of these parameters has two ends. */
export function drawnFromGrid(distribution: PlainDistribution): Pick<Family, "random"> {
  if (isMultivariate(distribution)) return {};
  const inner = new Inner(distribution.family, distribution.parameters);
  const values = summands(inner, undefined, undefined, MaxValues);
  if (values) return { random: (nodes, variates) => oneValue(new Inner(distribution.family, nodes), values, variates).node };
  const { kind } = inner.support;
  if (kind !== "interval" && kind !== "unit" && kind !== "circular") return {};
  return { random: (nodes, variates) => fromCells(new Inner(distribution.family, nodes), variates).node };
}

function oneValue(inner: Inner, values: readonly number[], variates: Variates): AnyExpr {
  const terms = values.map((value) => inner.logp(value));
  return placeOf(terms, variates.uniform()).add(values[0] as number);
}

/** A cell by its density in the middle, and a place within it. */
function fromCells(inner: Inner, variates: Variates): AnyExpr {
  const [lower, upper] = rangeOfSupport(inner.support).map((end) => new Expr(toNode(end)) as AnyExpr) as [AnyExpr, AnyExpr];
  const width = upper.sub(lower).mul(1 / Cells);
  const at = (cell: AnyExpr | number) => lower.add(width.mul(cell)) as AnyExpr;
  const terms = Array.from({ length: Cells }, (_, k) => inner.logp(at(k + 0.5)));
  return at(placeOf(terms, variates.uniform()).add(variates.uniform()));
}
