/** Storage where there is no disk: directories and files of the browser's file system, writable streams, Maps. */
import { describe, expect, test } from "vitest";
import { fromArrow } from "../../../bindings/posterior/io/arrow.js";
import { arrowSink } from "../../../bindings/posterior/io/arrow_sink.js";
import type { FolderPlace } from "../../../bindings/posterior/io/folder.js";
import { parquetSink } from "../../../bindings/posterior/io/parquet.js";
import { fromParquet } from "../../../bindings/posterior/io/parquet_read.js";
import { toZarr } from "../../../bindings/posterior/io/zarr.js";
import { fromZarr } from "../../../bindings/posterior/io/zarr_read.js";
import { zarrSink } from "../../../bindings/posterior/io/zarr_sink.js";
import { FakeDirectory, FakeFile } from "./fake_directory.js";
import { sampleData } from "./sample_data.js";
import { numberAt, schemaOf, stream } from "./stream_parts.js";

const Places: readonly [name: string, make: () => FolderPlace][] = [
  ["a directory handle", () => new FakeDirectory() as unknown as FileSystemDirectoryHandle],
  ["a Map", () => new Map()],
];

const schema = schemaOf(2, 50);
const mu = [0, 1].flatMap((chain) => Array.from({ length: 50 }, (_, draw) => numberAt(chain, draw, -1)));

describe.each(Places)("%s", (_, make) => {
  test.each([true, false])("holds a Zarr store (consolidated: %s)", async (consolidated) => {
    const place = make();
    await toZarr(sampleData, place, { consolidated });
    expect(await fromZarr(place)).toEqual(sampleData);
    await expect(toZarr(sampleData, place)).rejects.toMatchObject({ code: "file-exists" });
    await toZarr(sampleData, place, { consolidated, overwrite: true });
    expect(await fromZarr(place)).toEqual(sampleData);
  });

  test("takes the chunks and parts of a run", async () => {
    const zarr = make();
    await stream(zarrSink(zarr, { drawsPerPart: 20 }), schema, 10, [50, 50]);
    expect(Array.from((await fromZarr(zarr)).groups["posterior"]!.variables["mu"]!.values as Float64Array)).toEqual(mu);
    const parquet = make();
    await stream(parquetSink(parquet, { drawsPerPart: 20 }), schema, 10, [50, 50]);
    expect(Array.from((await fromParquet(parquet)).groups["posterior"]!.variables["mu"]!.values as Float64Array)).toEqual(mu);
  });
});

describe("an Arrow stream", () => {
  test("goes to a writable stream, batch by batch", async () => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const open = new WritableStream<Uint8Array>({ write: (bytes) => void parts.push(bytes.slice()) });
    await stream(arrowSink(open, { drawsPerPart: 20 }), schema, 10, [50, 50]);
    // The schema, 2 chains' parts of 20, 20 and 10 draws, and the end.
    expect(parts).toHaveLength(1 + 2 * 3 + 1);
    const data = await fromArrow(new Uint8Array(await new Blob(parts).arrayBuffer()));
    expect(Array.from(data.groups["posterior"]!.variables["mu"]!.values as Float64Array)).toEqual(mu);
  });

  test("goes to a file of the browser's file system when it is closed", async () => {
    const file = new FakeFile("run.arrows");
    await stream(arrowSink(file as unknown as FileSystemFileHandle), schema, 10, [50, 50]);
    expect(Array.from((await fromArrow(file.bytes)).groups["posterior"]!.variables["mu"]!.values as Float64Array)).toEqual(mu);
  });

  test("goes to such a file at once in a worker", async () => {
    let bytes = new Uint8Array(0);
    let flushed = 0;
    const handle = {
      truncate: (size: number) => {
        bytes = bytes.slice(0, size);
      },
      write: (part: Uint8Array, { at }: { at: number }) => {
        const longer = new Uint8Array(at + part.length);
        longer.set(bytes);
        longer.set(part, at);
        bytes = longer;
        return part.length;
      },
      flush: () => {
        flushed = bytes.length;
      },
      close: () => {},
    };
    const file = { createSyncAccessHandle: async () => handle } as unknown as FileSystemFileHandle;
    await stream(arrowSink(file, { drawsPerPart: 10 }), schema, 10, [50, 50]);
    expect(flushed).toBe(bytes.length);
    expect(Array.from((await fromArrow(bytes)).groups["posterior"]!.variables["mu"]!.values as Float64Array)).toEqual(mu);
  });
});

test("a place of no known kind is refused", async () => {
  await expect(toZarr(sampleData, 7 as never)).rejects.toMatchObject({ code: "bad-option" });
  await expect(arrowSink({} as never).open(schema)).rejects.toMatchObject({ code: "bad-option" });
});
