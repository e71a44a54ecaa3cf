/** Mixtures and observations of vectors with a covariance for each row: engine against reference, and against densities by hand. */
import { describe, expect, test } from "vitest";
import { Op, Section } from "../../assembly/opcodes.js";
import {
  covarianceOf,
  dirichlet,
  errorCovariance,
  flat,
  lkjCholesky,
  mixture,
  model,
  mvNormal,
  mvStudentT,
  normal,
  observe,
  param,
  positive,
  scaleRows,
  stack,
  vector,
} from "../../bindings/index.js";
import { referenceOf } from "./lowering.js";

/** The bound that engine gradients are held to: 64 roundings of the sum of absolute partial products. */
const ROUNDINGS = 64 * 2 ** -53;

/** Numbers from 0 to 1 that are the same everywhere (a Weyl sequence). */
const spread = (count: number, step = 0.6180339887498949) => Array.from({ length: count }, (_, i) => ((i + 1) * step) % 1);

const rows = 263;
const [u, v, w, s, t] = [0.618, 0.754877, 0.56984, 0.2899, 0.8191].map((step) => spread(rows, step)) as [
  number[],
  number[],
  number[],
  number[],
  number[],
];
const data = {
  x: u.map((a) => 6 * a - 3),
  y: v.map((a) => 6 * a - 3),
  z: w.map((a) => 4 * a - 2),
  sx: s.map((a) => 0.1 + a),
  sy: t.map((a) => 0.1 + a),
  rho: u.map((a) => 1.6 * a - 0.8),
};
const spec = {
  x: vector("star"),
  y: vector("star"),
  z: vector("star"),
  sx: vector("star"),
  sy: vector("star"),
  rho: vector("star"),
};
const deviations = (size: 2 | 3) => param(flat(), { size, constraint: positive() });

const pairs = model(spec, ({ x, y, sx, sy, rho }) => {
  const weights = param(dirichlet([1, 1, 1]));
  const mu = param(normal(0, 2), { size: 2 });
  const sigma = deviations(2);
  const L = param(lkjCholesky(2, 2));
  const wide = param(flat(), { constraint: positive() });
  const errors = errorCovariance(sx, sy, rho);
  const cluster = mvNormal(mu, { covariance: covarianceOf(sigma, L).add(errors) });
  const field = mvNormal([0, 0], { covariance: errorCovariance(wide, 3, 0).add(errors) });
  const noise = mvNormal([0, 0], {
    cholesky: [
      [4, 0],
      [0, 5],
    ],
  });
  return { weights, mu, sigma, L, wide, pm: observe(stack(x, y), mixture(weights, { cluster, field, noise })) };
});

const triples = model(spec, ({ x, y, z, sx, sy, rho }) => {
  const weights = param(dirichlet([1, 1]));
  const mu = param(normal(0, 2), { size: 3 });
  const sigma = deviations(3);
  const L = param(lkjCholesky(3, 1));
  const errors = errorCovariance([sx, sy, 0.5], [rho, 0.1, 0]);
  const cluster = mvNormal(mu, { covariance: covarianceOf(sigma, L).add(errors) });
  const field = mvNormal([0, 0, 0], { cholesky: scaleRows(sigma, L) });
  return { weights, mu, sigma, L, all: observe(stack(x, y, z), mixture(weights, { cluster, field })) };
});

/** Student's t has no density form: the mixture's general path. Four dimensions: the factor is unrolled. */
const quadruples = model(spec, ({ x, y, z, sx, rho }) => {
  const weights = param(dirichlet([1, 1]));
  const mu = param(normal(0, 2), { size: 4 });
  const L = param(lkjCholesky(4, 1));
  const sigma = param(flat(), { constraint: positive() });
  const errors = errorCovariance([sx, 0.2, 0.5, 1], [rho, 0, 0, 0, 0, 0]);
  const cluster = mvNormal(mu, { covariance: covarianceOf(stack(sigma, 1, 1, 1), L).add(errors) });
  const field = mvStudentT(4, [0, 0, 0, 0], { cholesky: scaleRows(stack(sigma, 2, 2, 2), L) });
  return { weights, mu, L, sigma, all: observe(stack(x, y, z, x.mul(y)), mixture(weights, { cluster, field })) };
});

const single = model(spec, ({ x, y, sx, sy, rho }) => {
  const mu = param(normal(0, 2), { size: 2 });
  const sigma = deviations(2);
  const L = param(lkjCholesky(2, 2));
  const errors = errorCovariance(sx, sy, rho);
  return {
    mu,
    sigma,
    L,
    rows: observe(stack(x, y), mvNormal(mu, { covariance: covarianceOf(sigma, L).add(errors) })),
    same: observe(stack(y, x), mvNormal(mu, { cholesky: scaleRows(sigma, L) })),
    one: observe(stack(x), mvNormal([mu.at(0)], { covariance: [[sx.square().add(sigma.at(0))]] })),
    heavy: observe(stack(x, y), mvStudentT(3, mu, { covariance: errors })),
  };
});

const cases = { pairs, triples, quadruples, single } as const;
const sections = [Section.RowLogp, Section.ComponentLogp, Section.Responsibilities, Section.Checks];

describe.each(Object.keys(cases) as (keyof typeof cases)[])("%s", (name) => {
  const subject = cases[name] as typeof pairs;
  const reference = referenceOf(subject, data);
  const { evaluator } = subject.bind(data).bound;
  const positions = [0, 0.3, 1.2].map((size) => Float64Array.from(spread(reference.dimension), (x) => size * (2 * x - 1)));

  test("have the reference's log density and gradient, within the roundings of their terms", () => {
    for (const position of positions) {
      const [ours, theirs] = [evaluator.logpAndGradient(position), reference.logpAndGradient(position)];
      expect(Number.isFinite(theirs.logp)).toBe(true);
      expect(Math.abs(ours.logp - theirs.logp)).toBeLessThanOrEqual(ROUNDINGS * reference.absoluteTerms(position));
      const scale = reference.absolutePartials(position);
      ours.gradient.forEach((partial, i) => {
        expect(Math.abs(partial - theirs.gradient[i]!), `coordinate ${i}`).toBeLessThanOrEqual(ROUNDINGS * scale[i]!);
      });
    }
  });

  test("have the gradient that differences give", () => {
    const position = positions[1]!;
    const { gradient } = evaluator.logpAndGradient(position);
    gradient.forEach((partial, j) => {
      const [plus, minus] = [1e-5, -1e-5].map((step) => {
        const moved = Float64Array.from(position);
        moved[j] = moved[j]! + step;
        return evaluator.logpAndGradient(moved).logp;
      }) as [number, number];
      // Some hundred of log density: rounding leaves 1e-13 / 1e-5.
      expect(Math.abs((plus - minus) / 2e-5 - partial)).toBeLessThan(1e-6 * Math.max(100, Math.abs(partial)));
    });
  });

  test("have the reference's results in every section", () => {
    const parameters = reference.constrain(positions[1]!);
    for (const kind of sections) {
      const [ours, theirs] = [evaluator.section(kind, parameters), reference.section(kind, parameters)];
      const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      ours.forEach((value, i) => {
        // A few dozen roundings of numbers of the order of their largest.
        expect(Math.abs(value - theirs[i]!)).toBeLessThanOrEqual(1e-13 * largest);
      });
    }
  });
});

test("a row's density is that of its own covariance", () => {
  const { evaluator } = pairs.bind(data).bound;
  const parameters = evaluator.constrain(Float64Array.from(spread(evaluator.dimension), (x) => x - 0.5));
  // Of 3 weights, 2 means, 2 deviations and 4 elements of the factor the first 11 places, then the width.
  const [sd1, sd2] = [parameters[5]!, parameters[6]!];
  const r = parameters[9]!;
  const logp = evaluator.section(Section.ComponentLogp, parameters);
  for (const i of [0, 100, 262]) {
    const a = sd1 ** 2 + data.sx[i]! ** 2;
    const b = sd1 * sd2 * r + data.rho[i]! * data.sx[i]! * data.sy[i]!;
    const c = sd2 ** 2 + data.sy[i]! ** 2;
    const [dx, dy] = [data.x[i]! - parameters[3]!, data.y[i]! - parameters[4]!];
    const det = a * c - b * b;
    const byHand = -(c * dx * dx - 2 * b * dx * dy + a * dy * dy) / (2 * det) - Math.log(det) / 2 - Math.log(2 * Math.PI);
    expect(Math.abs(logp[i]! - byHand)).toBeLessThan(1e-12 * Math.abs(byHand));
  }
});

test("mixtures of normals of vectors take the fast path", () => {
  const ops = (made: typeof pairs) =>
    new Set(
      made
        .bind(data)
        .bound.compiled.program.sections.flatMap(({ stages }) =>
          stages.flatMap(({ instructions }) => instructions.map(({ op }) => op)),
        ),
    );
  expect(ops(pairs).has(Op.MixtureDensity)).toBe(true);
  expect(ops(pairs).has(Op.MixtureLog)).toBe(false);
});

test("a covariance that parameters make indefinite has the log density -inf, and a diagnosis", () => {
  const made = model(spec, ({ x, y }) => {
    const off = param(normal(0, 1));
    return {
      off,
      pm: observe(
        stack(x, y),
        mvNormal([0, 0], {
          covariance: [
            [1, off],
            [off, 1],
          ],
        }),
      ),
    };
  });
  const target = made.bind(data);
  expect(target.logp(Float64Array.of(1.5))).toBe(-Infinity);
  expect(target.diagnose(Float64Array.of(1.5))).toMatchObject({
    code: "non-finite-start",
    variable: 'observation "pm": covariance',
  });
  expect(target.logp(Float64Array.of(0.5))).toBeGreaterThan(-Infinity);
});
