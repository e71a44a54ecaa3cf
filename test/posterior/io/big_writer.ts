/**
 * Streams a large run that costs nothing to make, and prints the peak of resident memory and the time:
 * `node big_writer.mjs zarr|arrow|parquet <path> <parameters> <draws of a chain> float64|float32 scalars|lists`.
 */
import { arrowSink } from "../../../bindings/posterior/io/arrow_sink.js";
import { parquetSink } from "../../../bindings/posterior/io/parquet.js";
import type { SinkSchema } from "../../../bindings/posterior/io/sink.js";
import { zarrSink } from "../../../bindings/posterior/io/zarr_sink.js";

const [format, path, parameters, draws, precision, columns] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  never,
  never,
];
const chains = 4;
/** Draws that a sampler hands over at a time. */
const part = 50;
const size = Number(parameters);
const schema: SinkSchema = {
  variables: [{ name: "theta", dims: ["k"], shape: [size] }],
  stats: ["energy", "diverging"],
  coords: {},
  chains,
  // Whatever is written: pieces are as large as in the full run.
  draws: 25_000,
  attributes: { inference_library: "wasmcmc" },
};
const theta = Float64Array.from({ length: part * size }, (_, i) => Math.sin(i));
const stats = { energy: new Float64Array(part), diverging: new Float64Array(part) };

const started = performance.now();
const options = { precision, columns };
const sink =
  format === "zarr" ? zarrSink(path, options) : format === "arrow" ? arrowSink(path, options) : parquetSink(path, options);
await sink.open(schema);
for (let first = 0; first < Number(draws); first += part) {
  const count = Math.min(part, Number(draws) - first);
  for (let chain = 0; chain < chains; chain++) await sink.write({ chain, first, count, variables: { theta }, stats });
}
await sink.close(new Array(chains).fill(Number(draws)));
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1024, seconds }));
