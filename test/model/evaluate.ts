/**
 * Computes nodes over numbers with the host's maths, and the reference's where the host has none: enough to check what a graph
 * means. Dims are not looped over: one row.
 */
import type { ElementwiseName, Node } from "../../bindings/model/graph.js";
import { logBesselI0 } from "../../bindings/program/reference/bessel.js";
import { gammaTail } from "../../bindings/program/reference/gamma_tails.js";
import { logNormalCdf, normalQuantile } from "../../bindings/program/reference/normal_tails.js";
import { erf } from "../../bindings/program/reference/special.js";

/** Values of parameters and data, row-major over the event. */
export type Values = ReadonlyMap<Node, readonly number[]>;

const elementwise: Record<ElementwiseName, (a: number, b: number, c: number) => number> = {
  neg: (a) => -a,
  square: (a) => a * a,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  log1mexp: (a) => Math.log(-Math.expm1(a)),
  softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  logistic: (a) => 1 / (1 + Math.exp(-a)),
  logit: (a) => Math.log(a / (1 - a)),
  erf,
  lgamma,
  logNormalCdf,
  normalQuantile,
  logBesselI0,
  reciprocal: (a) => 1 / a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  logAddExp: (a, b) => logSumExp([a, b]),
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  eq: (a, b) => Number(a === b),
  atan2: Math.atan2,
  logGammaCdf: (a, x) => gammaTail("cdf").forward([a, x])[0] as number,
  logGammaSurvival: (a, x) => gammaTail("survival").forward([a, x])[0] as number,
  where: (a, b, c) => (a !== 0 ? b : c),
};

export function evaluate(node: Node, values: Values = new Map()): readonly number[] {
  switch (node.kind) {
    case "constant":
      return node.values;
    case "data":
    case "param":
      return values.get(node) ?? [];
    case "gather":
      return evaluate(node.source, values);
    case "variate":
    case "call":
    case "state":
    case "scan":
      throw new Error(`${node.kind} is for the engine`);
    case "element":
      return [evaluate(node.source, values)[node.position] ?? Number.NaN];
    case "stack":
      return node.elements.flatMap((element) => evaluate(element, values));
    case "reduction": {
      const source = evaluate(node.source, values);
      const total = source.reduce((sum, value) => sum + value, 0);
      return [node.op === "logSumExp" ? logSumExp(source) : node.op === "mean" ? total / source.length : total];
    }
    case "elementwise": {
      const args = node.args.map((arg) => evaluate(arg, values));
      const length = Math.max(...args.map((arg) => arg.length));
      const at = (k: number, i: number): number => (args[k]?.length === 1 ? args[k][0] : args[k]?.[i]) ?? Number.NaN;
      return Array.from({ length }, (_, i) => elementwise[node.op](at(0, i), at(1, i), at(2, i)));
    }
  }
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return Number.isFinite(largest)
    ? largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0))
    : largest;
}

/** log Gamma for 0 < x < 100: shifted above 10, then Stirling's series; the shifts leave an error of some 2e-14. */
function lgamma(x: number): number {
  if (x < 10) return lgamma(x + 1) - Math.log(x);
  const square = 1 / (x * x);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}
