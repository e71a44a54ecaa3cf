/**
 * Problem 2: the cluster's distance, from parallaxes alone.
 *
 * Two masks: within 5 minutes of arc of the centre are members and field, beyond 15 is the field alone. A star's parallax x (mas) has the
 * catalogue's error times `errorFactor`, e, and the catalogue's zero point z; a distance r (kpc) is seen as 1 / r + z:
 *
 *     inside:   p(x) = share N(x; 1 / d + z, s^2 + e^2) + (1 - share) field(x)
 *     outside:  p(x) = field(x)
 *     field(x) = integral of r^2 exp(-r / L) / (2 L^3) N(x; 1 / r + z, e^2) dr
 *
 * d is the cluster's distance, s what its members' parallaxes scatter beyond their errors, L the length over which the density of field
 * stars falls off (Bailer-Jones 2015, PASP 127, 994). Measured parallaxes may be negative, and such stars stay in. Priors:
 *
 *     share ~ Beta(1, 1)     d ~ LogNormal(ln 2, 1)     ln s ~ N(ln 0.003, 1)     L ~ LogNormal(0, 0.5)
 *
 * The integral is a sum over cells of distance: the share of field stars in a cell, of L alone, times the mean of N(x; u + z, e^2) over
 * the cell's parallaxes u, of the data alone. So the one is computed once, when data is bound, as a matrix of stars and cells, and what is
 * left for a gradient is its product with the shares. A mean over the cell, in place of the value at its middle, is right for errors
 * that are smaller than the cell as well. `parallax_fields.ts` has other forms of the field.
 */
import {
  beta,
  custom,
  type Dist,
  div,
  dot,
  type Expr,
  exp,
  type Fit,
  gt,
  log,
  logNormalCdf,
  lognormal,
  mixture,
  model,
  mul,
  normal,
  observe,
  param,
  type SampleOptions,
  sample,
  scalar,
  sqrt,
  sub,
  vector,
  where,
} from "wasmcmc";
import type { SkyPlace, Table } from "wasmcmc/data";
import { memberProbability, withOutside } from "./memberships.js";
import type { ClusterFit, ClusterOptions, ClusterProblem, Masks } from "./problem.js";
import { clusterFit, estimate, membershipThin } from "./report.js";
import { type MaskedStars, maskedStars } from "./selection.js";
import { densestExcess } from "./starts.js";

/** Minutes of arc. */
const masks: Masks = { inside: 5, outside: 15 };
const columns = ["ra", "dec", "parallax", "parallax_error"] as const;
const cells = 52;
/** kpc; for any L that the prior allows, no field star to speak of is farther. */
const Farthest = 50;

type Scalar = Expr<never, []>;

/** Columns over the stars of one mask, the zero point taken off the parallaxes, and the edges of the cells of distance. */
export interface MaskStars<Mask extends string> {
  readonly mask: Mask;
  readonly parallax: Expr<Mask, []>;
  readonly error: Expr<Mask, []>;
  readonly near: Expr<"cell", []>;
  readonly far: Expr<"cell", []>;
}

/** A form of the field: what has a prior, and the density of the stars of a mask. */
export interface ParallaxField {
  readonly parameters: () => Readonly<Record<string, Scalar>>;
  readonly density: <Mask extends string>(parameters: Readonly<Record<string, Scalar>>, stars: MaskStars<Mask>) => Dist<Mask, []>;
  /** Starts of parameters that it has besides. */
  readonly init?: (stars: Readonly<Record<ParallaxColumn, Float64Array>>) => SampleOptions["init"] & object;
}

type ParallaxColumn = "parallax_inside" | "error_inside" | "parallax_outside" | "error_outside";

export interface ParallaxForm {
  /** What the catalogue's parallaxes have too much (mas), and by what its errors are multiplied. */
  readonly zeroPoint?: number;
  readonly errorFactor?: number;
  readonly field?: ParallaxField;
}

/** The share of stars nearer than r under the exponentially decreasing space density: a gamma distribution's, of shape 3. */
function shareWithin(r: Expr<"cell", []>, L: Scalar): Expr<"cell", []> {
  const x = r.div(L);
  return sub(1, exp(x.neg()).mul(x.square().div(2).add(x).add(1)));
}

/** The mean of N(x; u, e^2) over the parallaxes u of each cell, by whichever tail of the normal distribution has the digits. */
function meanInCells<Mask extends string>({ parallax, error, near, far }: MaskStars<Mask>): Expr<Mask | "cell", []> {
  type Cells = Expr<Mask | "cell", []>;
  const [least, most] = [div(1, far), div(1, near)];
  const low: Cells = parallax.neg().add(least).div(error);
  const high: Cells = parallax.neg().add(most).div(error);
  const isAbove: Cells = gt(low, 0);
  const upper: Cells = where(isAbove, low.neg(), high);
  const lower: Cells = where(isAbove, high.neg(), low);
  return sub(exp(logNormalCdf(upper)), exp(logNormalCdf(lower))).div(most.sub(least)) as Cells;
}

/** The field of the header: the exponentially decreasing space density, seen with each star's error. */
export const fieldByDistances: ParallaxField = {
  parameters: () => ({ L: param(lognormal(0, 0.5), { init: 1 }) }),
  density: (parameters, stars) => {
    const L = parameters["L"] as Scalar;
    const shares = shareWithin(stars.far, L).sub(shareWithin(stars.near, L));
    return custom({
      name: "fieldByDistances",
      parameters: { density: dot(meanInCells(stars), shares), error: stars.error, L },
      requirements: { density: "nonnegative", error: "positive", L: "positive" },
      logp: (_, { density }) => log(density),
      random: ({ L, error }, variates) => div(1, mul(L, exp(variates.logGamma(3)))).add(mul(error, variates.normal())),
    }) as Dist<typeof stars.mask, []>;
  },
};

/** A model for tables of stars in two masks. */
export const parallaxModel = (field: ParallaxField) =>
  model(
    {
      parallax_inside: vector("inside"),
      error_inside: vector("inside"),
      parallax_outside: vector("outside"),
      error_outside: vector("outside"),
      near: vector("cell"),
      far: vector("cell"),
      zero_point: scalar(),
      error_factor: scalar(),
    },
    ({ near, far, zero_point, error_factor, ...stars }) => {
      const distance = param(lognormal(Math.log(2), 1));
      const ln_s = param(normal(Math.log(0.003), 1));
      const share = param(beta(1, 1), { init: 0.3 });
      const parameters = field.parameters();
      const seen = <Mask extends string>(mask: Mask, measured: Expr<Mask, []>, catalogued: Expr<Mask, []>): MaskStars<Mask> => {
        const [parallax, error] = [measured.sub(zero_point), catalogued.mul(error_factor)] as [Expr<Mask, []>, Expr<Mask, []>];
        return { mask, parallax, error, near, far };
      };
      const inside = seen("inside", stars.parallax_inside, stars.error_inside);
      const outside = seen("outside", stars.parallax_outside, stars.error_outside);
      const cluster = normal(div(1, distance), sqrt(exp(ln_s.mul(2)).add(inside.error.square())));
      return {
        ...parameters,
        distance,
        ln_s,
        share,
        inside: observe(inside.parallax, mixture([share, sub(1, share)], { cluster, field: field.density(parameters, inside) })),
        outside: observe(outside.parallax, field.density(parameters, outside)),
      };
    },
  );

/** Edges of cells at equal ratios, from as near as any star's parallax allows. */
export function cellsOfDistance(
  parallax: Float64Array,
  error: Float64Array,
  zeroPoint: number,
): { near: number[]; far: number[] } {
  const largest = parallax.reduce((most, x, i) => Math.max(most, x - zeroPoint + 6 * (error[i] as number)), 1);
  const nearest = 1 / largest;
  const edges = Array.from({ length: cells + 1 }, (_, k) => nearest * (Farthest / nearest) ** (k / cells));
  return { near: edges.slice(0, -1), far: edges.slice(1) };
}

/** Chains start at the excess of precise parallaxes inside. */
export async function fitParallax(
  stars: Table,
  centre: SkyPlace,
  { masks: chosen = masks, ...options }: ClusterOptions = {},
  { zeroPoint = 0, errorFactor = 1, field = fieldByDistances }: ParallaxForm = {},
): Promise<ClusterFit> {
  const masked = maskedStars(stars, centre, columns, chosen);
  const { inside, outside } = masked;
  const near = inside.toData({ parallax_inside: "parallax", error_inside: "parallax_error" });
  const far = outside.toData({ parallax_outside: "parallax", error_outside: "parallax_error" });
  const all = masked.selection.table.toData({ parallax: "parallax", error: "parallax_error" });
  const target = parallaxModel(field).bind({
    ...near,
    ...far,
    ...cellsOfDistance(all.parallax, all.error, zeroPoint),
    zero_point: zeroPoint,
    error_factor: errorFactor,
  });
  const start = densestExcess(precise(inside), precise(outside), 0.1) - zeroPoint;
  const init = { distance: 1 / Math.max(start, 0.05), ...field.init?.({ ...near, ...far }) };
  const fit = await sample(target, { jitter: 0.1, ...options, init: { ...init, ...options.init } });
  return resultOf(fit, masked);
}

/** mas; where fewer than a quarter of the stars are as precise, all are taken. */
const PreciseError = 0.1;

function precise(stars: Table): Float64Array {
  const [parallax, error] = [stars.numbers("parallax"), stars.numbers("parallax_error")];
  const chosen = parallax.filter((_, row) => (error[row] as number) < PreciseError);
  return chosen.length >= parallax.length / 4 ? chosen : parallax;
}

function resultOf(fit: Fit<ReturnType<typeof parallaxModel>>, { selection, isInside }: MaskedStars): ClusterFit {
  const members = fit.membership("inside", { thin: membershipThin(fit) });
  const distance = fit.draws["distance"];
  return clusterFit({
    title: parallax.title,
    fit,
    selection,
    membership: withOutside(isInside, memberProbability(members)),
    countSd: members.expectedCounts.sd[0] as number,
    estimates: [
      { name: "distance", unit: "pc", draws: distance.map((r) => 1000 * r) },
      { name: "parallax", unit: "mas", draws: distance.map((r) => 1 / r) },
      { name: "parallax_scatter", unit: "mas", draws: fit.draws["ln_s"].map(Math.exp) },
    ].map(({ name, unit, draws }) => estimate(name, unit, draws)),
  });
}

export const parallax: ClusterProblem = {
  number: 2,
  title: "Problem 2: parallax",
  columns,
  fit: (stars, centre, options) => fitParallax(stars, centre, options),
};
