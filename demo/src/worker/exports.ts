/** Files of what has been fitted. What writes them is loaded when it is asked for. */
import { type Fit, toInferenceData } from "wasmcmc";
import type { ExportFormat, PlainDraws } from "../messages.js";
import { keptIn } from "./fitting.js";
import { columnsOf } from "./numbers.js";

export interface MadeFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly type: string;
}

export async function exportFile(slot: string, format: ExportFormat): Promise<MadeFile> {
  const { fit, subject } = keptIn(slot);
  const name = subject.kind;
  if (format === "csv") return { bytes: new TextEncoder().encode(csvOf(fit)), name: `${name}.csv`, type: "text/csv" };
  if (format === "report") return { bytes: await reportOf(fit), name: `${name}.html`, type: "text/html" };
  const { toNetcdf } = await import("wasmcmc/data");
  return { bytes: await toNetcdf(toInferenceData(fit)), name: `${name}.nc`, type: "application/x-netcdf" };
}

/** Workers have no document, so the report's plots are drawn in one of linkedom's: the page stays free. */
async function reportOf(fit: Fit): Promise<Uint8Array> {
  const [{ report }, { parseHTML }] = await Promise.all([import("wasmcmc/plots"), import("linkedom/worker")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  Object.assign(globalThis, { document });
  return new TextEncoder().encode(report(fit));
}

/** A row a draw: chain, draw, each number, and the sampler's statistics. */
function csvOf(fit: Fit): string {
  const columns = columnsOf(fit);
  const stats = Object.entries(fit.sampleStats) as [string, Float64Array][];
  const lines = [["chain", "draw", ...columns.map(({ label }) => label), ...stats.map(([label]) => label)].join(",")];
  for (let i = 0; i < fit.chains.length * fit.drawCount; i++) {
    const place = [fit.chains[Math.floor(i / fit.drawCount)]!, i % fit.drawCount];
    lines.push([...place, ...columns.map(({ values }) => values[i]!), ...stats.map(([, values]) => values[i]!)].join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** Draws by name, an array a chain, for plots that the page makes. */
export function plainDraws(slot: string): PlainDraws {
  const { fit } = keptIn(slot);
  const chains = fit.chains.map((_, chain) => chain);
  return Object.fromEntries(
    columnsOf(fit).map(({ label, values }) => [
      label,
      chains.map((chain) => values.slice(chain * fit.drawCount, (chain + 1) * fit.drawCount)),
    ]),
  );
}
