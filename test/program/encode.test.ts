/** Programs as bytes: the way there and back, and what damage is met with. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WasmcmcError } from "../../bindings/errors.js";
import { checksum, decode, encode } from "../../bindings/program/encode.js";
import type { Program } from "../../bindings/program/program.js";
import { randomProgram } from "./random_program.js";
import { smallProgram } from "./small_program.js";

/** The code of the typed error that decoding throws; anything else fails. */
function refusal(bytes: Uint8Array): string {
  try {
    decode(bytes);
  } catch (error) {
    if (error instanceof WasmcmcError) return error.code;
    throw error;
  }
  return "accepted";
}

/** Bytes with some words changed and the checksum made to fit again. */
function resealed(bytes: Uint8Array, changes: Readonly<Record<number, number>>): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (const [word, x] of Object.entries(changes)) view.setUint32(4 * Number(word), x, true);
  view.setUint32(40, checksum(copy), true);
  return copy;
}

describe("encoding a program", () => {
  test("gives the same program back", () => {
    expect(decode(encode(smallProgram()))).toEqual(smallProgram());
    fc.assert(
      fc.property(randomProgram({ rows: 3, groups: 2 }), ({ program }) => {
        expect(decode(encode(program))).toEqual(program);
      }),
      { numRuns: 30, seed: 20262 },
    );
  });

  test("keeps every constant to the bit", () => {
    const constants = [0, -0, 1 / 3, 5e-324, -1.7976931348623157e308, Infinity, -Infinity];
    const program: Program = { ...smallProgram(), constants };
    expect(decode(encode(program)).constants.map((x) => (Object.is(x, -0) ? "-0" : x))).toEqual(
      constants.map((x) => (Object.is(x, -0) ? "-0" : x)),
    );
    expect(decode(encode({ ...smallProgram(), constants: [NaN] })).constants).toEqual([NaN]);
  });

  test("reads bytes that begin anywhere in a buffer", () => {
    const bytes = encode(smallProgram());
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decode(shifted.subarray(3))).toEqual(smallProgram());
  });
});

describe("decoding damaged bytes", () => {
  const bytes = encode(smallProgram());

  test("refuses every single flipped byte", () => {
    for (let i = 0; i < bytes.length; i++) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const copy = bytes.slice();
        copy[i] = (copy[i] as number) ^ mask;
        const version = i >= 4 && i < 8;
        expect(refusal(copy), `byte ${i} ^ ${mask}`).toBe(version ? "program-version" : "damaged-program");
      }
    }
  });

  test("refuses every prefix, and bytes that follow", () => {
    for (let length = 0; length < bytes.length; length++) expect(refusal(bytes.subarray(0, length))).toBe("damaged-program");
    expect(refusal(Uint8Array.from([...bytes, 0, 0, 0, 0]))).toBe("damaged-program");
  });

  test("refuses counts that do not fit, even under a right checksum", () => {
    for (let word = 3; word < 9; word++) {
      expect(refusal(resealed(bytes, { [word]: 0xffffffff })), `word ${word}`).toBe("damaged-program");
      expect(refusal(resealed(bytes, { [word]: 0 })), `word ${word}`).toBe("damaged-program");
    }
  });

  test("never fails in another way, whatever word is changed under a right checksum", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length / 4 - 12), fc.oneof(fc.nat(20), fc.constant(0xffffffff), fc.nat()), (place, x) => {
        expect(["accepted", "damaged-program"]).toContain(refusal(resealed(bytes, { [11 + place]: x })));
      }),
      { numRuns: 500, seed: 20263 },
    );
  });
});
