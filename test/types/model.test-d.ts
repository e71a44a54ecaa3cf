/** Type tests of the model layer, checked by `tsc --noEmit`: a line under `@ts-expect-error` must not compile. Nothing here runs. */
import {
  type ComponentNames,
  calc,
  covarianceOf,
  type DataOf,
  type Dist,
  type Draws,
  dirichlet,
  dot,
  type Expr,
  errorCovariance,
  exp,
  gt,
  halfNormal,
  index,
  lkjCholesky,
  log,
  type MixtureNames,
  matrix,
  mean,
  mixture,
  model,
  multinomial,
  mvNormal,
  mvStudentT,
  normal,
  observe,
  ordered,
  param,
  scaleRows,
  sqrt,
  stack,
  sum,
  uniform,
  vector,
  where,
  zeroSumNormal,
} from "../../bindings/model/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => undefined;

// The example of the design, as printed.
const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const m = param(uniform(0, 10), { init: 3 });
  const b = param(normal(0, 25), { init: -13 });
  const ln_s_out = param(uniform(-3, 4), { init: log(10) });
  const s_out = exp(ln_s_out.mul(2));
  const w = param(dirichlet([1, 1]));
  return {
    m,
    b,
    ln_s_out,
    w,
    s_out,
    y: observe(
      y,
      mixture(w, {
        line: normal(m.mul(x).add(b), yErr),
        outlier: normal(0, sqrt(yErr.square().add(s_out))),
      }),
    ),
  };
});

// 1. Draws are typed by name; observations are not draws.
declare const draws: Draws<typeof line>;
const m: Float64Array = draws.m;
const tracked: Float64Array = draws.s_out;
// @ts-expect-error an observation has no draws
draws.y;
// @ts-expect-error no such result
draws.slope;
holds<Equal<keyof typeof draws, "m" | "b" | "ln_s_out" | "w" | "s_out">>();

// 2. Only observed mixtures have a membership.
holds<Equal<MixtureNames<typeof line>, "y">>();
holds<Equal<ComponentNames<typeof line, "y">, "line" | "outlier">>();

declare const flag: boolean;
const conditional = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const slope = param(normal(0, 1));
  const plain = normal(slope.mul(x), 1);
  if (!flag) return { slope, y: observe(y, plain) };
  const w = param(dirichlet([1, 1]));
  return { slope, w, y: observe(y, mixture(w, { line: plain, outlier: normal(0, 10) })) };
});
holds<Equal<MixtureNames<typeof conditional>, "y">>();
holds<Equal<ComponentNames<typeof conditional, "y">, "line" | "outlier">>();
declare const conditionalDraws: Draws<typeof conditional>;
const slope: Float64Array = conditionalDraws.slope;
// @ts-expect-error w may be left out
const sometimes: Float64Array = conditionalDraws.w;
const maybe: Float64Array | undefined = conditionalDraws.w;
holds<Equal<keyof typeof conditionalDraws, "slope" | "w">>();

const optional = model({ y: vector("point") }, ({ y }) => {
  const mu = param(normal(0, 1));
  const nu = param(uniform(0, 1));
  return { mu, ...(flag ? { nu } : {}), y: observe(y, normal(mu, 1)) };
});
declare const optionalDraws: Draws<typeof optional>;
holds<Equal<typeof optionalDraws.nu, Float64Array | undefined>>();
holds<Equal<MixtureNames<typeof optional>, never>>();

// 3. A simplex does not broadcast.
model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const w = param(dirichlet([1, 1]));
  const share: Expr<never, []> = w.at(0);
  // @ts-expect-error a value for each point is no single value
  const single: Expr<never, []> = x;
  const column: Expr<"point", []> = share;
  holds<Equal<typeof w, Expr<never, [2]>>>();
  // @ts-expect-error a simplex does not broadcast over points
  w.mul(x);
  // @ts-expect-error in neither order
  x.mul(w);
  // @ts-expect-error nor in a function
  where(gt(x, 0), w, 1);
  // @ts-expect-error events of different lengths do not combine
  w.add(param(dirichlet([1, 1, 1])));
  const twice: Expr<never, [2]> = w.mul(2).mul(share);
  const byRow: Expr<"point", [2]> = stack(share, x);
  holds<Equal<typeof byRow, Expr<"point", [2]>>>();
  // @ts-expect-error an element of what has no event
  x.at(0);
  // @ts-expect-error the operators of the language are not for expressions
  2 * share;
  // @ts-expect-error three weights for two components
  mixture([0.2, 0.3, 0.5], [normal(0, 1), normal(1, 1)]);
  // @ts-expect-error two weights for three components
  mixture(w, [normal(0, 1), normal(1, 1), normal(2, 1)]);
  void [single, column];
  return { w, twice, y: observe(y, mixture(w, [normal(0, 1), normal(1, 1)])) };
});

// 4. Other dims are refused in observe.
model({ y: vector("point"), z: vector("school"), school: index("school", "point") }, ({ y, z, school }) => {
  const theta = param(normal(0, 1), { dims: "school" });
  holds<Equal<typeof theta, Expr<"school", []>>>();
  // @ts-expect-error theta is over schools, y over points
  observe(y, normal(theta, 1));
  // @ts-expect-error so is the data z
  observe(y, normal(0, z));
  // @ts-expect-error a single value has no points
  observe(sum(y), normal(y, 1));
  // @ts-expect-error a vector is no distribution of numbers
  observe(y, dirichlet([1, 1]));
  // @ts-expect-error labels are not numbers
  y.mul(school);
  // @ts-expect-error y is not over schools
  y.at(school);
  const gathered: Expr<"point", []> = theta.at(school);
  const perSchool: Expr<"school", []> = sum(y, { by: school });
  const centred: Expr<"point", []> = y.sub(mean(y));
  holds<Equal<typeof centred, Expr<"point", []>>>();
  return { theta, gathered, perSchool, y: observe(y, normal(gathered, 1)) };
});

// 5. A misspelt dim fails.
// @ts-expect-error "shcool" is no dim of the data
model({ y: vector("school") }, ({ y }) => ({ theta: param(normal(0, 1), { dims: "shcool" }), y: observe(y, normal(0, 1)) }));

// A parameter made inside the returned record keeps its own dims.
const inside = model({ y: vector("point") }, ({ y }) => ({ mu: param(normal(0, 1)), y: observe(y, normal(0, 1)) }));
holds<Equal<typeof inside.outputs.mu, Expr<never, []>>>();

// Matrices, products, templates, sizes, the data's type.
const regression = model({ design: matrix("point", "feature"), y: vector("point"), weight: vector("point") }, ({ design, y }) => {
  const beta = param(normal(0, 1), { dims: "feature" });
  const cuts = param(normal(0, 5), { size: 3, constraint: ordered() });
  holds<Equal<typeof cuts, Expr<never, [3]>>>();
  const fitted: Expr<"point", []> = dot(design, beta);
  const written = calc`${fitted} * 2 + ${beta.at === undefined ? 1 : 2}`;
  holds<Equal<typeof written, Expr<"point", []>>>();
  const total: Expr<never, []> = sum(cuts);
  return { beta, cuts, total, y: observe(y, normal(written, 1)) };
});
const data: DataOf<typeof regression> = { design: [[1, 2]], y: [1], weight: new Float32Array(1) };
// @ts-expect-error a column is missing
const incomplete: DataOf<typeof regression> = { design: [[1, 2]], y: [1] };
// @ts-expect-error a matrix is not a number
const wrong: DataOf<typeof regression> = { design: 1, y: [1], weight: [1] };

// Distributions of vectors: the event is that of the mean, dims come from every element of the matrix.
model(
  { pmra: vector("star"), pmdec: vector("star"), raErr: vector("star"), decErr: vector("star"), rho: vector("star") },
  ({ pmra, pmdec, raErr, decErr, rho }) => {
    const L = param(lkjCholesky(2, 2));
    holds<Equal<typeof L, Expr<never, [2, 2]>>>();
    const sigma = param(halfNormal(1), { size: 2 });
    const mu = param(normal(0, 1), { size: 2 });
    const errors = errorCovariance(raErr, decErr, rho);
    holds<Equal<typeof errors, Expr<"star", [2, 2]>>>();
    const total: Expr<"star", [2, 2]> = covarianceOf(sigma, L).add(errors);
    const cluster = mvNormal(mu, { covariance: total });
    holds<Equal<typeof cluster, Dist<"star", [2]>>>();
    const field = mvNormal([0, 0], { cholesky: scaleRows(sigma, L) });
    holds<Equal<typeof field, Dist<never, [2]>>>();
    const listed = mvNormal([mu.at(0), 0], {
      covariance: [
        [raErr, 0],
        [0, 1],
      ],
    });
    holds<Equal<typeof listed, Dist<"star", [2]>>>();
    const three = errorCovariance([raErr, decErr, 1], [rho, 0, 0]);
    holds<Equal<typeof three, Expr<"star", [3, 3]>>>();
    const heavy = mvStudentT(4, mu, {
      covariance: [
        [1, 0],
        [0, 1],
      ],
    });
    holds<Equal<typeof heavy, Dist<never, [2]>>>();
    const effects = param(zeroSumNormal(1, 4));
    holds<Equal<typeof effects, Expr<never, [4]>>>();
    const counts = multinomial(3, [0.2, 0.3, 0.5]);
    holds<Equal<typeof counts, Dist<never, [3]>>>();
    // @ts-expect-error a pair is no triple
    observe(stack(pmra, pmdec, 1), field);
    // @ts-expect-error neither a covariance nor a factor
    mvNormal(mu, {});
    return { L, sigma, mu, effects, y: observe(stack(pmra, pmdec), mixture([0.5, 0.5], { cluster, field, listed })) };
  },
);

void [m, tracked, slope, sometimes, maybe, data, incomplete, wrong];
