/** Promises about types that the public face makes, held by the compiler: `npm run types` fails where one is broken. */
import {
  dirichlet,
  type Fit,
  mixture,
  model,
  type NamedArray,
  normal,
  observe,
  param,
  type Run,
  sample,
  type Target,
  vector,
} from "../../bindings/index.js";

const line = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const m = param(normal(0, 1));
  const w = param(dirichlet([1, 1]));
  return { m, w, double: m.mul(2), y: observe(y, mixture(w, { line: normal(m.mul(x), 1), outlier: normal(0, 10) })) };
});
const plain = model({ y: vector("point") }, ({ y }) => {
  const mu = param(normal(0, 1));
  return { mu, y: observe(y, normal(mu, 1)) };
});
const conditional = (robust: boolean) =>
  model({ y: vector("point") }, ({ y }) => {
    const mu = param(normal(0, 1));
    const w = param(dirichlet([1, 1]));
    return robust
      ? { mu, w, y: observe(y, mixture(w, { good: normal(mu, 1), bad: normal(mu, 10) })) }
      : { mu, y: observe(y, normal(mu, 1)) };
  });

const nested = model({ y: vector("point") }, ({ y }) => {
  const mu = param(normal(0, 1));
  const field = mixture([0.5, 0.5], { a: normal(mu, 1), b: normal(mu, 2) });
  return { mu, y: observe(y, mixture([0.5, 0.5], { field, star: normal(0, 9) })) };
});
const many = (count: number) =>
  model({ y: vector("point") }, ({ y }) => {
    const mu = param(normal(0, 1));
    const parts = Array.from({ length: count }, (_, k) => normal(mu.add(k), 1));
    return { mu, y: observe(y, mixture(Array<number>(count).fill(1 / count), parts)) };
  });

const run: Run<Fit<typeof line>> = sample(line, { x: [1], y: [2] }, { chains: 1 });
const target: Target<typeof line> = line.bind({ x: [1], y: [2] });
const again: Run<Fit<typeof line>> = sample(target, { seed: 1 });
void again;

export async function promises(): Promise<void> {
  const fit = await run;
  // Draws are typed by name: parameters and tracked expressions, not observations.
  const m: Float64Array = fit.draws.m;
  const double: Float64Array = fit.draws.double;
  // @ts-expect-error an observation has no draws
  fit.draws.y;
  // @ts-expect-error a misspelt name has none either
  fit.draws.slope;

  // Membership is for observed mixtures only, and knows its components.
  const names: readonly ("line" | "outlier")[] = fit.membership("y").components;
  // @ts-expect-error a parameter has no membership
  fit.membership("m");
  // Components of nested mixtures go by their paths; of lists whose length the compiler does not know, by their places.
  const leaves: readonly ("field/a" | "field/b" | "star")[] = (await sample(nested, { y: [1] })).membership("y").components;
  const places: readonly `${number}`[] = (await sample(many(3), { y: [1] })).membership("y").components;
  void [leaves, places];

  // Responsibilities are there where they were asked for.
  const kept: NamedArray = fit.membership("y", { responsibilities: { thin: 2 } }).responsibilities;
  // @ts-expect-error nobody asked for them
  const absent: NamedArray = fit.membership("y").responsibilities;
  const label: "line" | "outlier" | undefined = fit.membership("y").labels.name[0];
  // Relabelling knows mixtures, their components and the variables that have draws.
  const same: readonly ("line" | "outlier")[] = fit.relabel("y", { method: "ecr", parameters: ["w"] }).components;
  // @ts-expect-error a misspelt parameter
  fit.relabel("y", { parameters: ["weights"] });
  // @ts-expect-error a parameter has no components
  fit.relabel("m");
  void [kept, absent, label, same];
  const other = await sample(plain, { y: [1] });
  // @ts-expect-error an observation that is no mixture has none
  other.membership("y");
  const either = await sample(conditional(true), { y: [1] });
  const memberships: readonly ("good" | "bad")[] = either.membership("y").components;
  const maybe: Float64Array | undefined = either.draws.w;

  // @ts-expect-error a column is missing
  sample(line, { x: [1] });
  // @ts-expect-error an option that does not exist
  sample(line, { x: [1], y: [2] }, { tune: 1000 });
  void [m, double, names, memberships, maybe];
}
