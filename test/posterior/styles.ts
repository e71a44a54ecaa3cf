/** What test/oracle/arviz1_summary.py wrote: both families of ArviZ on the draws of draw_sets.ts. */
import { readFileSync } from "node:fs";
import { type NamedArray, namedArray } from "../../bindings/index.js";
import { type DrawSpec, drawsOf, type Stored, type TableVariable } from "./draw_sets.js";

export type Known = Stored | null;

export interface StyleCase {
  readonly spec: DrawSpec;
  readonly "0.x": {
    readonly mad?: Known;
    readonly other_tails?: Known;
    readonly one_tail?: Known;
    readonly autocorrelation: readonly Stored[];
    readonly median_row: readonly Stored[];
  };
  readonly "1.x": {
    readonly ess: Readonly<Record<string, Known>>;
    readonly rhat: Readonly<Record<string, Known>>;
    readonly mcse: Readonly<Record<string, Known>>;
    readonly hdi: readonly Stored[];
    readonly eti: readonly Stored[];
    readonly hdi_skipna: readonly Stored[];
    readonly eti_skipna: readonly Stored[];
    readonly quantiles: readonly Stored[];
    /** A kind is null where arviz-stats stops with an error. */
    readonly rows: Readonly<Record<string, readonly Stored[] | null>>;
  };
}

/** `kind`, `ci_prob` and the like, by ArviZ's names. */
export type ArvizOptions = Readonly<Record<string, string | number>>;

export interface TextCase {
  readonly name: string;
  readonly variables: Readonly<Record<string, TableVariable>>;
  readonly texts: Readonly<Record<"0.x" | "1.x", readonly { readonly options: ArvizOptions; readonly text: string | null }[]>>;
}

export const styles = JSON.parse(readFileSync(new URL("../fixtures/arviz1_summary.json", import.meta.url), "utf8")) as {
  readonly cases: readonly StyleCase[];
  readonly tables: readonly TextCase[];
};

/** The draws of a specification, an array a chain. */
export function chainsOf(spec: DrawSpec): Float64Array[] {
  const { values, chains, draws } = drawsOf(spec);
  return Array.from({ length: chains }, (_, chain) => values.slice(chain * draws, (chain + 1) * draws));
}

export function arrayOf({ elements, shape, dims, coords }: TableVariable): NamedArray {
  const each = elements.map(drawsOf);
  const { chains, draws } = each[0]!;
  const size = each.length;
  const values = Float64Array.from({ length: chains * draws * size }, (_, i) => each[i % size]!.values[Math.floor(i / size)]!);
  return namedArray(values, [chains, draws, ...shape], ["chain", "draw", ...dims], coords);
}

export const arraysOf = (variables: Readonly<Record<string, TableVariable>>): Record<string, NamedArray> =>
  Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, arrayOf(variable)]));
