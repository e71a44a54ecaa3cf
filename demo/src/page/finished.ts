/** Finished SVG plots and the report, by the library's own plots, which are loaded when first asked for. */
import type { Client } from "./client.js";
import { measured } from "./frames.js";

export async function drawPlots(client: Client, slot: string): Promise<{ plots: SVGSVGElement[]; milliseconds: number }> {
  const [{ plotPair }, draws] = await Promise.all([import("wasmcmc/plots"), client.call("draws", { slot })]);
  const started = performance.now();
  const names = Object.keys(draws).slice(0, 4);
  const plots = measured("finished plots", () => [plotPair(draws, { variables: names, theme: "page" })]);
  return { plots, milliseconds: performance.now() - started };
}

export async function drawReport(_client: Client, _slot: string): Promise<string> {
  throw new Error("soon");
}
