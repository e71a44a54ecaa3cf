/** The lowering, against densities written out by hand. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode } from "../../assembly/opcodes.js";
import { compile } from "../../bindings/fit/compile.js";
import {
  add,
  affine,
  dirichlet,
  dot,
  type Expr,
  exp,
  gamma,
  halfCauchy,
  halfNormal,
  index,
  interval,
  log,
  lognormal,
  logSumExp,
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
  studentT,
  sum,
  uniform,
  upper,
  vector,
} from "../../bindings/index.js";
import { addDiagonal, cholesky, diagonal, rename, squaredExponential } from "../../bindings/model/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { lgamma, logistic } from "../../bindings/program/reference/special.js";
import { referenceOf } from "./lowering.js";

const normalLogp = (x: number, mu: number, sigma: number) =>
  -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const logJacobianOfInterval = (u: number, width: number) => Math.log(width) + Math.log(logistic(u)) + Math.log1p(-logistic(u));

/** Both sides add a few dozen terms; 1e-12 of their sum of absolute values is far above rounding and far below any mistake. */
const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThan(1e-11 * Math.max(1, Math.abs(expected)));

const x = [0.5, 1, 2, 3.5, 5];
const y = [-10, -8.5, 12, 1, 3.9];
const yErr = [0.5, 1, 2, 1.5, 0.7];

describe("the line with outliers", () => {
  const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, (data) => {
    const m = param(uniform(0, 10), { init: 3 });
    const b = param(normal(0, 25), { init: -13 });
    const ln_s_out = param(uniform(-3, 4), { init: log(10) });
    const s_out = exp(ln_s_out.mul(2));
    const w = param(dirichlet([1, 1]));
    const components = { line: normal(m.mul(data.x).add(b), data.yErr), outlier: normal(0, sqrt(data.yErr.square().add(s_out))) };
    return { m, b, ln_s_out, w, s_out, y: observe(data.y, mixture(w, components)) };
  });
  const evaluator = referenceOf(line, { x, y, yErr });
  const position = Float64Array.of(-0.8, -12, 0.3, 0.9);

  test("has the log density that the model says, Jacobians included", () => {
    const [m, b, lnS, w0, w1] = evaluator.constrain(position) as unknown as [number, number, number, number, number];
    close(m, 10 * logistic(-0.8));
    close(lnS, -3 + 7 * logistic(0.3));
    close(w0 + w1, 1);
    const rows = x.map((at, i) => {
      const outlier = Math.sqrt((yErr[i] as number) ** 2 + Math.exp(2 * lnS));
      return Math.log(
        w0 * Math.exp(normalLogp(y[i] as number, m * at + b, yErr[i] as number)) +
          w1 * Math.exp(normalLogp(y[i] as number, 0, outlier)),
      );
    });
    const priors = -Math.log(10) + normalLogp(b, 0, 25) - Math.log(7);
    const jacobians =
      logJacobianOfInterval(-0.8, 10) + logJacobianOfInterval(0.3, 7) + Math.log(w0) + Math.log(w1) + 0.5 * Math.log(2);
    close(evaluator.logp(position), total(rows) + priors + jacobians);
  });

  test("runs its likelihood in one block stage of six instructions", () => {
    const logp = compile(line).program.sections.find(({ kind }) => kind === Section.Logp);
    const stage = logp?.stages.at(-1);
    expect(stage?.mode).toBe(StageMode.Block);
    expect(stage?.instructions.map(({ op }) => op)).toEqual([
      Op.MultiplyAdd,
      Op.Quadratic,
      Op.Add,
      Op.InverseSqrt,
      Op.Quadratic,
      Op.MixtureDensity,
    ]);
  });

  test("gives rows, priors and Jacobian that add up to the log density", () => {
    const parameters = evaluator.constrain(position);
    const rows = total([...evaluator.section(Section.RowLogp, parameters)]);
    const [, , , w0, w1] = parameters as unknown as number[];
    const jacobians =
      logJacobianOfInterval(-0.8, 10) +
      logJacobianOfInterval(0.3, 7) +
      Math.log(w0 as number) +
      Math.log(w1 as number) +
      0.5 * Math.log(2);
    close(rows + jacobians, evaluator.logp(position));
  });

  test("gives responsibilities with and without the weights", () => {
    const parameters = evaluator.constrain(position);
    const [, , lnS, w0, w1] = parameters as unknown as [number, number, number, number, number];
    const [m, b] = parameters as unknown as [number, number];
    const weighted = evaluator.section(Section.Responsibilities, parameters);
    const unweighted = evaluator.section(Section.ResponsibilitiesUnweighted, parameters);
    x.forEach((at, i) => {
      const p = Math.exp(normalLogp(y[i] as number, m * at + b, yErr[i] as number));
      const q = Math.exp(normalLogp(y[i] as number, 0, Math.sqrt((yErr[i] as number) ** 2 + Math.exp(2 * lnS))));
      close(weighted[i] as number, (w0 * p) / (w0 * p + w1 * q));
      close(unweighted[i] as number, p / (p + q));
    });
  });

  test("goes back from constrained values to coordinates", () => {
    const back = evaluator.unconstrain(evaluator.constrain(position));
    back.forEach((u, i) => {
      close(u, position[i] as number);
    });
  });
});

test("a likelihood with sufficient statistics is a few scalars once the data is bound", () => {
  const counts = model({ y: vector("row") }, (data) => {
    const rate = param(gamma(2, 1));
    return { rate, y: observe(data.y, poisson(rate)) };
  });
  const logp = compile(counts).program.sections.find(({ kind }) => kind === Section.Logp);
  expect(logp?.stages.every(({ space }) => space === 0)).toBe(true);
  const values = [3, 0, 5, 2];
  const evaluator = referenceOf(counts, { y: values });
  const rate = Math.exp(0.4);
  const expected = total(values.map((k) => k * Math.log(rate) - rate - lgamma(k + 1))) + Math.log(rate) - rate + 0.4;
  close(evaluator.logp(Float64Array.of(0.4)), expected);
});

test("labels gather, groups centre, and two dims share a model", () => {
  const groups = model(
    { y: vector("point"), x: vector("point"), school: index("school", "point"), size: vector("school") },
    (data) => {
      const mu = param(normal(0, 5));
      const tau = param(halfCauchy(5));
      const theta = param(normal(mu, tau), { dims: "school" });
      const slope = param(normal(0, 1));
      const centred = data.x.sub(mean(data.x, { by: data.school }).at(data.school));
      const effect = theta.add(data.size.mul(0.1));
      return { mu, tau, theta, slope, y: observe(data.y, normal(effect.at(data.school).add(slope.mul(centred)), 2)) };
    },
  );
  const data = { y: [1, 2, 3, 4, 5], x: [0, 1, 2, 3, 5], school: [0, 1, 0, 1, 2], size: [1, 2, 3] };
  const evaluator = referenceOf(groups, data);
  const position = Float64Array.of(0.3, -0.2, 1, 2, 3, 0.7);
  const tau = Math.exp(-0.2);
  const theta = [1, 2, 3];
  const place = [0, 1, 0, 1, 2];
  const means = [1, 2, 5];
  const rows = data.y.map((value, i) => {
    const k = place[i] as number;
    return normalLogp(value, (theta[k] as number) + 0.1 * (k + 1) + 0.7 * ((data.x[i] as number) - (means[k] as number)), 2);
  });
  const halfCauchyLogp = Math.log(2 / (Math.PI * 5)) - Math.log1p((tau / 5) ** 2);
  const priors =
    normalLogp(0.3, 0, 5) +
    halfCauchyLogp -
    0.2 +
    total(theta.map((value) => normalLogp(value, 0.3, tau))) +
    normalLogp(0.7, 0, 1);
  close(evaluator.logp(position), total(rows) + priors);
});

test("an expression less its own mean needs two passes over the rows", () => {
  const sumToZero = model({ y: vector("point") }, (data) => {
    const effect = param(normal(0, 1), { dims: "point" });
    const square = effect.square();
    return { effect, y: observe(data.y, normal(square.sub(mean(square)), 1)) };
  });
  const evaluator = referenceOf(sumToZero, { y: [1, 2, 3] });
  const effect = [0.1, -0.5, 1.2];
  const average = total(effect.map((e) => e * e)) / 3;
  const expected = total(effect.map((e, i) => normalLogp(e, 0, 1) + normalLogp(i + 1, e * e - average, 1)));
  close(evaluator.logp(Float64Array.from(effect)), expected);
  const stages = compile(sumToZero).program.sections.find(({ kind }) => kind === Section.Logp)?.stages;
  expect(stages?.map(({ mode }) => mode)).toContain(StageMode.Full);
});

test("a matrix times a vector is one product, whichever dim comes first; with scalars and numbers it is not", () => {
  const opsOf = (build: (design: AnyExpr, beta: AnyExpr, size: AnyExpr) => AnyExpr, first: "row" | "feature") => {
    const spec = { design: first === "row" ? matrix("row", "feature") : matrix("feature", "row"), y: vector("row") };
    const subject = model(spec, (data) => {
      const [beta, size] = [param(normal(0, 1), { dims: "feature" }), param(normal(0, 1))];
      return { beta, size, y: observe(data.y, normal(build(data.design, beta, size), 1)) };
    });
    const { program } = compile(subject);
    const opsIn = (kind: Section) =>
      program.sections
        .find((section) => section.kind === kind)
        ?.stages.flatMap(({ instructions }) => instructions.map(({ op }) => op));
    return { bind: opsIn(Section.Bind), logp: opsIn(Section.Logp) };
  };
  for (const first of ["row", "feature"] as const) {
    const { bind, logp } = opsOf((design, beta) => dot(design, beta), first);
    expect(logp).toContain(Op.Product);
    expect(logp).not.toContain(Op.SegmentSum);
    expect(logp).not.toContain(Op.Gather);
    // The other order is put right once, when the data is bound.
    expect(bind?.filter((op) => op === Op.Gather)).toHaveLength(first === "row" ? 0 : 1);
    expect(opsOf((design, beta) => sum(beta.mul(design), "feature"), first).logp).toContain(Op.Product);
    expect(opsOf((design, _, size) => sum(design.mul(size), "feature"), first).logp).not.toContain(Op.Product);
  }
});

test("functions of a matrix's diagonal are computed for the diagonal alone", () => {
  const determinant = model({ x: vector("point") }, ({ x }) => {
    const sigma = param(halfNormal(2));
    const other = rename(x, "point", "other");
    const covariance = addDiagonal(squaredExponential(x, other, { length: 1 }), sigma.square(), "point", "other");
    const factor = cholesky(covariance, "point", "other") as AnyExpr;
    return { sigma, logDeterminant: sum(log(diagonal(factor, "point", "other"))) };
  });
  const { program, dims } = compile(determinant);
  const stages = program.sections.find(({ kind }) => kind === Section.Track)?.stages ?? [];
  const spaceOfLog = stages.find(({ instructions }) => instructions.some(({ op }) => op === Op.Log))?.space as number;
  expect(program.spaces[spaceOfLog]?.map((dim) => dims[dim])).toEqual(["point"]);
});

test("a matrix times a vector, sums over one of two dims, and their broadcasts", () => {
  const regression = model({ design: matrix("row", "feature"), y: vector("row") }, (data) => {
    const beta = param(normal(0, 1), { dims: "feature" });
    const column = sum(data.design, "row");
    return {
      beta,
      column: column.mul(beta),
      total: sum(data.design.mul(beta)),
      y: observe(data.y, normal(dot(data.design, beta), 1)),
    };
  });
  const design = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  const evaluator = referenceOf(regression, { design, y: [1, 2, 3] });
  const beta = [0.3, -0.2];
  const means = design.map((row) => (row[0] as number) * 0.3 - (row[1] as number) * 0.2);
  const expected = total(beta.map((b) => normalLogp(b, 0, 1))) + total(means.map((at, i) => normalLogp(i + 1, at, 1)));
  close(evaluator.logp(Float64Array.from(beta)), expected);
  const tracked = evaluator.section(Section.Track, Float64Array.from(beta));
  [9 * 0.3, 12 * -0.2, total(means)].forEach((value, i) => {
    close(tracked[i] as number, value);
  });
});

test("other components go through log space, those that share a Jacobian do not", () => {
  const build = (family: "lognormal" | "studentT") =>
    model({ y: vector("row") }, (data) => {
      const w = param(dirichlet([1, 1]));
      const mu = param(normal([0, 1], 2), { constraint: ordered() });
      const other = family === "lognormal" ? lognormal(mu.at(1), 0.5) : gamma(2, exp(mu.at(1)));
      return { w, mu, y: observe(data.y, mixture(w, [lognormal(mu.at(0), 0.4), other])) };
    });
  const op = (subject: ReturnType<typeof build>) =>
    compile(subject)
      .program.sections.find(({ kind }) => kind === Section.Logp)
      ?.stages.at(-1)
      ?.instructions.at(-1)?.op;
  expect(op(build("lognormal"))).toBe(Op.MixtureDensity);
  expect(op(build("studentT"))).toBe(Op.MixtureLog);
  const evaluator = referenceOf(build("studentT"), { y: [0.5, 2] });
  const position = Float64Array.of(0.4, -0.3, 0.2);
  const [w0, w1, mu0, mu1] = evaluator.constrain(position) as unknown as [number, number, number, number];
  close(mu1, mu0 + Math.exp(0.2));
  const rows = [0.5, 2].map((value) => {
    const rate = Math.exp(mu1);
    return Math.log(
      w0 * Math.exp(normalLogp(Math.log(value), mu0, 0.4) - Math.log(value)) + w1 * rate ** 2 * value * Math.exp(-rate * value),
    );
  });
  const priors = normalLogp(mu0, 0, 2) + normalLogp(mu1, 1, 2);
  close(evaluator.logp(position), total(rows) + priors + 0.2 + Math.log(w0) + Math.log(w1) + 0.5 * Math.log(2));
});

test("constraints of one's own and bounds that are parameters", () => {
  const bounded = model({ y: vector("row") }, (data) => {
    const top = param(halfNormal(3));
    const inside = param(uniform(0, top));
    const below = param(normal(0, 1), { constraint: upper(top) });
    const cut = param(studentT(4, 0, 1), { constraint: interval(-1, 2) });
    return { top, inside, below, cut, lse: logSumExp(data.y.mul(cut)), y: observe(data.y, normal(add(inside, below), 1)) };
  });
  const evaluator = referenceOf(bounded, { y: [0.1, 0.4] });
  const position = Float64Array.of(0.5, 0.3, -0.4, 0.8);
  const [top, inside, below, cut] = evaluator.constrain(position) as unknown as [number, number, number, number];
  close(top, Math.exp(0.5));
  close(inside, top * logistic(0.3));
  close(below, top - Math.exp(-0.4));
  close(cut, -1 + 3 * logistic(0.8));
  const t = lgamma(2.5) - lgamma(2) - 0.5 * Math.log(4 * Math.PI) - 2.5 * Math.log1p(cut ** 2 / 4);
  const priors = normalLogp(top, 0, 3) + Math.log(2) - Math.log(top) + normalLogp(below, 0, 1) + t;
  const jacobians = 0.5 + logJacobianOfInterval(0.3, top) - 0.4 + logJacobianOfInterval(0.8, 3);
  const rows = total([0.1, 0.4].map((value) => normalLogp(value, inside + below, 1)));
  close(evaluator.logp(position), rows + priors + jacobians);
  const back = evaluator.unconstrain(evaluator.constrain(position));
  back.forEach((u, i) => {
    close(u, position[i] as number);
  });
});

describe("sums over groups", () => {
  const data = { y: [1, 2, 4, 8, 3], e: [1, 2, 1, 0.5, 1], g: [0, 1, 0, 0, 2], extra: [0, 0, 0, 0] };
  const rowSpaces = (subject: { readonly spec: object } & Parameters<typeof compile>[0]) =>
    compile(subject)
      .program.sections.find(({ kind }) => kind === Section.Logp)
      ?.stages.filter(({ space }) => space !== 0)
      .map(({ space }) => compile(subject).program.spaces[space]?.map((dim) => compile(subject).dims[dim]));

  test("of observed values about group means cost a draw as much as there are groups, also empty ones", () => {
    const grouped = model({ y: vector("row"), g: index("group", "row"), extra: vector("group") }, ({ y, g }) => {
      const theta = param(normal(0, 3), { dims: "group" });
      const sigma = param(halfNormal(2), { dims: "group" });
      return { theta, sigma, y: observe(y, normal(theta.at(g), sigma.at(g))) };
    });
    expect(rowSpaces(grouped)).toEqual([["group"]]);
    const evaluator = referenceOf(grouped, { y: data.y, g: data.g, extra: data.extra });
    const [theta, logSigma] = [
      [0.5, -1, 2, 7],
      [0.1, 0.2, -0.3, 0],
    ];
    const rows = data.y.map((value, i) =>
      normalLogp(value, theta[data.g[i] as number] as number, Math.exp(logSigma[data.g[i] as number] as number)),
    );
    const priors =
      total(theta.map((value) => normalLogp(value, 0, 3))) +
      total(logSigma.map((value) => normalLogp(Math.exp(value), 0, 2) + Math.log(2) + value));
    close(evaluator.logp(Float64Array.from([...theta, ...logSigma])), total(rows) + priors);
  });

  test("with known errors are weighted means", () => {
    const known = model({ y: vector("row"), e: vector("row"), g: index("group", "row") }, ({ y, e, g }) => {
      const theta = param(normal(0, 3), { dims: "group" });
      return { theta, y: observe(y, normal(theta.at(g), e)) };
    });
    expect(rowSpaces(known)).toEqual([["group"]]);
    const theta = [0.5, -1, 2];
    const rows = data.y.map((value, i) => normalLogp(value, theta[data.g[i] as number] as number, data.e[i] as number));
    const evaluator = referenceOf(known, { y: data.y, e: data.e, g: data.g });
    close(evaluator.logp(Float64Array.from(theta)), total(rows) + total(theta.map((value) => normalLogp(value, 0, 3))));
  });

  test("of one group of all rows leave no row loop at all", () => {
    const single = model({ y: vector("row") }, ({ y }) => {
      const mu = param(normal(0, 3));
      const sigma = param(halfNormal(2));
      return { mu, sigma, y: observe(y, normal(mu, sigma)) };
    });
    expect(rowSpaces(single)).toEqual([]);
    const rows = data.y.map((value) => normalLogp(value, 1.5, Math.exp(0.7)));
    const priors = normalLogp(1.5, 0, 3) + normalLogp(Math.exp(0.7), 0, 2) + Math.log(2) + 0.7;
    close(referenceOf(single, { y: data.y }).logp(Float64Array.of(1.5, 0.7)), total(rows) + priors);
  });

  test("functions of what is gathered are computed before it is gathered", () => {
    const rates = model({ n: vector("row"), x: vector("row"), g: index("group", "row") }, ({ n, x, g }) => {
      const eta = param(normal(0, 1), { dims: "group" });
      return { eta, n: observe(n, normal(exp(eta.at(g)).mul(x), 1)) };
    });
    const stages = compile(rates).program.sections.find(({ kind }) => kind === Section.Logp)?.stages ?? [];
    const spaceOfExp = stages.find(({ instructions }) => instructions.some(({ op }) => op === Op.Exp))?.space as number;
    expect(compile(rates).program.spaces[spaceOfExp]?.map((dim) => compile(rates).dims[dim])).toEqual(["group"]);
  });
});

test("affine coordinates leave the density of the values as it is", () => {
  const build = (constraint: "affine" | "none") =>
    model({ y: vector("school") }, ({ y }) => {
      const mu = param(normal(0, 5));
      const tau = param(halfCauchy(5));
      const theta = param(normal(mu, tau), { dims: "school", ...(constraint === "affine" && { constraint: affine(mu, tau) }) });
      return { mu, tau, theta, y: observe(y, normal(theta, 2)) };
    });
  const data = { y: [1, -2, 0.5] };
  const [scaled, plain] = [referenceOf(build("affine"), data), referenceOf(build("none"), data)];
  const [mu, logTau] = [0.7, -0.4];
  const coordinates = [0.3, -1.1, 2];
  const theta = coordinates.map((u) => mu + Math.exp(logTau) * u);
  const at = Float64Array.of(mu, logTau, ...coordinates);
  [...scaled.constrain(at)].forEach((value, i) => {
    close(value, [mu, Math.exp(logTau), ...theta][i] as number);
  });
  close(scaled.logp(at), plain.logp(Float64Array.of(mu, logTau, ...theta)) + 3 * logTau);
  [...scaled.unconstrain(scaled.constrain(at))].forEach((value, i) => {
    close(value, at[i] as number);
  });
});

test("a scale that is computed in many steps, each used twice by the next, is lowered in time", () => {
  const made = model({ y: vector("row") }, ({ y }) => {
    const a = param(normal(0, 1));
    // 2^60 ways lead from the last step to the first.
    let scale: Expr<never, []> = exp(a);
    for (let step = 0; step < 60; step++) scale = scale.add(scale).mul(0.5);
    return { a, y: observe(y, studentT(3, 0, scale)) };
  });
  expect(Number.isFinite(referenceOf(made, { y: [1, 2] }).logpAndGradient(Float64Array.of(0.1)).logp)).toBe(true);
});
