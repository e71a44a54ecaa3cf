import { expect, test } from "vitest";
import { checkData, type DataOptions } from "../../bindings/model/check_data.js";
import { type DataSpec, dataNodes, index, matrix, scalar, vector } from "../../bindings/model/data.js";
import { mistake } from "./mistake.js";

const check = (spec: DataSpec, data: Record<string, unknown>, options?: DataOptions) => checkData(dataNodes(spec), data, options);
const points = { x: vector("point"), y: vector("point") };

test("columns become float64 and dims get their sizes", () => {
  const { columns, dimSizes, coords } = check(
    { n: scalar(), x: vector("point"), y: vector("point"), z: vector("point") },
    { n: 3, x: [1, 2], y: new Float32Array([0.5, 1.5]), z: new Int16Array([7, 8]) },
  );
  expect([...columns]).toEqual([
    ["n", new Float64Array([3])],
    ["x", new Float64Array([1, 2])],
    ["y", new Float64Array([0.5, 1.5])],
    ["z", new Float64Array([7, 8])],
  ]);
  expect([...dimSizes]).toEqual([["point", 2]]);
  expect(coords.size).toBe(0);
});

test("a Float64Array is not copied", () => {
  const y = new Float64Array([1, 2]);
  expect(check({ y: vector("point") }, { y }).columns.get("y")).toBe(y);
});

test("a matrix comes as rows or flat with its shape", () => {
  const spec = { design: matrix("point", "feature") };
  const expected = new Float64Array([1, 2, 3, 4, 5, 6]);
  const rows = check(spec, { design: [[1, 2, 3], new Float32Array([4, 5, 6])] });
  expect(rows.columns.get("design")).toEqual(expected);
  expect([...rows.dimSizes]).toEqual([
    ["point", 2],
    ["feature", 3],
  ]);
  expect(check(spec, { design: { values: [1, 2, 3, 4, 5, 6], shape: [2, 3] } }).columns.get("design")).toEqual(expected);
});

test("texts as labels are numbered by first appearance, over all columns that name the dim", () => {
  const spec = { home: index("team", "game"), away: index("team", "game") };
  const { indexes, coords, dimSizes } = check(spec, { home: ["b", "a", "b"], away: ["a", "c", "c"] });
  expect(indexes.get("home")).toEqual(new Int32Array([0, 1, 0]));
  expect(indexes.get("away")).toEqual(new Int32Array([1, 2, 2]));
  expect(coords.get("team")).toEqual(["b", "a", "c"]);
  expect(dimSizes.get("team")).toBe(3);
});

test("texts follow given coords, which may have members without a row", () => {
  const { indexes, dimSizes } = check(
    { school: index("school", "point") },
    { school: ["b", "a"] },
    { coords: { school: ["a", "b", "c"] } },
  );
  expect(indexes.get("school")).toEqual(new Int32Array([1, 0]));
  expect(dimSizes.get("school")).toBe(3);
});

test("integers as labels count against the size that other columns tell, else up to the largest", () => {
  const spec = { school: index("school", "point"), size: vector("school") };
  expect(check(spec, { school: [0, 2, 0], size: [1, 1, 1, 1] }).dimSizes.get("school")).toBe(4);
  expect(check({ school: index("school", "point") }, { school: new Uint8Array([0, 2, 0]) }).dimSizes.get("school")).toBe(3);
});

test("a missing column is named, with the one that was meant", () => {
  const error = mistake(() => check({ ...points, yErr: vector("point") }, { x: [1], y: [1], yerr: [1] }));
  expect(error).toMatchObject({ code: "missing-column", variable: "yErr" });
  expect(error.message).toMatchInlineSnapshot(
    `"The column yErr is missing from the data; it has x, y, yerr. Did you mean it by yerr? Rename that to yErr."`,
  );
});

test("an undefined column is a missing one", () => {
  expect(mistake(() => check(points, { x: [1], y: undefined }))).toMatchObject({ code: "missing-column", variable: "y" });
});

test("an extra column is named", () => {
  const error = mistake(() => check(points, { x: [1], y: [1], z: [1] }));
  expect(error).toMatchObject({ code: "unexpected-column", variable: "z" });
  expect(error.message).toMatchInlineSnapshot(
    `"The data has a column z, which the model does not declare; it declares x, y. Leave it out, or declare it in the model's data."`,
  );
});

test("no data at all is refused", () => {
  expect(mistake(() => checkData(dataNodes(points), null as never))).toMatchObject({ code: "column-type", variable: "data" });
});

test("lengths that differ name both columns", () => {
  const error = mistake(() => check(points, { x: [1, 2, 3], y: [1, 2] }));
  expect(error).toMatchObject({ code: "length-mismatch", variable: "y", value: 2 });
  expect(error.message).toMatchInlineSnapshot(
    `"y has 2 values, but x has 3; both are over the dim "point". Give columns of one length for each dim."`,
  );
});

test("a matrix that is too narrow for a dim is refused", () => {
  const error = mistake(() =>
    check({ beta: vector("feature"), design: matrix("point", "feature") }, { beta: [1, 2, 3], design: [[1, 2]] }),
  );
  expect(error).toMatchObject({ code: "length-mismatch", variable: "design", value: 2 });
  expect(error.message).toMatchInlineSnapshot(
    `"design has 2 columns, but beta has 3; both are over the dim "feature". Give columns of one length for each dim."`,
  );
});

test("a NaN is named with its row", () => {
  const error = mistake(() => check(points, { x: [1, 2], y: new Float64Array([1, Number.NaN]) }));
  expect(error).toMatchObject({ code: "not-finite", variable: "y", row: 1, value: Number.NaN });
  expect(error.message).toMatchInlineSnapshot(`"y is NaN in row 1. Drop such rows from every column, or fill them in."`);
});

test("an infinity is named with its row", () => {
  expect(mistake(() => check(points, { x: [-Infinity], y: [1] }))).toMatchObject({
    code: "not-finite",
    variable: "x",
    row: 0,
    value: -Infinity,
  });
});

test.each([["1"], [null], [undefined], [true], [2n], [{}]])("%s in a column of numbers is refused", (value) => {
  expect(mistake(() => check(points, { x: [1, value], y: [1, 2] }))).toMatchObject({
    code: "not-a-number",
    variable: "x",
    row: 1,
    value,
  });
});

test("a text in a column says how to mend it", () => {
  expect(mistake(() => check(points, { x: [1, "2"], y: [1, 2] })).message).toMatchInlineSnapshot(
    `"x is "2" in row 1. Convert the column to numbers, such as 0 and 1."`,
  );
});

test("empty data is refused", () => {
  const error = mistake(() => check(points, { x: [], y: [] }));
  expect(error).toMatchObject({ code: "empty-data", variable: "x", value: 0 });
  expect(error.message).toMatchInlineSnapshot(`"The column x is empty. Give at least one row."`);
});

test("a number for a column, and a list for a number, are refused", () => {
  const error = mistake(() => check(points, { x: 3, y: [1] }));
  expect(error).toMatchObject({ code: "column-type", variable: "x", value: 3 });
  expect(error.message).toMatchInlineSnapshot(
    `"The column x must be a list of numbers, but is 3. Give that, or change how the model declares the column."`,
  );
  expect(mistake(() => check({ n: scalar() }, { n: [3] }))).toMatchObject({ code: "column-type", variable: "n" });
});

test("a ragged matrix is refused with its row", () => {
  const error = mistake(() => check({ design: matrix("point", "feature") }, { design: [[1, 2], [3]] }));
  expect(error).toMatchObject({ code: "matrix-shape", variable: "design", row: 1, value: 1 });
  expect(error.message).toMatchInlineSnapshot(
    `"design is not a matrix: its row 1 has 1 numbers, row 0 has 2. Give rows of equal length, one for each "point", or { values, shape: [rows, columns] }."`,
  );
});

test("a flat matrix whose shape does not fit is refused", () => {
  const error = mistake(() => check({ design: matrix("point", "feature") }, { design: { values: [1, 2, 3], shape: [2, 2] } }));
  expect(error).toMatchObject({ code: "matrix-shape", variable: "design" });
});

test("a NaN in a matrix is named with row and column", () => {
  const rows = mistake(() =>
    check(
      { design: matrix("point", "feature") },
      {
        design: [
          [1, 2],
          [3, Number.NaN],
        ],
      },
    ),
  );
  expect(rows).toMatchObject({ code: "not-finite", variable: "design", row: 1 });
  expect(rows.message).toMatchInlineSnapshot(
    `"design is NaN in row 1, column 1. Drop such rows from every column, or fill them in."`,
  );
  const flat = mistake(() =>
    check({ design: matrix("point", "feature") }, { design: { values: [1, 2, Number.NaN, 4], shape: [2, 2] } }),
  );
  expect(flat).toMatchObject({ code: "not-finite", row: 1 });
});

test("a label out of range is named with its row", () => {
  const error = mistake(() =>
    check({ school: index("school", "point"), size: vector("school") }, { school: [1, 2], size: [10, 20] }),
  );
  expect(error).toMatchObject({ code: "label-out-of-range", variable: "school", row: 1, value: 2 });
  expect(error.message).toMatchInlineSnapshot(
    `"The label in row 1 of school is 2, but "school" has 2 members (as size says), counted from 0. Give integers from 0 to 1; subtract 1 if they count from 1."`,
  );
});

test("a negative label is refused", () => {
  expect(mistake(() => check({ school: index("school", "point") }, { school: [0, -1] }))).toMatchObject({
    code: "label-out-of-range",
    row: 1,
    value: -1,
  });
});

test("labels that are neither texts nor integers, or both, are refused", () => {
  const error = mistake(() => check({ school: index("school", "point") }, { school: [0, 1.5] }));
  expect(error).toMatchObject({ code: "label-type", variable: "school", row: 1, value: 1.5 });
  expect(error.message).toMatchInlineSnapshot(
    `"The label in row 1 of school is 1.5. Labels of a dim are all texts, or all integers from 0 (below 2^31)."`,
  );
  expect(mistake(() => check({ school: index("school", "point") }, { school: ["a", 1] }))).toMatchObject({
    code: "label-type",
    row: 1,
    value: 1,
  });
  expect(mistake(() => check({ school: index("school", "point") }, { school: [null] }))).toMatchObject({
    code: "label-type",
    row: 0,
    value: null,
  });
});

test("a label that is not among the coords is refused, with the one that was meant", () => {
  const error = mistake(() =>
    check(
      { school: index("school", "point") },
      { school: ["Choate", "Deerfeild"] },
      { coords: { school: ["Choate", "Deerfield"] } },
    ),
  );
  expect(error).toMatchObject({ code: "unknown-label", variable: "school", row: 1, value: "Deerfeild" });
  expect(error.message).toMatchInlineSnapshot(
    `"The label in row 1 of school is "Deerfeild", which is not among coords.school. Did you mean "Deerfield"?"`,
  );
});

test("texts for a dim that a column of numbers is over ask for the order", () => {
  const error = mistake(() =>
    check({ school: index("school", "point"), size: vector("school") }, { school: ["b", "a"], size: [10, 20] }),
  );
  expect(error).toMatchObject({ code: "coords-needed", variable: "school", value: "size" });
  expect(error.message).toMatchInlineSnapshot(
    `"school names members of "school" by texts, and size has one value for each "school": nothing says in which order. Give coords: { school: [...] } with the names in the order of size, or integer labels."`,
  );
});

test("coords of an unknown dim, repeated or of the wrong length are refused", () => {
  const spec = { y: vector("school") };
  expect(mistake(() => check(spec, { y: [1, 2] }, { coords: { shcool: ["a", "b"] } })).message).toMatchInlineSnapshot(
    `"coords names the dim "shcool", which no column of the data has. Did you mean "school"?"`,
  );
  expect(mistake(() => check(spec, { y: [1, 2] }, { coords: { school: ["a", "a"] } }))).toMatchObject({
    code: "bad-coords",
    row: 1,
    value: "a",
  });
  expect(mistake(() => check(spec, { y: [1, 2] }, { coords: { school: ["a"] } })).message).toMatchInlineSnapshot(
    `"y has 2 values, but coords.school has 1; both are over the dim "school". Give columns of one length for each dim."`,
  );
});
