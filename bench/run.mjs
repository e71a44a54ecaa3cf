/**
 * `npm run bench`: medians and ratios in one table. Ours are gradients through the public target; the native loops are C++ where g++ is.
 * `npm run bench -- --native` times the native loops alone, `npm run bench -- --arviz` what is timed against ArviZ.
 */
import { measureAgainstArviz } from "./arviz/run.mjs";
import { cases } from "./cases.mjs";
import { rowCounts } from "./data.mjs";
import { measureFits } from "./fits.mjs";
import { measureGradients } from "./gradients.mjs";
import { measureNative } from "./native.mjs";

const nativeOnly = process.argv.includes("--native");

/** Text in columns, the first to the left and the others to the right. */
function printTable(header, rows) {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const print = (row) => console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("  "));
  print(header);
  print(widths.map((width) => "-".repeat(width)));
  rows.forEach(print);
}

/** Measurements with a text, a target and a verdict each. */
function printMeasured(what, rows) {
  const cells = rows.map((row) => [row.what, row.value, row.target, verdict(row.ok)]);
  if (rows.length > 0) printTable([what, "measured", "target", ""], cells);
}

const verdict = (ok) => (ok ? "ok" : "MISSED");

/** The targets of a case at a row count, each as text with its verdict. */
function judge({ targets }, n, microseconds, native) {
  const texts = targets.flatMap(({ native: name, ratio, microseconds: limit, at }) => {
    if (!at.includes(n)) return [];
    if (limit !== undefined) return [`<= ${limit} us ${verdict(microseconds <= limit)}`];
    if (!native) return [];
    const share = (microseconds * 1000) / n / native.nsPerRow(name, n);
    return [`<= ${ratio} ${name} ${verdict(share <= ratio)}`];
  });
  return texts.join(", ");
}

function gradientRow(each, n, ours, native) {
  const microseconds = ours?.get(each.name).get(n);
  const perRow = microseconds === undefined ? undefined : (microseconds * 1000) / n;
  const besides = each.native.map(({ name }) => (native ? `${native.nsPerRow(name, n).toFixed(2)}` : "no g++"));
  const ratios = each.native.map(({ name }) => {
    if (!native) return "no g++";
    return perRow === undefined ? "-" : (perRow / native.nsPerRow(name, n)).toFixed(2);
  });
  return [
    each.name,
    String(n),
    microseconds === undefined ? "-" : microseconds.toFixed(2),
    perRow === undefined ? "-" : perRow.toFixed(2),
    besides.join(" / "),
    ratios.join(" / "),
    microseconds === undefined ? "" : judge(each, n, microseconds, native),
  ];
}

if (process.argv.includes("--arviz")) {
  printMeasured("against ArviZ", await measureAgainstArviz(await import("wasmcmc")));
  process.exit();
}

console.log("Timing the native loops ...");
const native = measureNative();
console.log(native ? `native: ${native.compiler}` : "native: there is no g++ for x86-64 here; the ratios are left out");
for (const { text, ok } of native?.checks ?? []) {
  console.log(`  ${ok ? "" : "FAILED: "}${text}`);
  if (!ok) process.exitCode = 1;
}

const library = nativeOnly ? undefined : await import("wasmcmc");
const ours = library && (await measureGradients(library));
const header = ["gradient of", "rows", "us/call", "ns/row", "native ns/row", "ratio", "target"];
console.log("");
printTable(
  header,
  cases.flatMap((each) => (each.counts ?? rowCounts).map((n) => gradientRow(each, n, ours, native))),
);
if (library) {
  console.log("");
  printMeasured("fit", await measureFits(library));
  console.log("");
  printMeasured("against ArviZ", await measureAgainstArviz(library));
}
