/**
 * Other forms of the field's parallaxes, to put in the place of that of problem 2: `fitParallax(stars, centre, {}, { field: latentDistances })`.
 */
import { beta, custom, type Dist, div, type Expr, gamma, halfNormal, log, lognormal, normal, param, sub } from "wasmcmc";
import type { MaskStars, ParallaxField } from "./parallax.js";

type Scalar = Expr<never, []>;

/**
 * A distance r for each star, with a prior of its own, in place of the integral:
 *
 *     x ~ N(1 / r, e^2)        r ~ Gamma(3, 1 / L)        L ~ LogNormal(0, 0.5)
 *
 * The posterior of all else is that of the integral, at the price of a parameter a star: for a thousand stars, not for ten thousand.
 */
export const latentDistances: ParallaxField = {
  parameters: () => ({ L: param(lognormal(0, 0.5), { init: 1 }) }),
  density: ({ L }, { mask, error }) => {
    const r = param(gamma(3, div(1, L as Scalar)), { dims: mask, name: `r_${mask}`, track: false, init: 3 });
    return normal(div(1, r), error) as Dist<typeof mask, []>;
  },
  init: ({ parallax_inside, error_inside, parallax_outside, error_outside }) => ({
    r_inside: likelyDistances(parallax_inside, error_inside),
    r_outside: likelyDistances(parallax_outside, error_outside),
  }),
};

/** 1 / x where that is sure to be a distance, else one that the error allows; at most 10 kpc. */
function likelyDistances(parallax: Float64Array, error: Float64Array): Float64Array {
  return parallax.map((x, star) => Math.min(1 / Math.max(x, error[star] as number), 10));
}

/**
 * A Beta distribution of what was measured, errors and all, between `least` and `most` (mas):
 *
 *     y = (x - least) / (most - least)        y ~ Beta(alpha, beta)        alpha, beta ~ HalfNormal(0, 50)
 *     p(x) = p(y) / (most - least)
 *
 * It knows nothing of distances, nor that a star with a large error is found farther from where it belongs: a shape that fits, no more.
 * Stars outside the bounds can only be members; `boundsOf` takes those of the data.
 */
export const betaField = ({ least, most }: { readonly least: number; readonly most: number }): ParallaxField => ({
  parameters: () => ({
    alpha: param(halfNormal(50), { init: 5 }),
    beta: param(halfNormal(50), { init: 20 }),
  }),
  density: ({ alpha, beta: b }, { parallax }) => {
    const [low, width] = [least, most - least];
    return custom({
      name: "betaField",
      parameters: { alpha: alpha as Scalar, b: b as Scalar, parallax },
      requirements: { alpha: "positive", b: "positive" },
      support: { lower: low, upper: low + width },
      logp: (x, { alpha, b }) =>
        beta(alpha as Scalar, b as Scalar)
          .logp(x.sub(low).div(width))
          .sub(log(width)),
    }) as Dist<never, []>;
  },
});

/** The range of some parallaxes, wider by its thousandth on either side. */
export function boundsOf(parallaxes: Float64Array): { least: number; most: number } {
  const [low, high] = [parallaxes.reduce((a, b) => Math.min(a, b)), parallaxes.reduce((a, b) => Math.max(a, b))];
  const margin = (high - low) / 1000;
  return { least: low - margin, most: high + margin };
}

/**
 * The field without errors: each parallax is taken for that of the star's distance,
 *
 *     p(x) = exp(-1 / (L x)) / (2 L^3 x^4)        L ~ LogNormal(0, 0.5)
 *
 * which is right for parallaxes that are positive and precise, to some 5 % of themselves, and for no others. Binding a star whose parallax
 * is 0 or less is an error that names its row; stars that are not precise make L too small or too large without a word.
 */
export const errorFreeField: ParallaxField = {
  parameters: () => ({ L: param(lognormal(0, 0.5), { init: 1 }) }),
  density: <Mask extends string>({ L }: Readonly<Record<string, Scalar>>, { parallax }: MaskStars<Mask>) =>
    custom({
      name: "errorFreeField",
      parameters: { L: L as Scalar, parallax },
      requirements: { L: "positive", parallax: "positive" },
      logp: (_, { L, parallax }) =>
        sub(div(-1, parallax.mul(L)), log(parallax).mul(4))
          .sub(log(L).mul(3))
          .sub(log(2)),
    }) as unknown as Dist<Mask, []>,
};
