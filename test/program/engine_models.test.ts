/** Whole models in the engine and in the reference: log density, gradient and every section, over positions far and near. */
import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import type { Bound } from "../../bindings/engine/bound.js";
import {
  add,
  bernoulli,
  beta,
  dirichlet,
  dot,
  exp,
  gamma,
  halfCauchy,
  halfNormal,
  index,
  invLogit,
  lognormal,
  matrix,
  mean,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  sqrt,
  stack,
  studentT,
  sub,
  vector,
} from "../../bindings/index.js";
import {
  addDiagonal,
  cholesky,
  gaussianProcess,
  rename,
  solveLower,
  solveLowerTransposed,
  squaredExponential,
} from "../../bindings/model/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { referenceOf } from "./lowering.js";

/** The bound that engine gradients are held to: 64 roundings of the sum of absolute partial products. */
const ROUNDINGS = 64 * 2 ** -53;

/** Numbers from 0 to 1 that are the same everywhere (a Weyl sequence). */
const spread = (count: number, step = 0.6180339887498949) => Array.from({ length: count }, (_, i) => ((i + 1) * step) % 1);

const rows = 263;
const unit = spread(rows);
const other = spread(rows, 0.7548776662466927);

const eightSchools = {
  model: model(
    { score: vector("pupil"), x: vector("pupil"), school: index("school", "pupil"), sigma: vector("school") },
    ({ score, x, school, sigma }) => {
      const mu = param(normal(0, 5));
      const tau = param(halfCauchy(5));
      const offset = param(normal(0, 1), { dims: "school" });
      const slope = param(normal(0, 1), { dims: "school" });
      const theta = add(mu, offset.mul(tau));
      const centred = x.sub(mean(x, { by: school }).at(school));
      const predicted = theta.at(school).add(slope.at(school).mul(centred));
      return {
        mu,
        tau,
        offset,
        slope,
        theta,
        excess: theta.sub(mean(theta)),
        score: observe(score, normal(predicted, sigma.at(school))),
      };
    },
  ),
  data: {
    score: unit.map((u) => 20 * u - 5),
    x: other,
    school: unit.map((_, i) => i % 8),
    sigma: [15, 10, 16, 11, 9, 11, 10, 18],
  },
};

const rowWeights = {
  model: model({ y: vector("row"), x: vector("row") }, ({ y, x }) => {
    const slope = param(normal(0, 2));
    const mu = param(normal([0, 0], 5), { constraint: ordered() });
    const sigma = param(halfNormal([1, 2]));
    const share = invLogit(slope.mul(x));
    return {
      slope,
      mu,
      sigma,
      y: observe(y, mixture(stack(share, sub(1, share)), [normal(mu.at(0), sigma.at(0)), normal(mu.at(1), sigma.at(1))])),
    };
  }),
  data: { y: unit.map((u) => 6 * u - 3), x: other },
};

const mixed = {
  model: model({ y: vector("row") }, ({ y }) => {
    const w = param(dirichlet([1, 2, 3]));
    const nu = param(gamma(2, 0.1));
    const scale = param(lognormal(0, 1));
    return {
      w,
      nu,
      scale,
      y: observe(y, mixture(w, { core: normal(0, scale), tails: studentT(nu, 0, scale), positive: gamma(2, 1) })),
    };
  }),
  data: { y: unit.map((u) => 4 * u - 1) },
};

const fixedWeights = {
  model: model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 3));
    return { mu, y: observe(y, mixture([0.25, 0.75, 0], { near: normal(mu, 1), far: normal(mu, 10), never: normal(mu, 1e-3) })) };
  }),
  data: { y: unit },
};

const manyComponents = {
  model: model({ y: vector("row") }, ({ y }) => {
    const w = param(dirichlet(Array.from({ length: 64 }, () => 1)));
    const s = param(halfNormal(1));
    return {
      w,
      s,
      y: observe(
        y,
        mixture(
          w,
          Array.from({ length: 64 }, (_, k) => normal(k / 10, s)),
        ),
      ),
    };
  }),
  data: { y: unit.map((u) => 6 * u) },
};

const counts = {
  model: model({ n: vector("row"), hit: vector("row"), x: vector("row") }, ({ n, hit, x }) => {
    const a = param(normal(0, 1));
    const b = param(normal(0, 1));
    const p = param(beta(2, 2));
    return {
      a,
      b,
      p,
      n: observe(n, poisson(exp(a.add(b.mul(x))))),
      hit: observe(hit, bernoulli(p)),
      spread: sqrt(a.square().add(1)),
    };
  }),
  data: { n: unit.map((u) => Math.floor(5 * u)), hit: other.map((u) => (u > 0.4 ? 1 : 0)), x: other },
};

const oneComponent = {
  model: model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 1));
    return { mu, y: observe(y, mixture([1], { only: normal(mu, 2) })) };
  }),
  data: { y: unit },
};

const process = {
  model: model({ x: vector("point"), y: vector("point"), design: matrix("feature", "point") }, ({ x, y, design }) => {
    const [length, sigma] = [param(lognormal(0, 1)), param(halfNormal(1))];
    const beta = param(normal(0, 1), { dims: "feature" });
    const smooth = squaredExponential(x, rename(x, "point", "other"), { length });
    const factor = cholesky(addDiagonal(smooth, sigma.square().add(0.5), "point", "other"), "point", "other") as AnyExpr;
    const mean = dot(design, beta);
    return {
      length,
      sigma,
      beta,
      weights: solveLowerTransposed(factor, solveLower(factor, y.sub(mean), "point", "other"), "point", "other") as AnyExpr,
      y: observe(y, gaussianProcess({ mean, cholesky: factor, over: ["point", "other"] })),
    };
  }),
  data: {
    x: unit.slice(0, 7).map((u) => 4 * u),
    y: other.slice(0, 7),
    design: [unit.slice(7, 14), other.slice(7, 14), unit.slice(20, 27)],
  },
};

const cases = { process, eightSchools, rowWeights, mixed, fixedWeights, manyComponents, counts, oneComponent } as const;
const sections = [
  Section.Track,
  Section.RowLogp,
  Section.ComponentLogp,
  Section.Responsibilities,
  Section.ResponsibilitiesUnweighted,
  Section.Checks,
];

describe.each(Object.keys(cases) as (keyof typeof cases)[])("%s", (name) => {
  const subject = cases[name] as { model: (typeof cases)["mixed"]["model"]; data: (typeof cases)["mixed"]["data"] };
  const reference = referenceOf(subject.model, subject.data);
  const { evaluator }: Bound = subject.model.bind(subject.data).bound;
  const positions = [0, 0.3, 1.5].map((size) => Float64Array.from(spread(reference.dimension), (u) => size * (2 * u - 1)));

  test("has the reference's log density and gradient, within the roundings of its terms", () => {
    for (const position of positions) {
      const [ours, theirs] = [evaluator.logpAndGradient(position), reference.logpAndGradient(position)];
      expect(Math.abs(ours.logp - theirs.logp)).toBeLessThanOrEqual(ROUNDINGS * reference.absoluteTerms(position));
      const scale = reference.absolutePartials(position);
      ours.gradient.forEach((partial, i) => {
        expect(Math.abs(partial - (theirs.gradient[i] as number)), `coordinate ${i}`).toBeLessThanOrEqual(
          ROUNDINGS * (scale[i] as number),
        );
      });
    }
  });

  test("has the reference's results in every section", () => {
    const parameters = reference.constrain(positions[1] as Float64Array);
    for (const kind of sections) {
      const [ours, theirs] = [evaluator.section(kind, parameters), reference.section(kind, parameters)];
      expect(ours.length).toBe(theirs.length);
      // A few dozen roundings of numbers of the order of their largest.
      const largest = theirs.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1);
      ours.forEach((value, i) => {
        const expected = theirs[i] as number;
        if (Number.isFinite(expected)) expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-13 * largest);
        else expect(value).toBe(expected);
      });
    }
  });
});
