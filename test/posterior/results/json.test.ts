import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { fromJson } from "../../../bindings/posterior/io/json_read.js";
import { jsonChunks, toJson } from "../../../bindings/posterior/io/json_write.js";
import { exampleResults } from "./example.js";
import { folder, hasPython, type PythonResults, resultsAsPython, runPython, withoutStamps } from "./python.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("results in JSON", () => {
  test("come back exactly, from text and from bytes", () => {
    const data = exampleResults();
    const text = toJson(data);
    expect(fromJson(text)).toEqual(data);
    expect(fromJson(bytes(`\uFEFF${text}`))).toEqual(data);
    expect([...jsonChunks(data)].join("")).toBe(text);
  });

  test("come back exactly with float32, empty arrays, labels of draws and attributes of variables", () => {
    const coords = { draw: [10, 20], chain: ["a"], k: [0.5, 1] };
    const variables = {
      a: {
        values: Float32Array.of(0.1, -2, 3, 1e-40),
        shape: [1, 2, 2],
        dims: ["chain", "draw", "k"],
        attributes: { unit: "m" },
      },
      none: { values: new Float64Array(0), shape: [1, 2, 0], dims: ["chain", "draw", "nothing"] },
      words: { values: [], shape: [0], dims: ["nowhere"] },
      small: { values: Int32Array.of(-(2 ** 31), 2 ** 31 - 1), shape: [1, 2], dims: ["chain", "draw"] },
    };
    const other = {
      variables: { b: { values: Float64Array.of(1), shape: [1], dims: ["draw"] } },
      coords: { draw: [7] },
      attributes: {},
    };
    const data = new InferenceData({ posterior: { variables, coords, attributes: { n: 1 } }, prior: other, mine: other });
    expect(fromJson(toJson(data))).toEqual(data);
  });

  test("are plain JSON where all numbers are finite", () => {
    const data = InferenceData.from({ posterior: { m: [[1, 2.5, -0]] } }, { attributes: { seed: 1 } });
    expect(JSON.parse(toJson(data))).toMatchObject({
      posterior: { m: [[1, 2.5, -0]] },
      attrs: { seed: 1 },
      coords: {},
      dims: {},
    });
    expect(toJson(data)).toContain("[1.0,2.5,-0.0]");
  });

  test("are refused where one name has other dims or labels in two groups, which ArviZ's form cannot say", () => {
    const of = (dims: string[], labels: string[]) => ({
      variables: { y: { values: Float64Array.of(1, 2), shape: [2], dims } },
      coords: { [dims[0]!]: labels },
      attributes: {},
    });
    const twoDims = new InferenceData({ observed_data: of(["a"], ["x", "y"]), constant_data: of(["b"], ["x", "y"]) });
    expect(() => toJson(twoDims)).toThrow(expect.objectContaining({ code: "bad-shape", variable: "y" }));
    const twoLabels = new InferenceData({ observed_data: of(["a"], ["x", "y"]), constant_data: of(["a"], ["x", "z"]) });
    expect(() => toJson(twoLabels)).toThrow(expect.objectContaining({ code: "bad-coords", variable: "a" }));
    expect(() => toJson(new InferenceData({ dims: of(["a"], ["x", "y"]) }))).toThrow(
      expect.objectContaining({ code: "name-clash" }),
    );
  });

  test.each([
    ['{"posterior": {"m": [[1, 2], [3]]}}', 32, "equally long"],
    ['{"posterior": {"m": [[1, "a"]]}}', 25, "mixes"],
    ['{"posterior": {"m": [[1, {}]]}}', 25, "record"],
    ['{"posterior": {"m": [[1, 2.]]}}', 25, "no value"],
    ['{"posterior": {"m": [[1, 2', 26, "too early"],
    ['{"posterior": {"m": [[1 2]]}}', 24, "comma"],
    ['{"attrs": {"a": "\\x"}}', 17, "escape"],
    ['{"attrs": {"a": "b', 18, "does not end"],
    ['{"attrs": {}} x', 14, "after the end"],
    ["", 0, "too early"],
    [`{"attrs": ${"[".repeat(100)}`, 75, "deep"],
  ])("name the byte at which they are damaged: %s", (text, byte, why) => {
    const error = expect.objectContaining({ code: "damaged-file", value: byte, message: expect.stringContaining(why) });
    expect(() => fromJson(text)).toThrow(error);
  });

  test.skipIf(!hasPython)(
    "are what ArviZ reads: every number, dim, label and attribute, and the same summary (needs Python)",
    () => {
      const data = exampleResults();
      const path = join(folder(), "results.json");
      writeFileSync(path, toJson(data));
      const read = runPython<PythonResults>(["read", "json", path]);
      // A single number of data is a vector of one to ArviZ.
      const groups = Object.entries(resultsAsPython(exampleResults([4])).groups).map(([name, group]) => {
        // ArviZ gives groups of data the attributes of the whole.
        const attributes = name.endsWith("_data") ? data.attributes : group.attributes;
        return [name, { ...group, attributes }];
      });
      expect(withoutStamps(read)).toEqual({ groups: Object.fromEntries(groups), attributes: data.attributes });
      expect(data.summary().table()).toBe(read.summary);
    },
  );

  test.skipIf(!hasPython)("that ArviZ wrote are read (needs Python)", () => {
    const place = folder();
    const written = runPython<PythonResults>(["write", place]);
    for (const file of ["results.json", "indented.json"]) {
      const data = fromJson(readFileSync(join(place, file)));
      expect(withoutStamps(resultsAsPython(data))).toEqual(withoutStamps(written));
      expect(data.summary().table()).toBe(written.summary);
    }
  });
});
