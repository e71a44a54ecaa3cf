/**
 * A run as bytes, to go on from in another process.
 *
 *     magic "WMCK" | version | header length | checksum
 *     header   JSON, UTF-8, to a multiple of 8 with spaces: settings, fingerprint of model and data, and what there is of each chain
 *     position float64 x dimension: the start before jitter
 *     for each chain, each at a multiple of 8:
 *         state        ChainState of assembly/layout.ts, which has a version of its own; nothing where the chain had not begun
 *         warm-up      compact draws, then records of statistics, float64, iteration by iteration; where it was kept
 *         draws        the same of the draws; where they are included
 *
 * Words are 32-bit little-endian; the checksum (FNV-1a) covers all bytes but its own.
 */
import { STATS } from "../engine/chain_runner.js";
import { flawOf, iterationOf } from "../engine/chain_state.js";
import type { Settings } from "../engine/options.js";
import type { StoredChain } from "../engine/record.js";
import { WasmcmcError } from "../errors.js";
import { checksum } from "../program/encode.js";
import type { Fingerprint } from "./fingerprint.js";

const Magic = 0x4b434d57;
const Version = 1;
const HeaderBytes = 16;
const ChecksumWord = 3;

/** Counts are of bytes for states, else of iterations. */
interface ChainHeader {
  readonly state: number;
  readonly warmup: number;
  readonly draws: number;
}

interface Header {
  readonly settings: Settings;
  readonly fingerprint: Fingerprint;
  readonly dimension: number;
  readonly parameterLength: number;
  readonly keepsWarmup: boolean;
  readonly hasDraws: boolean;
  readonly chains: readonly ChainHeader[];
}

export interface CheckpointChain {
  readonly state: Uint8Array<ArrayBuffer> | undefined;
  /** Iterations of warm-up that were kept, and draws: as many as the arrays hold. */
  readonly warmup: StoredChain;
  readonly made: StoredChain;
}

export interface Checkpoint extends Omit<Header, "chains"> {
  readonly position: Float64Array;
  readonly chains: readonly CheckpointChain[];
}

export function writeCheckpoint({ position, chains, ...rest }: Checkpoint): Uint8Array<ArrayBuffer> {
  const counts = chains.map(({ state, warmup, made }) => ({
    state: state?.length ?? 0,
    warmup: warmup.stats.length / STATS,
    draws: made.stats.length / STATS,
  }));
  const text = JSON.stringify({ ...rest, chains: counts } satisfies Header);
  const encoded = new TextEncoder().encode(text);
  const header = new Uint8Array(padded(encoded.length)).fill(0x20);
  header.set(encoded);
  const parts: (ArrayBufferView | undefined)[] = [position];
  for (const { state, warmup, made } of chains) parts.push(state, warmup.draws, warmup.stats, made.draws, made.stats);
  const length = parts.reduce((sum, part) => sum + padded(part?.byteLength ?? 0), HeaderBytes + header.length);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  [Magic, Version, header.length].forEach((word, place) => view.setUint32(4 * place, word, true));
  bytes.set(header, HeaderBytes);
  let at = HeaderBytes + header.length;
  for (const part of parts) {
    if (part === undefined) continue;
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += padded(part.byteLength);
  }
  view.setUint32(4 * ChecksumWord, checksum(bytes, ChecksumWord), true);
  return bytes;
}

/** Throws a typed error, code "damaged-file", where the bytes are no checkpoint or not all of one. */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { header, start } = readHeader(bytes);
  const { dimension, parameterLength, settings, chains, ...rest } = header;
  let at = start;
  const take = (byteLength: number) => {
    const part = bytes.slice(at, at + byteLength);
    at += padded(byteLength);
    return part;
  };
  const numbers = (count: number) => new Float64Array(take(8 * count).buffer);
  const stored = (count: number) => ({ draws: numbers(count * parameterLength), stats: numbers(count * STATS) });
  const counts = chains.flatMap(({ state, warmup, draws }) => [padded(state), 8 * (warmup + draws) * (parameterLength + STATS)]);
  const expected = counts.reduce((sum, count) => sum + count, start + 8 * dimension);
  if (!(expected === bytes.length)) throw damaged(`it has ${bytes.length} bytes where it should have ${expected}`);
  const position = numbers(dimension);
  if (!position.every(Number.isFinite)) throw damaged("its start is not finite");
  const read = chains.map(({ state, warmup, draws }) => {
    const saved = state === 0 ? undefined : take(state);
    return { state: saved, warmup: stored(warmup), made: stored(draws) };
  });
  const checkpoint = { dimension, parameterLength, settings, ...rest, position, chains: read };
  read.forEach((chain, k) => {
    checkChain(checkpoint, chain, k);
  });
  return checkpoint;
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  if (bytes.length < HeaderBytes || bytes.length % 8 !== 0) throw damaged(`${bytes.length} bytes are not all of one`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (place: number) => view.getUint32(4 * place, true);
  if (word(0) !== Magic) throw damaged("it does not start as one");
  if (word(1) !== Version) throw damaged(`its version is ${word(1)}; this library reads version ${Version}`);
  if (word(ChecksumWord) !== checksum(bytes, ChecksumWord)) throw damaged("its checksum does not match");
  const start = HeaderBytes + word(2);
  try {
    return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(HeaderBytes, start))) as Header, start };
  } catch {
    throw damaged("its header cannot be read");
  }
}

/** A chain's state and what was stored of it must tell of the same iterations. */
function checkChain(checkpoint: Checkpoint, { state, warmup, made }: CheckpointChain, place: number): void {
  const { settings, dimension, keepsWarmup, hasDraws } = checkpoint;
  const flaw = state === undefined ? undefined : flawOf(state, settings, dimension);
  if (flaw !== undefined) throw damaged(`in the state of chain ${place}, ${flaw}`);
  const iterations = state === undefined ? 0 : iterationOf(state);
  const kept = [warmup, made].map(({ stats }) => stats.length / STATS);
  const expected = [
    keepsWarmup ? Math.min(iterations, settings.warmup) : 0,
    hasDraws ? Math.max(0, iterations - settings.warmup) : 0,
  ];
  if (String(kept) !== String(expected)) throw damaged(`chain ${place} has other draws than its state tells of`);
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}

function damaged(why: string): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `This is not a checkpoint, or it is damaged: ${why}.`,
    remedy: "Use an earlier checkpoint, and move the bytes as binary.",
  });
}
