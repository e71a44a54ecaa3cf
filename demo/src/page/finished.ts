/** Finished SVG plots by the library's own plots, which are loaded when they are first asked for; one a frame. */
import type { LinePoints, PlainDraws, Subject, View } from "../messages.js";
import type { Client } from "./client.js";
import { measured } from "./frames.js";

type Plots = typeof import("wasmcmc/plots");

/** Plots of what the tab shows, put into `place` one after the other; the milliseconds that drawing took. */
export async function drawPlots(client: Client, slot: string, subject: Subject, place: HTMLElement): Promise<number> {
  const [plots, { draws, view }] = await Promise.all([import("wasmcmc/plots"), client.call("kept", { slot })]);
  const width = Math.max(320, Math.min(760, place.parentElement?.clientWidth ?? 760));
  place.replaceChildren();
  let milliseconds = 0;
  for (const draw of plotsOf(plots, draws, view, subject, width)) {
    await new Promise(requestAnimationFrame);
    const started = performance.now();
    place.append(measured("finished plot", draw));
    milliseconds += performance.now() - started;
  }
  return milliseconds;
}

function plotsOf(plots: Plots, draws: PlainDraws, view: View, subject: Subject, width: number): (() => SVGSVGElement)[] {
  const names = Object.keys(draws).slice(0, 4);
  const looks = { theme: "page", width } as const;
  const general = [
    () => plots.plotPair(draws, { ...looks, variables: names }),
    () => plots.plotTrace(draws, { ...looks, variables: names }),
  ];
  return subject.kind === "line" ? [() => pointsPlot(plots, draws, view, subject.points, looks), ...general] : general;
}

function pointsPlot(
  { curveBand, plotPoints }: Plots,
  draws: PlainDraws,
  { membership }: View,
  points: LinePoints,
  looks: { theme: "page"; width: number },
): SVGSVGElement {
  const [from, to] = [Math.min(...points.x), Math.max(...points.x)];
  const line = ({ slope, intercept }: Record<"slope" | "intercept", number>, x: number) => slope * x + intercept;
  const band = curveBand(draws, ["slope", "intercept"], line, { x: { from, to, count: 60 }, draws: 500 });
  const outlier = membership.filter((_, k) => k % 2 === 1);
  return plotPoints(points, { ...looks, band, membership: outlier, membershipLabel: "probability of being an outlier" });
}
