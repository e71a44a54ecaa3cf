/** Random numbers: the generator's published vectors, the addresses of draws, and the exact ends of each variate's range. */
import { allocateBytes } from "../vector";
import { exponential } from "../rng/exponential";
import { fillNormals, normal, normalFromBits } from "../rng/normal";
import { philox } from "../rng/philox";
import { createStream, randomBits, selectDraws } from "../rng/stream";
import { uniform, uniformFromBits } from "../rng/uniform";

const words = allocateBytes(16);

function word(i: i32): u32 {
  return load<u32>(words + (<usize>i << 2));
}

describe("philox", () => {
  // kat_vectors of Random123, the three lines "philox4x32 10".
  it("gives the published words for zeros", () => {
    philox(0, 0, 0, 0, 0, 0, words);
    expect<u32>(word(0)).toBe(0x6627e8d5);
    expect<u32>(word(1)).toBe(0xe169c58d);
    expect<u32>(word(2)).toBe(0xbc57ac4c);
    expect<u32>(word(3)).toBe(0x9b00dbd8);
  });

  it("gives the published words for ones", () => {
    const ones: u32 = 0xffffffff;
    philox(ones, ones, ones, ones, ones, ones, words);
    expect<u32>(word(0)).toBe(0x408f276d);
    expect<u32>(word(1)).toBe(0x41c83b0e);
    expect<u32>(word(2)).toBe(0xa20bc7c6);
    expect<u32>(word(3)).toBe(0x6d5451fd);
  });

  it("gives the published words for the digits of pi", () => {
    philox(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, words);
    expect<u32>(word(0)).toBe(0xd16cfe09);
    expect<u32>(word(1)).toBe(0x94fdcceb);
    expect<u32>(word(2)).toBe(0x5001e420);
    expect<u32>(word(3)).toBe(0x24126ea1);
  });
});

describe("a stream", () => {
  it("puts iteration, purpose and index in the counter, seed and chain in the key", () => {
    const stream = createStream(0xdeadbeef, 0x123456, 5);
    selectDraws(stream, 17, 2);
    const index: u64 = (<u64>3 << 33) | (9 << 1);
    philox(17, 2, 9, 3, 0xdeadbeef, 0x123456 | (5 << 21), words);
    expect<u64>(randomBits(stream, index)).toBe(load<u64>(words));
    expect<u64>(randomBits(stream, index + 1)).toBe(load<u64>(words, 8));
  });

  it("gives the same draw at an address in any order", () => {
    const stream = createStream(1, 0, 0);
    selectDraws(stream, 3, 1);
    const first = normal(stream, 0);
    const eighth = normal(stream, 7);
    selectDraws(stream, 4, 1);
    expect<f64>(normal(stream, 0)).not.toBe(first);
    selectDraws(stream, 3, 1);
    expect<f64>(normal(stream, 7)).toBe(eighth);
    expect<f64>(normal(stream, 0)).toBe(first);
  });

  it("differs between chains", () => {
    const one = createStream(1, 0, 0);
    const other = createStream(1, 0, 1);
    selectDraws(one, 0, 0);
    selectDraws(other, 0, 0);
    expect<u64>(randomBits(one, 0)).not.toBe(randomBits(other, 0));
  });
});

describe("variates", () => {
  it("are uniform strictly between 0 and 1", () => {
    expect<f64>(uniformFromBits(0)).toBe(5.551115123125783e-17);
    expect<f64>(uniformFromBits(<u64>1 << 11)).toBe(1.1102230246251565e-16);
    expect<f64>(uniformFromBits(u64.MAX_VALUE)).toBe(1 - 1.1102230246251565e-16);
    expect<f64>(uniformFromBits(<u64>1 << 63)).toBe(0.5);
  });

  it("are normal, symmetric to the last bit, and reach 8.29", () => {
    for (let i = 0; i < 64; ++i) {
      const bits: u64 = (<u64>0x9e3779b97f4a7c15) * <u64>i;
      expect<f64>(normalFromBits(~bits)).toBe(-normalFromBits(bits));
    }
    // mpmath at 50 digits: sqrt(2) erfinv(2 p - 1) at p = 2^-54, 2^-12 + 2^-54, 0.25 + 2^-54
    expect<f64>(normalFromBits(0)).toBeCloseTo(-8.292361075813597, 14);
    expect<f64>(normalFromBits(<u64>1 << 52)).toBeCloseTo(-3.4871041041143703, 14);
    expect<f64>(normalFromBits(<u64>1 << 62)).toBeCloseTo(-0.6744897501960816, 14);
  });

  it("are the same normals one by one and by pairs, from even and odd addresses", () => {
    const stream = createStream(3, 0, 0);
    const values = allocateBytes(8 * 42);
    selectDraws(stream, 1, 1);
    for (let first: u64 = 0; first < 2; ++first) {
      store<f64>(values + 8 * 41, 12345);
      fillNormals(stream, first, 41, values);
      for (let i = 0; i < 41; ++i) expect<f64>(load<f64>(values + (<usize>i << 3))).toBe(normal(stream, first + <u64>i));
      expect<f64>(load<f64>(values + 8 * 41)).toBe(12345);
    }
  });

  it("are exponential, positive and finite", () => {
    const stream = createStream(7, 0, 0);
    selectDraws(stream, 0, 0);
    for (let i: u64 = 0; i < 100; ++i) {
      const x = exponential(stream, i);
      expect<bool>(x > 0 && x < 37.5).toBe(true);
      expect<f64>(Math.exp(-x)).toBeCloseTo(uniform(stream, i), 14);
    }
  });
});
