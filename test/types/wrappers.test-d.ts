/** Type tests of wrapped and custom distributions, checked by `tsc --noEmit`: a line under `@ts-expect-error` must not compile. */
import {
  binomial,
  categorical,
  censored,
  custom,
  type Dist,
  type Expr,
  hurdle,
  log,
  mixture,
  normal,
  orderedLogistic,
  poisson,
  stack,
  sub,
  truncated,
  where,
  zeroInflated,
} from "../../bindings/model/index.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(...same: Same<A, B> extends true ? [] : [A, B]): void;

declare const rate: Expr<"site", []>;
declare const time: Expr<"patient", []>;
declare const died: Expr<"patient", []>;
declare const shares: Expr<"row", [3]>;

// Dims of the base and of the wrapper's own parameters join.
const counts = zeroInflated(poisson(rate), 0.2);
same<typeof counts, Dist<"site", []>>();
const cut = truncated(normal(0, 1), time, Number.POSITIVE_INFINITY);
same<typeof cut, Dist<"patient", []>>();
const survival = censored(normal(rate, 1), Number.NEGATIVE_INFINITY, where(died, Number.POSITIVE_INFINITY, time));
same<typeof survival, Dist<"site" | "patient", []>>();
const two = hurdle(poisson([1, 2]), 0.3);
same<typeof two, Dist<never, [2]>>();

// A value is a number, whatever the shape of the vector that tells its probabilities.
const choice = categorical(shares);
same<typeof choice, Dist<"row", []>>();
const listed = categorical([rate, sub(1, rate)]);
same<typeof listed, Dist<"site", []>>();
const graded = orderedLogistic(rate, [-1, 0, 2]);
same<typeof graded, Dist<"site", []>>();

// @ts-expect-error a mixture has no distribution function to cut: its components do
truncated(mixture([0.5, 0.5], [normal(0, 1), normal(1, 1)]), 0, 1);
// @ts-expect-error a bound is a number or an expression
truncated(normal(0, 1), [0, 1], 2);
// @ts-expect-error probabilities are a vector or a list
categorical(0.5);

const own = custom({
  name: "own",
  parameters: { rate, slope: 2 },
  support: "positive",
  logp: (x, { rate, slope }) => log(rate).sub(rate.mul(x)).mul(slope),
});
same<typeof own, Dist<"site", []>>();
const vector = custom({ name: "pair", parameters: { rate }, event: [2], logp: (x, { rate }) => x.at(0).add(x.at(1)).mul(rate) });
same<typeof vector, Dist<"site", [2]>>();
// @ts-expect-error a formula gets the parameters by their names
custom({ name: "own", parameters: { rate }, logp: (x, { scale }) => x.mul(scale) });
// @ts-expect-error a requirement is for a parameter that there is
custom({ name: "own", parameters: { rate }, requirements: { scale: "positive" }, logp: (x) => x });
// @ts-expect-error there is no such support
custom({ name: "own", parameters: {}, support: "half", logp: (x) => x });

stack(binomial(3, 0.2).logp(1), 0);
