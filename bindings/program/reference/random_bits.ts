/**
 * Random bits of the reference evaluator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC 2011), and where a variate's bits are in it. Shares no code with the engine.
 *
 * A variate's k-th uniform is draw `ordinal * 2^44 + row * 2^12 + k` of its iteration; block i of the generator holds draws 2 i
 * and 2 i + 1, each of 64 bits.
 */
import { Purpose } from "../../../assembly/layout.js";

/** Which random numbers a simulation takes: those of an iteration of a chain of a seed. Chains are told apart by 11 bits and a purpose. */
export interface RandomStream {
  readonly seed: number;
  readonly chain: number;
  readonly iteration: number;
}

const word = 2 ** 32;

/** High and low word of the product of two words. */
function product(a: number, b: number): [high: number, low: number] {
  const upper = Math.floor(a / 65536) * b;
  const lower = (a % 65536) * b;
  return [Math.floor((upper + Math.floor(lower / 65536)) / 65536), Math.imul(a, b) >>> 0];
}

type Words = readonly [number, number, number, number];

export function philox(counter: Words, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = product(0xd2511f53, c0);
    const [high1, low1] = product(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) % word;
    k1 = (k1 + 0xbb67ae85) % word;
  }
  return [c0, c1, c2, c3];
}

/** The uniforms of one variate, one after the other. */
export class Uniforms {
  private read = 0;

  constructor(
    private readonly stream: RandomStream,
    private readonly ordinal: number,
    private readonly row: number,
  ) {}

  /** A whole number below 2^53, each as likely: the upper bits of the next draw. */
  whole(): number {
    const { seed, chain, iteration } = this.stream;
    const k = this.read++;
    const place = this.row * 2 ** 11 + Math.floor(k / 2);
    const words = philox(
      [
        iteration,
        Purpose.Simulate + Math.floor(chain / 2 ** 11),
        place % word,
        this.ordinal * 2 ** 11 + Math.floor(place / word),
      ],
      [seed % word, Math.floor(seed / word) + (chain % 2 ** 11) * 2 ** 21],
    );
    const [low, high] = k % 2 === 0 ? [words[0], words[1]] : [words[2], words[3]];
    return high * 2 ** 21 + (low >>> 11);
  }

  /** In (0, 1); 0 is replaced by half a step. */
  next(): number {
    return Math.max(this.whole(), 0.5) * 2 ** -53;
  }
}
