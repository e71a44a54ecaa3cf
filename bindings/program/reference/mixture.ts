/**
 * The definitions of the mixture ops. Every term is held relative to the largest, factor by factor, so that nothing over- or
 * underflows that the result does not; weights may be zero, quadratic forms and log densities -inf.
 */
import { Op } from "../../../assembly/opcodes.js";
import { forwardOnly, type RowDefinition } from "./definition.js";
import { compensatedSum } from "./sum.js";

/** Operands of a row: weights, exponents (q or l) and roots (1 for MixtureLog). */
interface Components {
  readonly weights: readonly number[];
  readonly exponents: readonly number[];
  readonly roots: readonly number[];
}

/** A row's terms relative to its leader's: term_k = w_k r_k exp(e_k), and the same without w_k or without r_k. */
interface Shares {
  readonly logDensity: number;
  readonly share: readonly number[];
  readonly perWeight: readonly number[];
  readonly perRoot: readonly number[];
}

/** exp(exponent) * factor, also where only the product is in range. */
function expTimes(exponent: number, factor: number): number {
  if (factor === 0) return 0;
  return Math.abs(exponent) < 600
    ? Math.exp(exponent) * factor
    : Math.sign(factor) * Math.exp(exponent + Math.log(Math.abs(factor)));
}

const constantRow = (logDensity: number, count: number): Shares => {
  const zeros = new Array<number>(count).fill(Number.isNaN(logDensity) ? NaN : 0);
  return { logDensity, share: zeros, perWeight: zeros, perRoot: zeros };
};

/** At a term of +inf the row is +inf and the infinite terms share it evenly. */
function infiniteRow(terms: readonly number[]): Shares {
  const infinite = terms.filter((term) => term === Infinity).length;
  const share = terms.map((term) => (term === Infinity ? 1 / infinite : 0));
  return { logDensity: Infinity, share, perWeight: share, perRoot: share };
}

/** As in the engine: an infinite derivative times the zero of a mask that the weight was made with would be no number. */
const MostByWeight = 1e300;

function relativeTo(leader: number, { weights, exponents, roots }: Components): Shares {
  const leadWeight = weights[leader] as number;
  const leadExponent = exponents[leader] as number;
  const leadRoot = roots[leader] as number;
  const relative = weights.map((weight, k) => {
    const difference = (exponents[k] as number) - leadExponent;
    const root = (roots[k] as number) / leadRoot;
    const share = weight / leadWeight;
    return {
      term: expTimes(difference, share * root),
      perWeight: expTimes(difference, root),
      perRoot: expTimes(difference, share),
    };
  });
  const total = compensatedSum(relative.map(({ term }) => term));
  return {
    logDensity: leadExponent + compensatedSum([Math.log(leadWeight), Math.log(leadRoot), Math.log(total)]),
    share: relative.map(({ term }) => term / total),
    perWeight: relative.map(({ perWeight }) => Math.min(perWeight / total / leadWeight, MostByWeight)),
    perRoot: relative.map(({ perRoot }) => perRoot / total / leadRoot),
  };
}

function sharesOf(components: Components): Shares {
  const { weights, exponents, roots } = components;
  const count = weights.length;
  if (!roots.every((root) => root > 0 && Number.isFinite(root))) return constantRow(-Infinity, count);
  if (!weights.every((weight) => weight >= 0) || exponents.some(Number.isNaN)) return constantRow(NaN, count);
  const terms = weights.map((weight, k) =>
    weight === 0 ? -Infinity : Math.log(weight) + Math.log(roots[k] as number) + (exponents[k] as number),
  );
  const largest = terms.reduce((most, term) => Math.max(most, term), -Infinity);
  if (largest === -Infinity) return constantRow(-Infinity, count);
  if (largest === Infinity) return infiniteRow(terms);
  return relativeTo(terms.indexOf(largest), components);
}

/** [w..., q..., r...] */
function densityComponents(args: readonly number[]): Components {
  const count = args.length / 3;
  return { weights: args.slice(0, count), exponents: args.slice(count, 2 * count), roots: args.slice(2 * count) };
}

/** [w..., l...] */
function logComponents(args: readonly number[]): Components {
  const count = args.length / 2;
  return { weights: args.slice(0, count), exponents: args.slice(count), roots: new Array<number>(count).fill(1) };
}

/** Of (largest finite exponent) + log(sum relative to it). */
function size(exponents: readonly number[], logDensity: number): number {
  const largest = exponents.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, x) : most), -Infinity);
  return Number.isFinite(largest) ? Math.abs(largest) + Math.abs(logDensity - largest) : Math.abs(logDensity);
}

/** Responsibilities; NaN where every component is impossible. */
function responsibilities(components: Components): number[] {
  const { logDensity, share } = sharesOf(components);
  return logDensity === -Infinity ? share.map(() => NaN) : [...share];
}

export const mixtureDefinitions: readonly (readonly [Op, RowDefinition])[] = [
  [
    Op.MixtureDensity,
    {
      forward: (args) => [sharesOf(densityComponents(args)).logDensity],
      partials: (args) => {
        const { share, perWeight, perRoot } = sharesOf(densityComponents(args));
        return [[...perWeight, ...share, ...perRoot]];
      },
      size: (args, [out]) => size(densityComponents(args).exponents, out as number),
    },
  ],
  [
    Op.MixtureLog,
    {
      forward: (args) => [sharesOf(logComponents(args)).logDensity],
      partials: (args) => {
        const { share, perWeight } = sharesOf(logComponents(args));
        return [[...perWeight, ...share]];
      },
      size: (args, [out]) => size(logComponents(args).exponents, out as number),
    },
  ],
  [Op.MixtureDensityShares, forwardOnly((args) => responsibilities(densityComponents(args)))],
  [Op.MixtureLogShares, forwardOnly((args) => responsibilities(logComponents(args)))],
];
