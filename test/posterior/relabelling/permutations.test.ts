import { describe, expect, test } from "vitest";
import { namedArray } from "../../../bindings/posterior/array.js";
import { keepCommonLabels, relabelArray } from "../../../bindings/posterior/relabelling/permutations.js";

const dims = ["chain", "draw"];

describe("relabelled arrays", () => {
  test("take component k from where the draw has it", () => {
    const array = namedArray(Float64Array.of(10, 11, 12, 20, 21, 22), [1, 2, 3], [...dims, "k"]);
    const permutations = Uint8Array.of(0, 1, 2, 2, 0, 1);
    expect([...relabelArray(array, 2, permutations).values]).toEqual([10, 11, 12, 22, 20, 21]);
    expect([...array.values]).toEqual([10, 11, 12, 20, 21, 22]);
  });

  test("move whole rows where the axis is not the last, in every member of dims before it", () => {
    const values = Float64Array.from({ length: 8 }, (_, i) => i);
    const array = namedArray(values, [1, 1, 2, 2, 2], [...dims, "school", "k", "axis"]);
    expect([...relabelArray(array, 3, Uint8Array.of(1, 0)).values]).toEqual([2, 3, 0, 1, 6, 7, 4, 5]);
  });

  test("leave places alone that belong to no component", () => {
    const array = namedArray(Float64Array.of(5, 6, 7), [1, 1, 3], [...dims, "k"]);
    expect([...relabelArray(array, 2, Uint8Array.of(2, 1, 0), [2, -1, 0]).values]).toEqual([7, 6, 5]);
  });
});

describe("common labels", () => {
  test("are kept by most draws, and the others follow", () => {
    const permutations = Uint8Array.of(1, 2, 0, 1, 2, 0, 1, 0, 2);
    expect([...keepCommonLabels(permutations, 3)]).toEqual([0, 1, 2, 0, 1, 2, 2, 1, 0]);
  });
});
