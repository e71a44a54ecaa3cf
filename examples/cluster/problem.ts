/**
 * What each of the four problems of the star cluster is: a model of some of Gaia's columns, fitted to a table of stars; and what it
 * gives, in the same form whatever it looked at.
 */
import type { Fit, SampleOptions } from "wasmcmc";
import type { SkyPlace, Table } from "wasmcmc/data";
import type { Selection } from "./selection.js";

/** Minutes of arc from the centre: a cluster is looked for within `inside`, its field is learnt from `outside` on, too. */
export interface Masks {
  readonly inside: number;
  readonly outside: number;
}

/** Options of `sample`, and other masks than the problem's own. */
export interface ClusterOptions extends SampleOptions {
  readonly masks?: Masks;
}

export interface ClusterProblem {
  readonly number: 1 | 2 | 3 | 4;
  readonly title: string;
  /** Names of Gaia that the table must have, `ra` and `dec` among them. */
  readonly columns: readonly string[];
  /** Errors of code "missing-column" and "empty-data" come before anything runs. */
  fit(stars: Table, centre: SkyPlace, options?: ClusterOptions): Promise<ClusterFit>;
}

/** A number about the cluster. Its name is the simulator's for the truth: pmra, pmdec, parallax, distance, radial_velocity, x, y, z, ... */
export interface Estimate {
  readonly name: string;
  readonly unit: string;
  readonly mean: number;
  readonly sd: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a fit of any model
export type AnyFit = Fit<any>;

export interface ClusterFit {
  readonly fit: AnyFit;
  /** Which rows of the table took part, and why others did not. */
  readonly selection: Selection;
  /** For each row of `selection.rows`, the posterior probability to be of the cluster, weights included. */
  readonly membership: Float64Array;
  /** Of the number of members among the rows that took part; `sd` includes that memberships are probabilities. */
  readonly expectedMembers: { readonly mean: number; readonly sd: number };
  readonly estimates: readonly Estimate[];
  /** What an astronomer wants to read: the estimates, the members, who took part, and what is wrong with the fit if anything is. */
  summary(): string;
}
