/**
 * Rewrites made while terms are built. None computes with transcendental functions: folding happens in the engine, at bind.
 * Each keeps the value, up to the rounding of a product, or is the form the engine has a kernel for.
 */
import { Op } from "../../../assembly/opcodes.js";
import type { Arena } from "./arena.js";
import { constantValue, type Term } from "./term.js";

type Rewrite = (arena: Arena, args: readonly Term[]) => Term | undefined;

const rewrites: Partial<Record<Op, readonly Rewrite[]>> = {
  [Op.Add]: [additiveIdentity],
  [Op.Sub]: [subtractZero],
  [Op.Mul]: [productOfConstants, multiplicativeIdentity, scalarsTogether],
  [Op.Div]: [divideByOne, divideByScalar],
  [Op.Neg]: [doubleNegation],
  [Op.Reciprocal]: [reciprocalOfRoot, reciprocalOfOne],
  [Op.Square]: [squareOfScaledDifference],
  [Op.Log]: [logOfExp],
  [Op.Sqrt]: [rootOfSquareOfScale],
  [Op.Pow]: [smallPower],
};

export function rewrite(arena: Arena, op: Op, args: readonly Term[]): Term | undefined {
  for (const rule of rewrites[op] ?? []) {
    const simpler = rule(arena, args);
    if (simpler !== undefined) return simpler;
  }
  return computeBeforeGather(arena, op, args);
}

/**
 * f(theta[school]) is f(theta)[school]: computed once for each school, not for each row. Not where what is gathered has more dims
 * than the rows, as a matrix has of which these are the diagonal.
 */
function computeBeforeGather(arena: Arena, op: Op, args: readonly Term[]): Term | undefined {
  const rows = args.filter((arg) => arg.space !== 0);
  const [first] = rows;
  if (first?.op !== Op.Gather || args.every((arg) => arg.dataOnly)) return undefined;
  if (rows.some((arg) => arg.op !== Op.Gather || arg.immediate !== first.immediate)) return undefined;
  const rank = (space: number) => arena.spaces.dimsOf(space).length;
  if (rank((first.args[0] as Term).space) > rank(first.space)) return undefined;
  const before = arena.op(
    op,
    args.map((arg) => (arg.space === 0 ? arg : (arg.args[0] as Term))),
  );
  return arena.across(Op.Gather, [before], first.space, first.immediate);
}

function additiveIdentity(_: Arena, [a, b]: readonly Term[]): Term | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (constantValue(a) === 0) return b;
  return constantValue(b) === 0 ? a : undefined;
}

function subtractZero(_: Arena, [a, b]: readonly Term[]): Term | undefined {
  return b !== undefined && constantValue(b) === 0 ? a : undefined;
}

/** The engine's product has the same bits. */
function productOfConstants(arena: Arena, args: readonly Term[]): Term | undefined {
  const [a, b] = args.map(constantValue);
  return a === undefined || b === undefined ? undefined : arena.constant(a * b);
}

function multiplicativeIdentity(_: Arena, [a, b]: readonly Term[]): Term | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (constantValue(a) === 1) return b;
  return constantValue(b) === 1 ? a : undefined;
}

/** (rows * s) * t is rows * (s * t): one product a row. */
function scalarsTogether(arena: Arena, args: readonly Term[]): Term | undefined {
  const scalar = args.find((arg) => arg.space === 0);
  const product = args.find((arg) => arg.space !== 0 && arg.op === Op.Mul);
  const inner = product?.args.find((arg) => arg.space === 0);
  const rows = product?.args.find((arg) => arg !== inner);
  if (scalar === undefined || inner === undefined || rows === undefined) return undefined;
  return arena.op(Op.Mul, [rows, arena.op(Op.Mul, [inner, scalar])]);
}

/** ((a - b) r)^2 is -2 times the quadratic form of a, b and r. */
function squareOfScaledDifference(arena: Arena, [a]: readonly Term[]): Term | undefined {
  if (a?.op !== Op.Mul || a.space === 0 || a.dataOnly) return undefined;
  const difference = a.args.find((arg) => arg.op === Op.Sub);
  const root = a.args.find((arg) => arg !== difference);
  if (difference === undefined || root === undefined) return undefined;
  return arena.op(Op.Mul, [arena.constant(-2), arena.op(Op.Quadratic, [...difference.args, root])]);
}

function divideByOne(_: Arena, [a, b]: readonly Term[]): Term | undefined {
  return b !== undefined && constantValue(b) === 1 ? a : undefined;
}

/** Rows over a scalar: one division, then products. */
function divideByScalar(arena: Arena, [a, b]: readonly Term[]): Term | undefined {
  if (a === undefined || b === undefined || b.space !== 0 || a.space === 0) return undefined;
  return arena.op(Op.Mul, [a, arena.op(Op.Reciprocal, [b])]);
}

function doubleNegation(_: Arena, [a]: readonly Term[]): Term | undefined {
  return a?.op === Op.Neg ? a.args[0] : undefined;
}

function reciprocalOfRoot(arena: Arena, [a]: readonly Term[]): Term | undefined {
  return a?.op === Op.Sqrt ? arena.op(Op.InverseSqrt, a.args) : undefined;
}

function reciprocalOfOne(_: Arena, [a]: readonly Term[]): Term | undefined {
  return a !== undefined && constantValue(a) === 1 ? a : undefined;
}

/** sqrt(exp(x)^2) is |exp(x)| = exp(x). */
function rootOfSquareOfScale(_: Arena, [a]: readonly Term[]): Term | undefined {
  const root = a?.op === Op.Square ? a.args[0] : undefined;
  return root?.op === Op.Exp ? root : undefined;
}

function logOfExp(_: Arena, [a]: readonly Term[]): Term | undefined {
  return a?.op === Op.Exp ? a.args[0] : undefined;
}

function smallPower(arena: Arena, [a, b]: readonly Term[]): Term | undefined {
  if (a === undefined || b === undefined) return undefined;
  switch (constantValue(b)) {
    case 1:
      return a;
    case 2:
      return arena.op(Op.Square, [a]);
    case 0.5:
      return arena.op(Op.Sqrt, [a]);
    case -1:
      return arena.op(Op.Reciprocal, [a]);
    default:
      return undefined;
  }
}
