/** Observations: data with the distribution it is thought to come from. */
import { WasmcmcError } from "../errors.js";
import { describeDistribution, describeNode } from "./describe.js";
import { Dist } from "./dist.js";
import type { Observation } from "./distribution.js";
import { type Expr, toNode } from "./expression.js";
import { directArguments, quoteDims, reachable, sameList } from "./nodes.js";
import type { Shape } from "./types.js";

/** Goes into the record that a model's callback returns. `Components` are the names of a mixture's components. */
export class Observed<Components extends string> {
  /** Made by `observe`. */
  constructor(readonly node: Observation) {}

  /** Names of the components; empty if the distribution is not a mixture. */
  get components(): readonly Components[] {
    return new Dist<string, Shape, Components>(this.node.distribution).components;
  }
}

/**
 * Says that `value`, a column or an expression of data alone, comes from a distribution. The dims of the distribution are among
 * those of the value: each row of the value is one observation.
 *
 *     observe(y, normal(m.mul(x).add(b), yErr))
 */
export function observe<Dims extends string, Event extends Shape, Components extends string>(
  value: Expr<Dims, Event>,
  distribution: Dist<NoInfer<Dims>, NoInfer<Event>, Components>,
): Observed<Components> {
  const node = toNode(value);
  if (!(distribution instanceof Dist)) {
    throw new WasmcmcError({
      code: "observation-shape",
      problem: "observe(value, distribution) did not get a distribution.",
      remedy: "Write observe(y, normal(mean, sd)): the data first.",
      value: distribution,
    });
  }
  const observation: Observation = { kind: "observation", value: node, distribution: distribution.node };
  checkDataOnly(observation);
  checkShape(observation);
  return new Observed(observation);
}

function checkDataOnly({ value }: Observation): void {
  for (const node of reachable([value], directArguments)) {
    if (node.kind !== "param") continue;
    throw new WasmcmcError({
      code: "observation-not-data",
      problem: `observe got ${describeNode(value)} as the observed value, which depends on a parameter of prior ${describeDistribution(node.prior)}.`,
      remedy: "Observe data alone; what depends on parameters goes into the distribution, and a prior into param(...).",
      variable: node.name,
    });
  }
}

function checkShape({ value, distribution }: Observation): void {
  const extra = distribution.dims.find((dim) => !value.dims.includes(dim));
  if (extra !== undefined) {
    throw new WasmcmcError({
      code: "observation-shape",
      problem: `observe: the value ${describeNode(value)} is over ${quoteDims(value.dims)}, but ${describeDistribution(distribution)} is also over "${extra}".`,
      remedy: `Observe data over "${extra}", reduce it (sum, mean), or gather with .at(labels).`,
      variable: describeNode(value),
      value: extra,
    });
  }
  if (sameList(value.event, distribution.event)) return;
  throw new WasmcmcError({
    code: "observation-shape",
    problem: `observe: the value ${describeNode(value)} has event shape [${value.event}], ${describeDistribution(distribution)} has [${distribution.event}].`,
    remedy: "Give a value and a distribution of the same event shape; stack(...) makes a vector of columns.",
    variable: describeNode(value),
  });
}
