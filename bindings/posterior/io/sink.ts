/** Where draws go while they are made: what a storage format implements, and what a run hands to it. */
import type { Attributes, Coordinates } from "../inference_data/variable.js";

export interface SinkVariable {
  readonly name: string;
  /** Without chain and draw. */
  readonly dims: readonly string[];
  readonly shape: readonly number[];
}

export interface SinkSchema {
  readonly variables: readonly SinkVariable[];
  /** Sample statistics, by ArviZ's names; one number a draw. */
  readonly stats: readonly string[];
  /** Coordinates of the variables' dims. */
  readonly coords: Coordinates;
  readonly chains: number;
  /** Draws that each chain will have, unless the run is stopped. */
  readonly draws: number;
  readonly attributes: Attributes;
}

/** Successive draws of one chain: of each variable `count` times its size numbers, draw by draw. */
export interface DrawPart {
  readonly chain: number;
  readonly first: number;
  readonly count: number;
  readonly variables: Readonly<Record<string, Float64Array>>;
  readonly stats: Readonly<Record<string, Float64Array>>;
}

/** A chain's parts come in order, without gaps; parts of several chains come in any order. One call at a time is under way. */
export interface DrawSink {
  open(schema: SinkSchema): Promise<void>;
  write(part: DrawPart): Promise<void>;
  /** After the last part, also after an abort; `draws` of each chain. */
  close(draws: readonly number[]): Promise<void>;
}
