/** A lag of what parameters move: the row before is computed before it is read, and its adjoint comes back to it. */
import { expect, test } from "vitest";
import { add, lag, model, normal, observe, param, square, vector } from "../../bindings/index.js";

const r = [0.1, 0.2, -0.3, 0.4, 1.2];

/** log p of r_t ~ N(mu, 1 + (r_(t-1) - mu)^2), mu ~ N(0, 1), with 0 before the first row. */
function logp(mu: number): number {
  const density = (z: number, sd: number) => -0.5 * z * z - Math.log(sd) - Math.log(2 * Math.PI) / 2;
  return r.reduce(
    (sum, value, t) => {
      const sd = 1 + (t === 0 ? 0 : (r[t - 1]! - mu) ** 2);
      return sum + density((value - mu) / sd, sd);
    },
    density(mu, 1),
  );
}

test("a lag of an expression of parameters has its value and its gradient", () => {
  const lagged = model({ r: vector("time") }, ({ r }) => {
    const mu = param(normal(0, 1));
    return { mu, r: observe(r, normal(mu, add(1, lag(square(r.sub(mu)), "time")))) };
  });
  const target = lagged.bind({ r });
  for (const mu of [-1.5, 0, 0.3]) {
    const got = target.logpAndGradient(Float64Array.of(mu));
    expect(got.logp).toBeCloseTo(logp(mu), 12);
    // Central differences of step 1e-5 are off by its square and by 1e-16 over it.
    expect(got.gradient[0]).toBeCloseTo((logp(mu + 1e-5) - logp(mu - 1e-5)) / 2e-5, 8);
  }
});
