/** Writes parts until it is killed, and says what it wrote: `node slow_writer.mjs zarr|arrow|parquet <path>`. */
import { arrowSink } from "../../../bindings/posterior/io/arrow_sink.js";
import { parquetSink } from "../../../bindings/posterior/io/parquet.js";
import { zarrSink } from "../../../bindings/posterior/io/zarr_sink.js";
import { partOf, schemaOf } from "./stream_parts.js";

const [format, path] = process.argv.slice(2) as [string, string];
const draws = 1000;
const size = 20;
const schema = schemaOf(2, draws, 300);
const sinkOf = format === "zarr" ? zarrSink : format === "arrow" ? arrowSink : parquetSink;
const sink = sinkOf(path, { drawsPerPart: size });
await sink.open(schema);
for (let first = 0; first < draws; first += size) {
  for (const chain of [0, 1]) {
    await sink.write(partOf(schema, chain, first, size));
    console.log(`${chain} ${first + size}`);
  }
}
