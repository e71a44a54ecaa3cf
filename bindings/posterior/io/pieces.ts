/** Gathers the parts of a run into pieces of equal length, in bounded memory: what the storage formats write at a time. */
import { WasmcmcError } from "../../errors.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { DrawPart, SinkSchema } from "./sink.js";
import { copyStat, statType } from "./stat_types.js";
import { makeValues } from "./stored_values.js";

export interface StreamOptions {
  /** Of the variables; statistics stay doubles. Default "float64". */
  readonly precision?: "float64" | "float32";
  /** Draws of one chain that are written at a time. By default a twentieth of them, 100 to 1,000, but fewer if they take too much memory. */
  readonly drawsPerPart?: number;
  /** Whether what an earlier run wrote in this place may be removed. Otherwise that is an error, "file-exists". */
  readonly overwrite?: boolean;
}

/** Successive draws of one chain. The arrays are used again for the next piece. */
export interface Piece {
  readonly chain: number;
  readonly first: number;
  readonly count: number;
  readonly variables: Readonly<Record<string, Float64Array | Float32Array>>;
  readonly stats: Readonly<Record<string, Float64Array | BigInt64Array | Uint8Array>>;
}

/** Draws in a piece where `bufferBytes` may be held for all chains. */
export function drawsPerPiece(schema: SinkSchema, options: StreamOptions, bufferBytes: number): number {
  const asked = options.drawsPerPart;
  if (asked !== undefined) {
    if (Number.isInteger(asked) && asked >= 1) return asked;
    throw new WasmcmcError({
      code: "bad-option",
      problem: `drawsPerPart is ${asked}.`,
      remedy: "Give a positive integer.",
      variable: "drawsPerPart",
      value: asked,
    });
  }
  const numbers = schema.variables.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const bytes = numbers * (options.precision === "float32" ? 4 : 8) + schema.stats.length * 8;
  const fitting = Math.floor(bufferBytes / Math.max(1, bytes * schema.chains));
  const twentieth = Math.min(Math.max(Math.ceil(schema.draws / 20), 100), 1000);
  return Math.max(1, Math.min(twentieth, fitting, Math.max(1, schema.draws)));
}

interface Pending {
  first: number;
  count: number;
  readonly variables: Record<string, Float64Array | Float32Array>;
  readonly stats: Record<string, Float64Array | BigInt64Array | Uint8Array>;
}

/** A piece without draws, which has the types of all others. */
export function emptyPiece({ variables, stats }: SinkSchema, precision: "float64" | "float32"): Piece {
  const none = <T>(names: readonly string[], make: (name: string) => T): Record<string, T> =>
    Object.fromEntries(names.map((name) => [name, make(name)]));
  return {
    chain: 0,
    first: 0,
    count: 0,
    variables: none(
      variables.map(({ name }) => name),
      () => makeValues(precision, 0) as Float64Array | Float32Array,
    ),
    stats: none(stats, (name) => makeValues(statType(name), 0) as Piece["stats"][string]),
  };
}

export class Pieces {
  readonly draws: number;
  private readonly chains: (Pending | undefined)[];
  private readonly sizes: ReadonlyMap<string, number>;

  constructor(
    private readonly schema: SinkSchema,
    private readonly options: StreamOptions,
    bufferBytes: number,
  ) {
    this.draws = drawsPerPiece(schema, options, bufferBytes);
    this.chains = new Array(schema.chains).fill(undefined);
    this.sizes = new Map(schema.variables.map(({ name, shape }) => [name, sizeOf(shape)]));
  }

  /** Takes a part in; gives the pieces that it completes, each to be written before the next is asked for. */
  *take(part: DrawPart): Generator<Piece> {
    if (!(part.chain in this.chains)) throw unknownChain(part.chain, this.schema.chains);
    const pending = this.chains[part.chain] ?? this.makePending();
    this.chains[part.chain] = pending;
    const expected = pending.first + pending.count;
    if (part.first !== expected) throw outOfOrder(part, expected);
    for (let taken = 0; taken < part.count; ) {
      const count = Math.min(part.count - taken, this.draws - pending.count);
      this.copy(part, taken, count, pending);
      pending.count += count;
      taken += count;
      if (pending.count < this.draws) continue;
      yield { ...pending, chain: part.chain };
      pending.first += pending.count;
      pending.count = 0;
    }
  }

  /** What is left of every chain at the end, shorter than a piece. */
  *rest(): Generator<Piece> {
    for (const [chain, pending] of this.chains.entries()) {
      if (pending === undefined || pending.count === 0) continue;
      yield { chain, first: pending.first, count: pending.count, ...this.cut(pending) };
      pending.first += pending.count;
      pending.count = 0;
    }
  }

  private copy(part: DrawPart, taken: number, count: number, pending: Pending): void {
    for (const [name, size] of this.sizes) {
      const from = part.variables[name];
      if (from === undefined || from.length < part.count * size) throw missing(name, part.count * size, from?.length);
      pending.variables[name]!.set(from.subarray(taken * size, (taken + count) * size), pending.count * size);
    }
    for (const name of this.schema.stats) {
      const from = part.stats[name];
      if (from === undefined || from.length < part.count) throw missing(name, part.count, from?.length);
      copyStat(from, taken, count, pending.stats[name]!, pending.count);
    }
  }

  private cut({ count, variables, stats }: Pending): Pick<Piece, "variables" | "stats"> {
    const cutTo = <T extends { subarray(first: number, end: number): T }>(
      arrays: Record<string, T>,
      length: (name: string) => number,
    ) => Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.subarray(0, length(name))]));
    return {
      variables: cutTo<Float64Array>(variables as Record<string, Float64Array>, (name) => count * this.sizes.get(name)!),
      stats: cutTo<Float64Array>(stats as Record<string, Float64Array>, () => count),
    };
  }

  private makePending(): Pending {
    const type = this.options.precision ?? "float64";
    return {
      first: 0,
      count: 0,
      variables: Object.fromEntries(
        [...this.sizes].map(([name, size]) => [name, makeValues(type, this.draws * size) as Float64Array | Float32Array]),
      ),
      stats: Object.fromEntries(
        this.schema.stats.map((name) => [name, makeValues(statType(name), this.draws) as Piece["stats"][string]]),
      ),
    };
  }
}

function unknownChain(chain: number, chains: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem: `A part is of chain ${chain}, but the schema has ${chains} chains, counted from 0.`,
    remedy: "Open the sink with the number of chains that the run has.",
    value: chain,
  });
}

function outOfOrder(part: DrawPart, expected: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem: `A part of chain ${part.chain} begins at draw ${part.first}, but ${expected} draws of it were written.`,
    remedy: "Write the parts of a chain in order, without gaps.",
    value: part.first,
  });
}

function missing(name: string, expected: number, length: number | undefined): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem: length === undefined ? `A part lacks "${name}".` : `A part has ${length} numbers of "${name}", not ${expected}.`,
    remedy: "Give every variable and statistic of the schema in each part.",
    variable: name,
  });
}
