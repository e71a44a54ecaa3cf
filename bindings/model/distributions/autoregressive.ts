/** Autoregressive processes. */
import { WasmcmcError } from "../../errors.js";
import { lag, rowNumber } from "../axes.js";
import { type AnyDist, Dist, logpOf } from "../dist.js";
import { Expr, toNode } from "../expression.js";
import { family } from "../family.js";
import { add, lt, mul, stack, where } from "../functions.js";
import { joinDims } from "../nodes.js";
import { drawn } from "../random.js";
import { scan } from "../scan.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { normal } from "./normal.js";

export interface AutoregressiveOptions<C extends Operand, S extends Operand, I extends Operand> {
  /** Coefficients of the row before, the one before that, and so on. */
  readonly coefficients: readonly C[];
  /** Standard deviation of the noise. */
  readonly sigma: S;
  /** Added to each row; 0 when absent. */
  readonly intercept?: I;
  /** Distribution of each of the first rows, as many as there are coefficients. */
  readonly init: AnyDist;
}

const familyAlong = (over: string, init: AnyDist, order: number) =>
  family({
    name: "autoregressive",
    parameters: { coefficients: "real", sigma: "positive", intercept: "real" },
    support: () => ({ kind: "real" }),
    logp: (x, { coefficients, sigma, intercept }) => {
      const lags = Array.from({ length: order }, (_, k) => mul(coefficients.at(k), lag(x, over, k + 1)) as AnyExpr);
      const predicted = lags.reduce((sum, term) => add(sum, term) as AnyExpr, intercept);
      const first: AnyExpr = new Expr(logpOf(init.node, x.node));
      return where(lt(rowNumber(over), order) as AnyExpr, first, normal(predicted, sigma).logp(x) as AnyExpr);
    },
    random: ({ coefficients, sigma, intercept }, variates) => {
      const start: AnyExpr = new Expr(drawn(init.node, variates.dims));
      const noise = intercept.add(sigma.mul(variates.normal())) as AnyExpr;
      const names = Array.from({ length: order }, (_, k) => `x${k}`);
      const before = Object.fromEntries(names.map((name) => [name, 0]));
      const early = lt(rowNumber(over), order) as AnyExpr;
      const path = scan(over, before, (states) => {
        const terms = names.map((name, k) => mul(coefficients.at(k), states[name] as AnyExpr) as AnyExpr);
        const next = terms.reduce((sum, term) => add(sum, term) as AnyExpr, noise);
        const now = where(early, start, next) as AnyExpr;
        return Object.fromEntries(names.map((name, k) => [name, k === 0 ? now : (states[names[k - 1] as string] as AnyExpr)]));
      });
      return path.x0 as AnyExpr;
    },
  });

/**
 * Each row along a dim is a weighted sum of the rows before it, plus normal noise:
 *
 *     x_t ~ N(intercept + sum_k coefficients_k x_(t-k), sigma),  and init in the first rows
 *
 *     observe(y, autoregressive("time", { coefficients: [phi], sigma, init: normal(0, 10) }))
 *
 * Each row has its own conditional density. Whether the process is stationary is left to the coefficients' priors.
 * Stan: a loop over normal(alpha + beta * y[t - 1], sigma); PyMC: AR(rho, sigma, init_dist), with constant=True for the intercept.
 */
export function autoregressive<const Over extends string, C extends Operand, S extends Operand, I extends Operand = number>(
  over: Over,
  { coefficients, sigma, intercept, init }: AutoregressiveOptions<C, S, I>,
): Dist<DimsOf<C | S | I> | Over, []> {
  if (!Array.isArray(coefficients) || coefficients.length === 0) {
    throw new WasmcmcError({
      code: "parameter-value",
      problem: "autoregressive: coefficients is not a list of one or more.",
      remedy: "Give { coefficients: [phi] }, or [phi.at(0), phi.at(1)] of a vector.",
      variable: "coefficients",
      value: coefficients,
    });
  }
  const parameters = { coefficients: stack(...coefficients).node, sigma: toNode(sigma), intercept: toNode(intercept ?? 0) };
  const dims = joinDims([...Object.values(parameters).map((node) => node.dims), init.dims, [over]]);
  const node = { kind: "plain", family: familyAlong(over, init, coefficients.length), parameters, dims, event: [] } as const;
  return new Dist({ ...node, inner: [init.node] });
}
