/**
 * Other linear regressions: party preference, a temperature by year, design matrices of several columns, the price of diamonds.
 */
import {
  affine,
  cholesky,
  dot,
  eq,
  flat,
  halfNormal,
  halfStudentT,
  matrix,
  mean,
  model,
  normal,
  observe,
  param,
  potential,
  rename,
  scalar,
  solveLowerTransposed,
  studentT,
  vector,
} from "../../bindings/index.js";
import { flatCoefficients, flatScale, linear } from "./linear.js";
import { posterior } from "./posterior.js";

const row = vector("row");
const voter = { partyid7: row, real_ideo: row, race_adj: row, age_discrete: row, educ1: row, gender: row, income: row };

const partyPreference = model(voter, ({ partyid7, real_ideo, race_adj, age_discrete, educ1, gender, income }) => {
  const beta = flatCoefficients(9);
  const sigma = flatScale();
  const ages = [2, 3, 4].map((age) => eq(age_discrete, age));
  const expected = linear(beta, [real_ideo, race_adj, ...ages, educ1, gender, income]);
  return { beta, sigma, partyid7: observe(partyid7, normal(expected, sigma)) };
});

const trend = model(
  { x: row, y: row, pmualpha: scalar(), psalpha: scalar(), pmubeta: scalar(), psbeta: scalar() },
  ({ x, y, pmualpha, psalpha, pmubeta, psbeta }) => {
    const beta = param(normal(pmubeta, psbeta));
    // Years are about 4000, so that the line's height at 0 is all but decided by its slope. Sampled is the height in the middle.
    const alpha = param(normal(pmualpha, psalpha), { constraint: affine(beta.mul(mean(x)).neg(), 1) });
    const sigma = flatScale();
    return { alpha, beta, sigma, y: observe(y, normal(alpha.add(beta.mul(x)), sigma)) };
  },
);

const designMatrix = model({ X: matrix("row", "feature"), y: row }, ({ X, y }) => {
  const beta = param(normal(0, 10), { dims: "feature" });
  const sigma = param(halfNormal(10));
  return { beta, sigma, y: observe(y, normal(dot(X, beta), sigma)) };
});

/**
 * The columns are powers and kinds of the same few measures, and the coefficients correlated so strongly that paths of hundreds
 * of steps are needed. Sampled are `whitened` coordinates, of which they are a linear function: those in which the
 * least-squares posterior has no correlations. The Jacobian is constant, so the prior of b counts as it stands.
 */
const diamonds = model({ X: matrix("row", "feature"), Y: row }, ({ X, Y }) => {
  const means = mean(X, "row");
  const centred = X.sub(means);
  const factor = cholesky(dot(centred, rename(centred, "feature", "other"), "row"), "feature", "other");
  const whitened = param(flat(), { dims: "feature" });
  const b = solveLowerTransposed(factor, whitened, "feature", "other");
  const Intercept = param(studentT(3, 8, 10));
  const sigma = param(halfStudentT(3, 10));
  const b_Intercept = Intercept.sub(dot(means, b));
  const prior = potential(normal(0, 1).logp(b));
  return { whitened, b, Intercept, sigma, b_Intercept, prior, Y: observe(Y, normal(dot(centred, b).add(Intercept), sigma)) };
});

const withoutFirst = (matrix: readonly number[][]) => matrix.map(([, ...others]) => others);

export const regressions = [
  ...["nes1972-nes", "nes1976-nes", "nes1992-nes", "nes2000-nes"].map((name) => posterior(name, partyPreference)),
  posterior("kilpisjarvi_mod-kilpisjarvi", trend),
  // The columns of its design add up to nearly nothing.
  posterior("sblrc-blr", designMatrix, { options: { metric: "dense" } }),
  posterior("sblri-blr", designMatrix),
  posterior("diamonds-diamonds", diamonds, {
    data: ({ X, Y }) => ({ X: withoutFirst(X as number[][]), Y: Y as number[] }),
  }),
];
