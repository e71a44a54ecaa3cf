/** The eight schools, in three sets of coordinates. */
import { add, affine, halfCauchy, model, normal, observe, param, vector } from "../../bindings/index.js";
import { posterior } from "./posterior.js";

const data = { y: vector("school"), sigma: vector("school") };

const noncentered = model(data, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta_trans = param(normal(0, 1), { dims: "school" });
  const theta = add(mu, theta_trans.mul(tau));
  return { mu, tau, theta_trans, theta, y: observe(y, normal(theta, sigma)) };
});

const centered = model(data, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta = param(normal(mu, tau), { dims: "school" });
  return { mu, tau, theta, y: observe(y, normal(theta, sigma)) };
});

/** The same model and posterior, sampled in centred and scaled coordinates. */
const centeredAffine = model(data, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta = param(normal(mu, tau), { dims: "school", constraint: affine(mu, tau) });
  return { mu, tau, theta, y: observe(y, normal(theta, sigma)) };
});

export const schools = [
  posterior("eight_schools-eight_schools_noncentered", noncentered, { options: { targetAccept: 0.95 } }),
  // The funnel of tau. A momentum changes the energy by a few units only, the funnel spans tens of them: neighbouring draws are
  // alike however long the paths are. Of 20 runs of four chains by Stan and nutpie on this model none had 5 % effective draws
  // in both bulk and tail; we have about 3 %. Longer chains make the comparison sharp all the same.
  posterior("eight_schools-eight_schools_centered", centered, {
    leastEss: 0.02,
    mostDivergences: 0.02,
    options: { targetAccept: 0.99, draws: 10_000 },
  }),
  posterior("eight_schools-eight_schools_centered", centeredAffine, {
    coordinates: "affine",
    mostDivergences: 0.001,
    options: { targetAccept: 0.99 },
  }),
];
