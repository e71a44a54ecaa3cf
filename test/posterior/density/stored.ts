/** What test/oracle/densities.py stored, and how numbers are compared with it. */
import { readFileSync } from "node:fs";
import { type DrawSpec, disagreement, drawSpec, drawsOf, type Stored } from "../draw_sets.js";

/** Closed forms in another order of operations: far above rounding (about 1e-13 here), far below any digit that matters. */
export const Tolerance = 1e-10;

/** Values at places spread evenly over an array of this length. */
export interface Some {
  readonly length: number;
  readonly at: readonly Stored[];
}

export interface StoredCurve {
  readonly x: Some;
  readonly density: Some;
  readonly highest: Stored;
  readonly bandwidth: Stored;
}

export interface StoredBins {
  readonly edges: Some;
  readonly counts: readonly number[];
  readonly density: Some;
}

/** Null where ArviZ fails, or where cells are equally probable at the bound, so that its choice depends on numpy's sorting. */
export type StoredIntervals = readonly (readonly [Stored, Stored])[] | null;
type Styles = "0.x" | "1.x";

export interface DensityCase {
  readonly spec: DrawSpec;
  readonly kde: Readonly<Record<Styles, Readonly<Record<string, StoredCurve | null>>>>;
  readonly histogram: {
    readonly arviz: StoredBins | null;
    readonly discrete?: StoredBins | null;
    readonly equal?: readonly number[];
  };
  readonly hdi: {
    readonly continuous: Readonly<Record<string, Readonly<Record<string, StoredIntervals>>>>;
    readonly discrete: Readonly<Record<string, Readonly<Record<Styles, StoredIntervals>>>>;
  };
  readonly circular_hdi?: Readonly<Record<string, readonly [Stored, Stored]>>;
  readonly mode: { readonly continuous: Stored; readonly discrete?: Stored };
  readonly ecdf: { readonly x: Some; readonly probability: Some };
  readonly factors?: readonly ({ readonly at: number } & Readonly<Record<Styles, readonly Stored[] | null>>)[];
  readonly weighted?: {
    readonly mean: Stored;
    readonly sd: Stored;
    readonly linear: readonly Stored[];
    readonly inverted: readonly Stored[];
  };
}

export interface StoredPlane {
  readonly ends: readonly Stored[];
  readonly density: Some;
  readonly highest: number;
  readonly place: number;
  readonly levels: readonly Stored[];
}

interface Fixture {
  readonly bessel: readonly (readonly [order: number, x: number, value: number])[];
  readonly cases: readonly DensityCase[];
  readonly pairs: readonly { readonly name: string; readonly kdes: Readonly<Record<string, StoredPlane | null>> }[];
  readonly r_squared: readonly ({ readonly spec: DrawSpec; readonly r2: Stored; readonly r2_std: Stored } & Readonly<
    Record<"residual" | "circular residual" | "bayesian" | "variance" | "bernoulli", Some>
  >)[];
}

export const fixture = JSON.parse(readFileSync(new URL("../../fixtures/densities.json", import.meta.url), "utf8")) as Fixture;

export const specOf = (name: string): DrawSpec => fixture.cases.find(({ spec }) => spec.name === name)!.spec;

export const valuesOf = (spec: DrawSpec): Float64Array => drawsOf(spec).values;

/** Draws like those of another specification, but independent. */
export const neighbourOf = (spec: DrawSpec): Float64Array => valuesOf({ ...spec, seed: spec.seed + 1000, replace: [] });

export const weightsFor = (spec: DrawSpec): Float64Array =>
  valuesOf(drawSpec({ chains: 1, draws: spec.chains * spec.draws, seed: spec.seed + 2000, noise: "uniform" }));

/** Where an array is not as stored; `scale` is what errors are relative to where values are smaller. */
export function differences(
  name: string,
  found: ArrayLike<number>,
  { length, at }: Some,
  tolerance: number,
  scale = 0,
): string[] {
  if (found.length !== length) return [`${name}: ${found.length} values instead of ${length}`];
  const places = at.map((_, i) => Math.floor((i * (length - 1)) / Math.max(at.length - 1, 1)));
  return at
    .map((stored, i) => disagreement(`${name}[${places[i]}]`, found[places[i]!]!, stored, tolerance, scale))
    .filter(Boolean);
}
