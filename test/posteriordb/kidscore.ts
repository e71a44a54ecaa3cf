/** Children's test scores by what is known of their mothers. */
import { eq, mean, model, normal, observe, vector } from "../../bindings/index.js";
import { cauchyScale, dense, flatCoefficients, flatScale, linear } from "./linear.js";
import { posterior } from "./posterior.js";

const data = { kid_score: vector("row"), mom_hs: vector("row"), mom_iq: vector("row") };

const momhs = model({ kid_score: data.kid_score, mom_hs: data.mom_hs }, ({ kid_score, mom_hs }) => {
  const beta = flatCoefficients(2);
  const sigma = cauchyScale();
  return { beta, sigma, kid_score: observe(kid_score, normal(linear(beta, [mom_hs]), sigma)) };
});

const momiq = model({ kid_score: data.kid_score, mom_iq: data.mom_iq }, ({ kid_score, mom_iq }) => {
  const beta = flatCoefficients(2);
  const sigma = cauchyScale();
  return { beta, sigma, kid_score: observe(kid_score, normal(linear(beta, [mom_iq]), sigma)) };
});

const momhsiq = model(data, ({ kid_score, mom_hs, mom_iq }) => {
  const beta = flatCoefficients(3);
  const sigma = cauchyScale();
  return { beta, sigma, kid_score: observe(kid_score, normal(linear(beta, [mom_hs, mom_iq]), sigma)) };
});

const interaction = model(data, ({ kid_score, mom_hs, mom_iq }) => {
  const beta = flatCoefficients(4);
  const sigma = flatScale();
  const [hs, iq] = [mom_hs.sub(mean(mom_hs)), mom_iq.sub(mean(mom_iq))];
  return { beta, sigma, kid_score: observe(kid_score, normal(linear(beta, [hs, iq, hs.mul(iq)]), sigma)) };
});

const momWork = model({ kid_score: data.kid_score, mom_work: vector("row") }, ({ kid_score, mom_work }) => {
  const beta = flatCoefficients(4);
  const sigma = flatScale();
  const levels = [2, 3, 4].map((level) => eq(mom_work, level));
  return { beta, sigma, kid_score: observe(kid_score, normal(linear(beta, levels), sigma)) };
});

export const kidscore = [
  posterior("kidiq-kidscore_momhs", momhs),
  posterior("kidiq-kidscore_momiq", momiq, dense),
  posterior("kidiq-kidscore_momhsiq", momhsiq, dense),
  posterior("kidiq_with_mom_work-kidscore_interaction_c", interaction),
  posterior("kidiq_with_mom_work-kidscore_mom_work", momWork),
];
