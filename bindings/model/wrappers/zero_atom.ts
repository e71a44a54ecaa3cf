/** A probability of zero beside a distribution: what `zeroInflated` and `hurdle` have in common. */

import type { Family } from "../distribution.js";
import { logsOf } from "../distributions/count_terms.js";
import { type Formulas, family } from "../family.js";
import { add, eq, ge, logAddExp, lt, where } from "../functions.js";
import type { Node } from "../graph.js";
import type { AnyExpr } from "../types.js";
import { Inner } from "./base.js";
import { constantEnds, withZeroSupport } from "./ends.js";

type Named = Readonly<Record<string, AnyExpr>>;

export interface ZeroAtom {
  readonly name: string;
  /** What values are with probability 1 - p. */
  readonly part: Family;
  /** The name of the parameter that is the probability p of the zero that is not the part's. */
  readonly p: string;
  /** The part has a probability of 0 of its own; else its density there does not count. */
  readonly partHasZero: boolean;
}

/** 0 with probability p, else a value of the part. */
export function withZero({ name, part, p, partHasZero }: ZeroAtom): Family {
  const at = (parameters: Named) => {
    const chance = parameters[p] as AnyExpr;
    return { inner: new Inner(part, parameters), p: chance, ...logsOf(chance) };
  };
  return family<string>({
    name,
    // Zero has a probability of its own: no parameter may have it as its prior.
    discrete: true,
    parameters: { ...part.parameters, [p]: "unit" },
    support: (nodes: Readonly<Record<string, Node>>) => withZeroSupport(part.support(nodes)),
    logp: (x, parameters) => {
      const { inner, log, logNot } = at(parameters);
      const zero = partHasZero ? (logAddExp(log, add(logNot, atZero(inner))) as AnyExpr) : log;
      return where(eq(x, 0), zero, add(logNot, inner.logp(x)));
    },
    ...(part.logCdf && tails(at)),
    ...moments(part, at),
    ...(part.random && {
      random: (parameters, variates) => {
        const { inner, p: chance } = at(parameters);
        return where(lt(variates.uniform(), chance), 0, inner.random(variates));
      },
    }),
  });
}

function atZero(inner: Inner): AnyExpr {
  return constantEnds(inner.support)[0] === 0 ? inner.logpInside(0) : inner.logp(0);
}

type At = (parameters: Named) => { inner: Inner; p: AnyExpr; log: AnyExpr; logNot: AnyExpr };

function tails(at: At): Pick<Formulas<string>, "logCdf" | "logSurvival"> {
  return {
    logCdf: (x, parameters) => {
      const { inner, log, logNot } = at(parameters);
      const share = add(logNot, inner.logCdf(x)) as AnyExpr;
      return where(ge(x, 0), logAddExp(log, share), share);
    },
    logSurvival: (x, parameters) => {
      const { inner, log, logNot } = at(parameters);
      const share = add(logNot, inner.logSurvival(x)) as AnyExpr;
      return where(ge(x, 0), share, logAddExp(log, share));
    },
  };
}

function moments(part: Family, at: At): Pick<Formulas<string>, "mean" | "variance"> {
  return {
    ...(part.mean && {
      mean: (parameters) => {
        const { inner, p } = at(parameters);
        return p.neg().add(1).mul(inner.mean());
      },
    }),
    ...(part.mean &&
      part.variance && {
        variance: (parameters) => {
          const { inner, p } = at(parameters);
          return p
            .neg()
            .add(1)
            .mul(inner.variance().add(p.mul(inner.mean().square())));
        },
      }),
  };
}
