import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { readNpy, writeNpy } from "../../../bindings/posterior/io/npy.js";
import { fromNpz, readNpz, toNpz, writeNpz } from "../../../bindings/posterior/io/npz.js";
import { crc32, readZip, writeZip } from "../../../bindings/posterior/io/zip.js";
import { exampleResults } from "./example.js";
import { asPython, folder, hasPython, type PythonArray, type PythonResults, resultsAsPython, runPython } from "./python.js";

const text = (content: string) => new TextEncoder().encode(content);
const never = () => Promise.reject(new Error("nothing is deflated"));
const damaged = (value: number, why: string) =>
  expect.objectContaining({ code: "damaged-file", value, message: expect.stringContaining(why) });

describe("zip archives", () => {
  const files = [
    { name: "a.txt", bytes: text("hello") },
    { name: "ä/b", bytes: new Uint8Array(0) },
  ];

  test("come back, stored and deflated, and are the same each time", async () => {
    expect(await readZip(writeZip(files), never)).toEqual(files);
    const { inflateSync } = await import("fflate");
    expect(await readZip(writeZip(files, deflateSync), async () => inflateSync)).toEqual(files);
    expect(await readZip(zipSync({ "a.txt": text("hello") }, { level: 0 }), never)).toEqual(files.slice(0, 1));
    expect(writeZip(files)).toEqual(writeZip(files));
    expect(crc32(text("123456789"))).toBe(0xcbf43926);
  });

  test("that are damaged name the byte", async () => {
    const bytes = writeZip(files);
    const changed = (place: number) => bytes.map((byte, k) => (k === place ? byte ^ 1 : byte));
    await expect(readZip(text("PK, no"), never)).rejects.toThrow(damaged(0, "does not start"));
    await expect(readZip(bytes.slice(0, 60), never)).rejects.toThrow(damaged(60, "list of files"));
    await expect(readZip(changed(36), never)).rejects.toThrow(damaged(35, 'checksum of "a.txt"'));
    await expect(readZip(changed(40), never)).rejects.toThrow(damaged(40, "not where it should be"));
    const broken = writeZip([{ name: "a", bytes: text("hello hello hello hello") }], deflateSync).map((byte, k) =>
      k === 31 ? 7 : byte,
    );
    const { inflateSync } = await import("fflate");
    await expect(readZip(broken, async () => inflateSync)).rejects.toThrow(damaged(31, "inflated"));
  });
});

describe("numpy's files", () => {
  test.each([
    [Float64Array.of(1, -0, NaN, 5e-324), [2, 2]],
    [Float32Array.of(0.1, 2), [2]],
    [Int32Array.of(-1, 2), [1, 2]],
    [BigInt64Array.of(-(2n ** 62n), 3n), [2]],
    [Uint8Array.of(0, 1), [2]],
    [["a", "ä€𝄞", ""], [3]],
    [["only"], []],
    [new Float64Array(0), [3, 0]],
    [[], [0]],
  ])("hold %o", (values, shape) => {
    const bytes = writeNpy({ values, shape });
    expect(readNpy(bytes)).toEqual({ values, shape });
    const header =
      bytes.length -
      (ArrayBuffer.isView(values) ? values.byteLength : 4 * Math.max(1, ...values.map((t) => [...t].length)) * values.length);
    expect(header % 64).toBe(0);
  });

  test("that are damaged, or hold what is not read, are refused", () => {
    const bytes = writeNpy({ values: Float64Array.of(1, 2), shape: [2] });
    const headed = (header: string) =>
      Uint8Array.of(...bytes.slice(0, 8), header.length, 0, ...text(header), ...new Uint8Array(16));
    expect(() => readNpy(text("not numpy's file"))).toThrow(damaged(0, "does not start"));
    expect(() => readNpy(bytes.slice(0, bytes.length - 1))).toThrow(damaged(bytes.length - 1, "15 bytes of values where 16"));
    expect(() => readNpy(bytes.slice(0, 20))).toThrow(damaged(20, "does not end"));
    expect(() => readNpy(bytes.map((byte, k) => (k === 6 ? 9 : byte)))).toThrow(damaged(6, "version 9"));
    expect(() => readNpy(headed("{'descr': '<f8'}"))).toThrow(damaged(10, "does not say"));
    const unsupported = expect.objectContaining({ code: "unsupported-file" });
    for (const type of ["'<c16'", "'<M8[ns]'", "'|O'", "[('a', '<f8')]", "'<f16'"])
      expect(() => readNpy(headed(`{'descr': ${type}, 'fortran_order': False, 'shape': (1,), }`))).toThrow(unsupported);
    const large = headed("{'descr': '<u8', 'fortran_order': False, 'shape': (2,), }");
    large.fill(255, large.length - 16);
    expect(() => readNpy(large)).toThrow(unsupported);
    expect(() => writeNpy({ values: Float64Array.of(1), shape: [2] })).toThrow(unsupported);
  });
});

describe("results in npz archives", () => {
  test("come back exactly, compressed or not, the same bytes each time", async () => {
    const data = exampleResults();
    expect(await fromNpz(await toNpz(data))).toEqual(data);
    expect(await fromNpz(await toNpz(data, { compress: true }))).toEqual(data);
    expect(await toNpz(data)).toEqual(await toNpz(data));
    const odd = new InferenceData({ empty: { variables: {}, coords: {}, attributes: { rate: NaN } } }, { worst: -Infinity });
    expect(await fromNpz(await toNpz(odd))).toEqual(odd);
  });

  test("may be arrays that somebody saved", async () => {
    const mu = { values: new Float64Array(6), shape: [2, 3] };
    const data = await fromNpz(await writeNpz({ mu, "observed_data/y": { values: Float64Array.of(1), shape: [1] }, schema: mu }));
    expect(data.group("posterior").variables).toEqual({
      mu: { ...mu, dims: ["chain", "draw"] },
      schema: { ...mu, dims: ["chain", "draw"] },
    });
    expect(data.group("observed_data").coords).toEqual({ y_dim_0: [0] });
    const flat = writeNpz({ mu: { values: new Float64Array(6), shape: [6] } });
    await expect(flat.then(fromNpz)).rejects.toThrow(expect.objectContaining({ code: "unsupported-file", variable: "mu" }));
  });

  test("whose schema does not fit are refused", async () => {
    const array = (values: string[]) => ({ values, shape: [] });
    const refused = (schema: string) =>
      expect(writeNpz({ m: { values: new Float64Array(2), shape: [1, 2] }, schema: array([schema]) }).then(fromNpz)).rejects;
    await refused("not JSON").toThrow(expect.objectContaining({ code: "damaged-file" }));
    await refused("{}").toThrow(expect.objectContaining({ code: "damaged-file", variable: "schema" }));
    await refused('{"version": 2, "groups": {}}').toThrow(/the version is 2, not 1/);
    await refused('{"version": 1, "groups": {}}').toThrow(expect.objectContaining({ code: "damaged-file", variable: "m" }));
  });

  test.skipIf(!hasPython)(
    "are what numpy reads: every number, type, dim and attribute, and the same summary (needs Python)",
    async () => {
      const data = exampleResults();
      const path = join(folder(), "results.npz");
      for (const compress of [false, true]) {
        writeFileSync(path, await toNpz(data, { compress }));
        const read = runPython<PythonResults>(["read", "npz", path]);
        expect({ groups: read.groups, attributes: read.attributes }).toEqual(resultsAsPython(data));
        expect(read.summary).toBe(data.summary().table());
      }
    },
  );

  test.skipIf(!hasPython)("and arrays that numpy wrote are read, of all types, orders and versions (needs Python)", async () => {
    const place = folder();
    const { types, small, groups } = runPython<PythonResults & { types: string[]; small: PythonArray }>(["write", place]);
    for (const file of ["results.npz", "compressed.npz"]) {
      const arrays = await readNpz(readFileSync(join(place, file)));
      for (const group of ["posterior", "observed_data"]) {
        for (const [name, { dims: _, ...expected }] of Object.entries(groups[group]!.variables))
          expect(asPython(arrays[`${group}/${name}`]!)).toEqual(expected);
      }
    }
    const draws = await fromNpz(readFileSync(join(place, "draws.npz")));
    expect(asPython(draws.group("posterior").variables.theta!)).toEqual({
      ...groups.posterior!.variables.theta,
      dims: undefined,
    });
    const integers = Array.from({ length: 24 }, (_, k) => k);
    const [kept] = [small.shape];
    for (const [k, type] of types.entries()) {
      const { values, shape } = readNpy(readFileSync(join(place, `type_${k}.npy`)));
      const isText = /[US]/.test(type);
      const expected = type === "|b1" ? integers.map((x) => (x > 0 ? 1 : 0)) : isText ? integers.map(String) : integers;
      expect([type, shape, Array.from(values as ArrayLike<unknown>, (x) => (isText ? x : Number(x)))]).toEqual([
        type,
        kept,
        expected,
      ]);
    }
    for (const name of ["fortran", "version_1", "version_2", "version_3"])
      expect(readNpy(readFileSync(join(place, `${name}.npy`)))).toEqual({ values: Float64Array.from(integers), shape: kept });
    for (const name of ["object", "record"])
      expect(() => readNpy(readFileSync(join(place, `${name}.npy`)))).toThrow(
        expect.objectContaining({ code: "unsupported-file" }),
      );
  });
});
