/** Constraints: from unconstrained coordinates to values and back, each with its log-Jacobian. */
import { Op } from "../../../assembly/opcodes.js";
import type { Constraint, ParamNode } from "../../model/graph.js";
import { constraintOf as supportConstraint, supportOf } from "../../model/support.js";
import type { Effects } from "./effects.js";
import type { Expander } from "./expand.js";
import type { Range } from "./facts.js";
import { constantValue, type Term } from "./term.js";
import {
  addPlane,
  choleskyCorrelation,
  choleskyCorrelationInverse,
  pairsOf,
  unitVector,
  zeroSum,
  zeroSumInverse,
} from "./vector_constraints.js";

/** The constraint of a parameter: its own, or the one its prior's support implies. */
export function constraintOf(param: ParamNode): Constraint {
  return param.constraint ?? supportConstraint(supportOf(param.prior));
}

/** Unconstrained coordinates a row takes for an event of `width` values. */
export function unconstrainedWidth(constraint: Constraint, width: number): number {
  switch (constraint.kind) {
    case "simplex":
    case "zeroSum":
      return width - 1;
    case "choleskyCorrelation":
      return (width - Math.sqrt(width)) / 2;
    case "circular":
      return 2 * width;
    default:
      return width;
  }
}

/** Constrained values from coordinates, adding the log-Jacobian to the log density. */
export function constrain(
  expander: Expander,
  effects: Effects,
  constraint: Constraint,
  coordinates: readonly Term[],
  space: number,
): Term[] {
  const { arena } = expander;
  const [first] = coordinates as [Term, ...Term[]];
  switch (constraint.kind) {
    case "none":
      return [...coordinates];
    case "positive":
    case "lower":
    case "upper":
      return coordinates.map((u) => {
        effects.addSum(u, space);
        const scale = arena.op(Op.Exp, [u]);
        if (constraint.kind === "positive") return scale;
        const [op, bound] = constraint.kind === "lower" ? [Op.Add, constraint.lower] : [Op.Sub, constraint.upper];
        return arena.op(op as Op, [expander.scalar(bound as never), scale]);
      });
    case "affine": {
      const [offset, multiplier] = [expander.scalar(constraint.offset), expander.scalar(constraint.multiplier)];
      return coordinates.map((u) => {
        effects.addLogSum(multiplier, space);
        return arena.op(Op.Add, [arena.op(Op.Mul, [multiplier, u]), offset]);
      });
    }
    case "interval": {
      const bounds = [expander.scalar(constraint.lower), expander.scalar(constraint.upper)];
      return coordinates.map((u) => {
        const [x, logJacobian] = arena.outputs(Op.Interval, [u, ...bounds], 2, { space }) as [Term, Term];
        effects.addSum(logJacobian, space);
        return x;
      });
    }
    case "simplex": {
      const outputs = arena.outputs(Op.Simplex, coordinates, coordinates.length + 2, { space });
      effects.addSum(outputs.pop() as Term, space);
      return outputs;
    }
    case "zeroSum":
      return zeroSum(arena, coordinates);
    case "unitVector":
      return unitVector(effects, coordinates, space);
    case "circular":
      return pairsOf(coordinates).map((plane) => {
        const [cosine, sine] = plane;
        addPlane(effects, plane, space);
        return arena.op(Op.Atan2, [sine, cosine]);
      });
    case "choleskyCorrelation":
      return choleskyCorrelation(effects, coordinates, space);
    case "positiveOrdered":
    case "ordered": {
      const values = [constraint.kind === "ordered" ? first : arena.op(Op.Exp, [first])];
      if (constraint.kind === "positiveOrdered") effects.addSum(first, space);
      for (const u of coordinates.slice(1)) {
        effects.addSum(u, space);
        values.push(arena.op(Op.Add, [values[values.length - 1] as Term, arena.op(Op.Exp, [u])]));
      }
      return values;
    }
  }
}

/** Coordinates from constrained values. */
export function unconstrain(expander: Expander, constraint: Constraint, values: readonly Term[], space: number): readonly Term[] {
  const { arena } = expander;
  const log = (term: Term) => arena.op(Op.Log, [term]);
  const difference = (a: Term, b: Term) => arena.op(Op.Sub, [a, b]);
  switch (constraint.kind) {
    case "none":
      return values;
    case "positive":
      return values.map(log);
    case "lower":
      return values.map((x) => log(difference(x, expander.scalar(constraint.lower))));
    case "upper":
      return values.map((x) => log(difference(expander.scalar(constraint.upper), x)));
    case "affine": {
      const [offset, multiplier] = [expander.scalar(constraint.offset), expander.scalar(constraint.multiplier)];
      return values.map((x) => arena.op(Op.Div, [difference(x, offset), multiplier]));
    }
    case "interval": {
      const [lower, upper] = [expander.scalar(constraint.lower), expander.scalar(constraint.upper)];
      return values.map((x) => arena.op(Op.Logit, [arena.op(Op.Div, [difference(x, lower), difference(upper, lower)])]));
    }
    case "simplex":
      return arena.outputs(Op.SimplexInverse, values, values.length - 1, { space });
    case "zeroSum":
      return zeroSumInverse(arena, values);
    case "unitVector":
      return values;
    case "circular":
      return values.flatMap((x) => [arena.op(Op.Cos, [x]), arena.op(Op.Sin, [x])]);
    case "choleskyCorrelation":
      return choleskyCorrelationInverse(arena, values);
    case "positiveOrdered":
    case "ordered":
      return values.map((x, k) =>
        k > 0 ? log(difference(x, values[k - 1] as Term)) : constraint.kind === "ordered" ? x : log(x),
      );
  }
}

/** Range of the constrained values, as far as it is known without data. */
export function rangeOfConstraint(constraint: Constraint, expander: Expander): Range {
  const bound = (node: Parameters<Expander["scalar"]>[0], otherwise: number) => constantValue(expander.scalar(node)) ?? otherwise;
  switch (constraint.kind) {
    case "positive":
    case "positiveOrdered":
      return { lower: 0, upper: Infinity, open: true };
    case "lower":
      return { lower: bound(constraint.lower, -Infinity), upper: Infinity, open: true };
    case "upper":
      return { lower: -Infinity, upper: bound(constraint.upper, Infinity), open: true };
    case "interval":
      return { lower: bound(constraint.lower, -Infinity), upper: bound(constraint.upper, Infinity), open: true };
    case "simplex":
      return { lower: 0, upper: 1, open: false };
    default:
      return { lower: -Infinity, upper: Infinity, open: false };
  }
}
