/** Every loop at lengths around the pair: nothing, one, odd and even; what lies behind the last element is left alone. */
import { addScaled, allFinite, allocateVector, copyVector, dot, multiplyVectors, paddedLength } from "../vector";

const GUARD: f64 = 12345;

function at(vector: usize, i: i32): f64 {
  return load<f64>(vector + (<usize>i << 3));
}

/** start, start + 1, ... and a guard behind. */
function counting(length: i32, start: f64): usize {
  const vector = allocateVector(length + 1);
  for (let i = 0; i < length; ++i) store<f64>(vector + (<usize>i << 3), start + <f64>i);
  store<f64>(vector + (<usize>length << 3), GUARD);
  return vector;
}

describe("vectors", () => {
  it("are allocated zeroed, aligned and padded to pairs", () => {
    expect<usize>(allocateVector(3) & 15).toBe(0);
    expect<f64>(at(allocateVector(3), 3)).toBe(0);
    expect<i32>(paddedLength(0)).toBe(0);
    expect<i32>(paddedLength(3)).toBe(4);
    expect<i32>(paddedLength(4)).toBe(4);
  });

  it("multiply and add up over any length", () => {
    for (let length = 0; length <= 9; ++length) {
      let product: f64 = 0;
      let squares: f64 = 0;
      for (let i = 0; i < length; ++i) {
        product += (1 + <f64>i) * (10 + <f64>i);
        squares += (1 + <f64>i) * (1 + <f64>i);
      }
      const x = counting(length, 1);
      expect<f64>(dot(length, x, counting(length, 10))).toBe(product);
      expect<f64>(dot(length, x, x)).toBe(squares);
    }
  });

  it("are written to their last element and no further", () => {
    for (let length = 0; length <= 5; ++length) {
      const x = counting(length, 1);
      const y = counting(length, 10);
      addScaled(length, 2, x, y);
      const product = counting(length, 0);
      multiplyVectors(length, x, y, product);
      const copy = counting(length, 0);
      copyVector(length, y, copy);
      for (let i = 0; i < length; ++i) {
        expect<f64>(at(y, i)).toBe(10 + <f64>i + 2 * (1 + <f64>i));
        expect<f64>(at(x, i)).toBe(1 + <f64>i);
        expect<f64>(at(product, i)).toBe(at(x, i) * at(y, i));
        expect<f64>(at(copy, i)).toBe(at(y, i));
      }
      expect<f64>(at(x, length) + at(y, length) + at(product, length) + at(copy, length)).toBe(4 * GUARD);
    }
  });

  it("are finite unless an element, in either lane or in the tail, is not", () => {
    for (let length = 1; length <= 5; ++length) {
      for (let i = 0; i < length; ++i) {
        const vector = counting(length, 1e308);
        expect<bool>(allFinite(length, vector)).toBe(true);
        store<f64>(vector + (<usize>i << 3), NaN);
        expect<bool>(allFinite(length, vector)).toBe(false);
        store<f64>(vector + (<usize>i << 3), -Infinity);
        expect<bool>(allFinite(length, vector)).toBe(false);
      }
    }
  });
});
