/** A program's listing. */
import { expect, test } from "vitest";
import { print } from "../../bindings/program/print.js";
import { smallProgram } from "./small_program.js";

test("a listing shows tables, sections, stages and instructions with the names that are known", () => {
  const listing = print(smallProgram(), { dims: ["star", "cluster"], columns: ["y", "yErr"], values: new Map([[5, "w[0]"]]) });
  expect(listing).toMatchInlineSnapshot(`
    "spaces    [] [star] [cluster]
    data0 = y over [star]
    data1 = yErr over [star]
    index0 from [star] to [cluster]

    bind
      stage over [star], block
        bound0 = reciprocal yErr

    transform
      stage over [], full
        w[0], parameter1, t0 = simplex u0
        logp += accumulate t0
        parameter2 = exp u1
        logp += accumulate u1
      stage over [cluster], full
        parameter3 = copy u2

    logp
      stage over [], full
        logp += guardPositive parameter2
        x0 = reciprocal parameter2
      stage over [cluster], full
        x1 = sum parameter3
      stage over [cluster], whole
        x2 = logSumExpRows parameter3
      stage over [star], block
        t1 = gather parameter3 by index0
        t2 = quadratic y, t1, bound0
        t3 = quadratic y, 0, x0
        logp += mixtureDensity w[0], parameter1, t2, t3, bound0, x0
      stage over [], full
        logp += accumulate x1, x0
        logp += accumulate x2, size[star]

    unconstrain
      stage over [], full
        u0 = simplexInverse w[0], parameter1
        u1 = log parameter2
      stage over [cluster], full
        u2 = copy parameter3

    track -> out0, out1
      stage over [star], block
        out0 = gather parameter3 by index0
      stage over [star], scan
        t4 = stateIn parameter2 #0
        t5 = rowIn y
        t6 = add t4, t5
        out1 = stateOut t6 #0"
  `);
});
