/** Random numbers in expressions: what a distribution's `random` is made of. The engine draws them when a section simulates. */
import { Expr, toNode } from "./expression.js";
import { log, neg } from "./functions.js";
import type { VariateLaw } from "./graph.js";
import { joinDims } from "./nodes.js";
import type { AnyExpr, Operand } from "./types.js";

/** Makes variates over fixed dims: each call is a fresh one, independent of all others, with one number for each row. */
export class Variates {
  constructor(readonly dims: readonly string[]) {}

  /** Between 0 and 1, ends excluded. */
  uniform(): AnyExpr {
    return this.draw("uniform");
  }

  /** Of mean 0 and standard deviation 1. */
  normal(): AnyExpr {
    return this.draw("normal");
  }

  /** Of mean 1. */
  exponential(): AnyExpr {
    return neg(log(this.uniform()));
  }

  /** The logarithm of a gamma variate of this shape and rate 1: finite however small the shape. */
  logGamma(shape: Operand): AnyExpr {
    return this.draw("logGamma", shape);
  }

  poisson(rate: Operand): AnyExpr {
    return this.draw("poisson", rate);
  }

  /** Successes in `n` trials of probability `p`. */
  binomial(n: Operand, p: Operand): AnyExpr {
    return this.draw("binomial", n, p);
  }

  /** An angle about 0. */
  vonMises(kappa: Operand): AnyExpr {
    return this.draw("vonMises", kappa);
  }

  /** How many good ones are among `drawn` from an urn of `good` and `bad`. */
  hypergeometric(good: Operand, bad: Operand, drawn: Operand): AnyExpr {
    return this.draw("hypergeometric", good, bad, drawn);
  }

  private draw(law: VariateLaw, ...parameters: readonly Operand[]): AnyExpr {
    const args = parameters.map(toNode);
    return new Expr({ kind: "variate", law, args, dims: joinDims([this.dims, ...args.map(({ dims }) => dims)]), event: [] });
  }
}
