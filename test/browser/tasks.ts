/**
 * What is run in Node and in browsers alike, and must give the same bits: golden draws, tables read from files, plots. Nothing in here
 * knows where it runs.
 */
import type * as Data from "../../bindings/data/index.js";
import type * as Library from "../../bindings/index.js";
import type * as Plots from "../../bindings/plots.js";
import { goldenRuns } from "../../scripts/golden_runs.mjs";

export interface Packages {
  readonly library: typeof Library;
  readonly data: typeof Data;
  readonly plots: typeof Plots;
}

export interface Task {
  /** Of examples/line.csv. */
  readonly line: string;
  /** Bytes of files by name, as base64. */
  readonly files: Readonly<Record<string, string>>;
  /** Threads for chains: false is the calling one. */
  readonly workers: number | false;
}

export interface Results {
  readonly draws: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
  readonly plots: Readonly<Record<string, string>>;
}

export async function perform({ library, data, plots }: Packages, { line, files, workers }: Task): Promise<Results> {
  const runs = await goldenRuns(library, line, workers);
  const draws: Record<string, string> = {};
  for (const [name, fit] of Object.entries(runs)) {
    draws[name] = await digest([...Object.values(fit.draws), ...Object.values(fit.sampleStats)] as Float64Array[]);
  }
  const tables: Record<string, string> = {};
  for (const [name, base64] of Object.entries(files)) tables[name] = await digest([text(await told(data, name, base64))]);
  const fit = runs.line as Library.Fit<never>;
  const pictures = {
    pair: plots.plotPair(fit, { variables: ["m", "b", "w"] }),
    trace: plots.plotTrace(fit, { variables: ["m"] }),
    forest: plots.plotForest({ fit }),
    energy: plots.plotEnergy(fit),
  };
  const paths = Object.entries(pictures).map(async ([name, svg]) => [name, await digest([text(pathsOf(svg))])] as const);
  library.closeWorkers();
  return { draws, tables, plots: Object.fromEntries(await Promise.all(paths)) };
}

/**
 * Everything that is drawn: shapes with their attributes in order, without the ids of clips, which count up, and without the half pixel by
 * which Plot moves frames where screens have one pixel to a pixel.
 */
function pathsOf(svg: Element): string {
  return [...svg.querySelectorAll("path, circle, line, rect, text")]
    .map(
      (element) =>
        `${element.tagName.toLowerCase()} ${["d", "x", "y", "cx", "cy", "x1", "x2", "y1", "y2", "width", "height", "transform"].map((name) => element.getAttribute(name)).join(" ")} ${element.tagName.toLowerCase() === "text" ? element.textContent : ""}`,
    )
    .join("\n")
    .replaceAll("translate(0.5,0.5)", "");
}

/** A table in words, or the code of the error that it ends in. */
async function told(data: typeof Data, name: string, base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    const { columns, rowCount } = await data.readTable(new File([bytes], name));
    const cells = columns.map((column) => [
      column.name,
      column.type,
      column.shape.join(),
      column.unit,
      Array.from(column.values as ArrayLike<unknown>, String).join(),
      column.nulls?.join(),
      column.offsets?.join(),
    ]);
    return JSON.stringify([rowCount, cells]);
  } catch (error) {
    return `error ${(error as { code?: string }).code ?? String(error)}`;
  }
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

async function digest(arrays: readonly ArrayBufferView[]): Promise<string> {
  const size = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const all = new Uint8Array(size);
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
