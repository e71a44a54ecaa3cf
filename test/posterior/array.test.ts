import { describe, expect, test } from "vitest";
import { labelsOf, namedArray, select } from "../../bindings/posterior/array.js";

const schools = ["Choate", "Deerfield", "Hotchkiss"];
const values = Float64Array.from({ length: 2 * 4 * 3 }, (_, i) => i);
const theta = namedArray(values, [2, 4, 3], ["chain", "draw", "school"], { school: schools, year: [1, 2] });

describe("a named array", () => {
  test("keeps the coordinates of its own dims", () => {
    expect(theta.coords).toEqual({ school: schools });
    expect(labelsOf(theta, 1)).toEqual([0, 1, 2, 3]);
  });

  test("selects by labels and drops their dims", () => {
    expect(select(theta, { chain: 1, school: "Deerfield" })).toEqual({
      values: Float64Array.of(13, 16, 19, 22),
      shape: [4],
      dims: ["draw"],
      coords: {},
    });
    expect(select(theta, { draw: 2 })).toMatchObject({
      values: Float64Array.of(6, 7, 8, 18, 19, 20),
      shape: [2, 3],
      coords: { school: schools },
    });
    expect(select(theta, { chain: 0, draw: 0, school: "Hotchkiss" })).toMatchObject({
      values: Float64Array.of(2),
      shape: [],
      dims: [],
    });
    expect(select(theta, {}).values).toEqual(values);
  });

  test("names a label or dim that is not there", () => {
    expect(() => select(theta, { school: "Eton" })).toThrow(
      'The dim "school" has no label "Eton". Known: "Choate", "Deerfield", "Hotchkiss".',
    );
    expect(() => select(theta, { chain: 2 })).toThrow(
      expect.objectContaining({ code: "unknown-label", variable: "chain", value: 2 }),
    );
    expect(() => select(theta, { year: 1 })).toThrow('The array has no dim "year".');
  });

  test("refuses shapes, dims and coordinates that do not agree", () => {
    expect(() => namedArray(values, [2, 4], ["chain", "draw"])).toThrow("24 values do not fill the shape [2,4].");
    expect(() => namedArray(values, [24], ["chain", "draw"])).toThrow("Shape [24] has 1 axes but 2 dims are named.");
    expect(() => namedArray(values, [2, 12], ["draw", "draw"])).toThrow('The dim "draw" is named twice.');
    expect(() => namedArray(values, [24], ["x"], { x: [1] })).toThrow(
      expect.objectContaining({ code: "bad-shape", variable: "x" }),
    );
  });
});
