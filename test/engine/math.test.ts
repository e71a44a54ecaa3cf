/** Values that the special functions must give to the bit: zeros, infinities, NaN, subnormals, overflow. */

import { beforeAll, describe, expect, it } from "vitest";
import { type Evaluate, mathModule } from "./math_module.js";

const TINIEST = 5e-324;
const LARGEST = Number.MAX_VALUE;

let evaluate: Evaluate;
let memory: WebAssembly.Memory;
let input: number;

beforeAll(async () => {
  ({ evaluate, memory, input } = await mathModule(64));
}, 60_000);

/** Name, then pairs of argument and value; -0 and 0 are told apart. */
const exact: [name: string, ...points: [x: number, value: number][]][] = [
  [
    "exp",
    [0, 1],
    [-0, 1],
    [-Infinity, 0],
    [Infinity, Infinity],
    [710, Infinity],
    [-746, 0],
    [-745.1332191019411, TINIEST],
    [TINIEST, 1],
    [-LARGEST, 0],
    [LARGEST, Infinity],
  ],
  ["expNonPositive", [0, 1], [-0, 1], [-Infinity, 0], [-709, 0], [-LARGEST, 0]],
  [
    "log",
    [1, 0],
    [0, -Infinity],
    [-0, -Infinity],
    [Infinity, Infinity],
    [-1, NaN],
    [-TINIEST, NaN],
    [-Infinity, NaN],
    [TINIEST, -744.4400719213812],
    [LARGEST, 709.782712893384],
    [2 ** -1022, -708.3964185322641],
  ],
  [
    "log1p",
    [0, 0],
    [-0, -0],
    [-1, -Infinity],
    [-1.5, NaN],
    [-Infinity, NaN],
    [Infinity, Infinity],
    [TINIEST, TINIEST],
    [-TINIEST, -TINIEST],
    [LARGEST, 709.782712893384],
  ],
  [
    "expm1",
    [0, 0],
    [-0, -0],
    [-Infinity, -1],
    [-50, -1],
    [Infinity, Infinity],
    [710, Infinity],
    [TINIEST, TINIEST],
    [-TINIEST, -TINIEST],
  ],
  ["tanh", [0, 0], [-0, -0], [Infinity, 1], [-Infinity, -1], [25, 1], [-25, -1], [TINIEST, TINIEST], [-TINIEST, -TINIEST]],
  [
    "sin",
    [0, 0],
    [-0, -0],
    [Infinity, NaN],
    [-Infinity, NaN],
    [TINIEST, TINIEST],
    [-TINIEST, -TINIEST],
    [Math.PI, 1.2246467991473532e-16],
  ],
  ["cos", [0, 1], [-0, 1], [Infinity, NaN], [-Infinity, NaN], [TINIEST, 1], [Math.PI / 2, 6.123233995736766e-17]],
  ["erf", [0, 0], [-0, -0], [Infinity, 1], [-Infinity, -1], [7, 1], [-7, -1], [TINIEST, TINIEST]],
  [
    "lgamma",
    [1, 0],
    [2, 0],
    [0, Infinity],
    [-0, Infinity],
    [-1, Infinity],
    [-2, Infinity],
    [-1e300, Infinity],
    [-Infinity, Infinity],
    [Infinity, Infinity],
    [LARGEST, Infinity],
    [TINIEST, 744.4400719213812],
    [-TINIEST, 744.4400719213812],
  ],
  [
    "digamma",
    [0, -Infinity],
    [-0, Infinity],
    [-1, NaN],
    [-2, NaN],
    [-1e300, NaN],
    [-Infinity, NaN],
    [Infinity, Infinity],
    [TINIEST, -Infinity],
  ],
  ["logistic", [0, 0.5], [-0, 0.5], [Infinity, 1], [-Infinity, 0], [40, 1], [-745.1332191019411, TINIEST]],
  ["softplus", [-Infinity, 0], [Infinity, Infinity], [800, 800], [-745.1332191019411, TINIEST]],
  ["log1mexp", [0, -Infinity], [-0, -Infinity], [1, NaN], [Infinity, NaN], [-Infinity, -0], [-TINIEST, -744.4400719213812]],
  [
    "logit",
    [0, -Infinity],
    [-0, -Infinity],
    [0.5, 0],
    [1, Infinity],
    [-0.1, NaN],
    [1.1, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [TINIEST, -744.4400719213812],
  ],
  [
    "logNormalCdf",
    [0, -0.6931471805599453],
    [-0, -0.6931471805599453],
    [-Infinity, -Infinity],
    [Infinity, 0],
    [-1e150, -(1e150 ** 2) / 2],
    [-LARGEST, -Infinity],
    [LARGEST, 0],
  ],
  ["logNormalCdfSlope", [-Infinity, Infinity], [Infinity, 0], [-LARGEST, LARGEST], [LARGEST, 0]],
  [
    "normalQuantile",
    [0, -Infinity],
    [-0, -Infinity],
    [0.5, 0],
    [1, Infinity],
    [-0.1, NaN],
    [1.1, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
  ],
  ["normalQuantileSlope", [0, Infinity], [1, Infinity], [-0.1, NaN], [1.1, NaN]],
  ["logBesselI0", [0, 0], [-0, 0], [Infinity, Infinity], [-Infinity, Infinity], [LARGEST, LARGEST], [TINIEST, 0]],
  ["logBesselI0Slope", [0, 0], [-0, -0], [Infinity, 1], [-Infinity, -1], [LARGEST, 1]],
];

const binary: [name: string, ...points: [a: number, b: number, value: number][]][] = [
  [
    "logAddExp",
    [-Infinity, -Infinity, -Infinity],
    [-Infinity, 1.25, 1.25],
    [1.25, -Infinity, 1.25],
    [Infinity, Infinity, Infinity],
    [Infinity, -Infinity, Infinity],
    [Infinity, 3, Infinity],
    [-800, 0, 0],
    [NaN, 1, NaN],
    [1, NaN, NaN],
    [NaN, -Infinity, NaN],
    [Infinity, NaN, NaN],
  ],
];

const powBases = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 1e-310, TINIEST, LARGEST, -LARGEST, Infinity, -Infinity, NaN];
const powExponents = [0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1e300, -1e300, Infinity, -Infinity, NaN];

const unary = exact.map(([name]) => name);
/** Both signs, quiet and signalling, with payloads that would make large and small numbers of a careless shift. */
const nanBits = [
  0x7ff8000000000000n,
  0xfff8000000000000n,
  0x7ff8000000000fffn,
  0xfff0000000000001n,
  0x7fffffffffffffffn,
  0xffffffffffffffffn,
];

/** Bits of the values at the words given as operands, a NaN's bits reduced to one pattern. */
function valuesAtBits(name: string, words: readonly bigint[]): string[] {
  const operands = new Float64Array(words.length);
  evaluate(name, operands); // fixes the length; the words follow, untouched by a number type
  new BigUint64Array(memory.buffer, input, words.length).set(words);
  return Array.from(evaluate(name, new Float64Array(memory.buffer, input, words.length)), String);
}

describe("special functions at the edges", () => {
  it.each(exact)("%s has its exact values", (name, ...points) => {
    const values = evaluate(
      name,
      points.map(([x]) => x),
    );
    expect(Array.from(values, (value, i) => [points[i]![0], value])).toEqual(points);
  });

  it.each(binary)("%s has its exact values", (name, ...points) => {
    const a = points.map((point) => point[0]);
    const b = points.map((point) => point[1]);
    const values = evaluate(name, a, b);
    expect(Array.from(values, (value, i) => [a[i], b[i], value])).toEqual(points);
  });

  it("pow has the special cases of **", () => {
    const cases = powBases.flatMap((a) => powExponents.map((b): [number, number] => [a, b]));
    // Cases whose value is a plain number, not a limit, may differ from the host's in the last bits.
    for (const [a, b] of cases) {
      const value = evaluate("pow", [a], [b])[0]!;
      const host = a ** b;
      if (Number.isFinite(host) && host !== 0) expect(Math.abs(value / host - 1), `${a} ** ${b}`).toBeLessThan(2 ** -50);
      else expect(value, `${a} ** ${b}`).toBe(host);
    }
  });

  it("atan2 has the special cases of Math.atan2", () => {
    for (const y of powBases)
      for (const x of powBases) {
        const value = evaluate("atan2", [y], [x])[0]!;
        const host = Math.atan2(y, x);
        // Two functions within 3 ulp each of the angle.
        if (host !== 0 && !Number.isNaN(host)) expect(Math.abs(value / host - 1), `${y}, ${x}`).toBeLessThan(2 ** -50);
        else expect(value, `${y}, ${x}`).toBe(host);
      }
  });

  it.each(unary)("%s takes every NaN to NaN, and NaN's bits leave its neighbour alone", (name) => {
    const number = new BigUint64Array(new Float64Array([0.375]).buffer)[0]!;
    const alone = valuesAtBits(name, [number, number])[0];
    for (const bits of nanBits) {
      expect(valuesAtBits(name, [bits, number])).toEqual(["NaN", alone]);
      expect(valuesAtBits(name, [number, bits])).toEqual([alone, "NaN"]);
    }
  });

  it.each(unary)("%s does not let a number's neighbour change it by a bit", (name) => {
    const numbers = [0.3, -0.3, 1.7, -1.7, 5.25, -5.25, 9.5, -9.5, 300, -300];
    const neighbours = [0, -0, Infinity, -Infinity, NaN, TINIEST, LARGEST, -LARGEST, 1e6, -700.5, 0.5, 8];
    for (const number of numbers) {
      const alone = evaluate(name, [number, number]);
      for (const neighbour of neighbours) {
        expect(evaluate(name, [number, neighbour])[0]).toBe(alone[0]);
        expect(evaluate(name, [neighbour, number])[1]).toBe(alone[0]);
      }
    }
  });

  it("pow does not let a pair's neighbour change it by a bit", () => {
    const alone = evaluate("pow", [1.7, 1.7], [2.3, 2.3])[0];
    for (const a of powBases) for (const b of powExponents) expect(evaluate("pow", [1.7, a], [2.3, b])[0]).toBe(alone);
  });
});
