/**
 * `node bench/readers.mjs [format ...]`: how fast tables are read, in MB of the decompressed file a second of processor time (so that
 * other work on the machine does not count), and how much memory that takes beyond four times the file. Targets: FITS 100 MB/s, CSV 40 MB/s; 16 MB of memory.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readTable, Table, writeTable } from "wasmcmc/data";

const rows = 200_000;

/** Columns as in a star catalogue: identifiers, reals with all their digits, magnitudes, a name. */
function catalogue() {
  let state = 1;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const reals = (digits, scale) =>
    Float64Array.from({ length: rows }, () => Number((scale * (random() - 0.3)).toPrecision(digits)));
  const identifiers = BigInt64Array.from({ length: rows }, (_, i) => 2_076_000_000_000_000_000n + BigInt(i) * 1_234_567n);
  const column = (name, type, values, more = {}) => ({ name, type, shape: [], values, ...more });
  return new Table(
    [
      column("source_id", "int64", identifiers),
      column("ra", "float64", reals(16, 360), { unit: "deg" }),
      column("dec", "float64", reals(16, 90), { unit: "deg" }),
      column("parallax", "float64", reals(16, 2), { unit: "mas" }),
      column("pmra", "float64", reals(9, 20)),
      column("pmdec", "float64", reals(9, 20)),
      column("phot_g_mean_mag", "float32", Float32Array.from(reals(6, 20))),
      column(
        "name",
        "string",
        Array.from({ length: rows }, (_, i) => `star ${i}`),
      ),
    ],
    rows,
  );
}

const memory = (key) => {
  try {
    return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return 0;
  }
};

/** In a process of its own: its peak is this reading's alone. */
async function measure(path, format) {
  const bytes = new Uint8Array(readFileSync(path));
  await readTable(bytes.slice(0), { format }).catch(() => undefined);
  globalThis.gc();
  const times = [];
  for (let i = 0; i < 5; i++) {
    const started = process.cpuUsage();
    await readTable(bytes, { format });
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
    globalThis.gc();
  }
  const before = memory("VmRSS");
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {}
  await readTable(bytes, { format });
  const used = memory("VmHWM") - before;
  console.log(JSON.stringify({ size: bytes.length, milliseconds: Math.min(...times), used }));
}

/** The form of VOTable that is all text. */
function tabledata({ columns, rowCount }) {
  const types = { int64: "long", float64: "double", float32: "float", string: 'char" arraysize="*' };
  const fields = columns.map(({ name, type }) => `<FIELD name="${name}" datatype="${types[type]}"/>`).join("\n");
  const lines = Array.from(
    { length: rowCount },
    (_, row) => `<TR>${columns.map(({ values }) => `<TD>${values[row]}</TD>`).join("")}</TR>`,
  );
  return `<?xml version="1.0"?>\n<VOTABLE version="1.4"><RESOURCE><TABLE>\n${fields}\n<DATA><TABLEDATA>\n${lines.join("\n")}\n</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>\n`;
}

const targets = { fits: 100, csv: 40 };

async function run(formats) {
  const table = catalogue();
  console.log(`${rows} rows of 8 columns`);
  for (const format of formats) {
    const path = `build/bench_table.${format}`;
    writeFileSync(path, format === "tabledata" ? tabledata(table) : await writeTable(table, format));
    const read = format === "tabledata" ? "votable" : format;
    const args = ["--expose-gc", fileURLToPath(import.meta.url), "--measure", path, read];
    const { size, milliseconds, used } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
    const speed = size / milliseconds / 1000;
    const target = targets[format] === undefined ? "" : ` (target ${targets[format]})`;
    const beyond = Math.max(0, used - 4 * size) / 2 ** 20;
    console.log(
      `${format.padEnd(8)} ${(size / 1e6).toFixed(1).padStart(6)} MB ${speed.toFixed(0).padStart(5)} MB/s${target.padEnd(13)} memory ${(used / size).toFixed(1)} x the file, ${beyond.toFixed(0)} MB beyond 4 x (limit 16)`,
    );
  }
}

const [first, ...others] = process.argv.slice(2);
if (first === "--measure") await measure(others[0], others[1]);
else await run(first === undefined ? ["fits", "csv", "votable", "tabledata", "parquet", "arrow", "json"] : [first, ...others]);
