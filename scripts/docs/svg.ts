/** The frame that all plots share: colours that can be read on white and on black, axes, a legend, a title for those who do not see it. */
import type { Axis } from "./axes.js";

export const [width, plotHeight, left, right, bottom, rowHeight] = [640, 240, 52, 16, 44, 18];

/** Contrast of 3 : 1 or more with a white and with a nearly black page; lines also differ by their dashes. */
export const inks = ["#2f7ed8", "#d2691e", "#2e9b62", "#a35bd6"];
export const dashes = ["", "7 4", "2 3", "9 3 2 3"];
export const grey = "#7a7a7a";

export interface Frame {
  readonly legend: readonly string[];
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Whether legend keys are lines or dots. */
  readonly key: "line" | "dot";
}

export const topOf = (rows: number): number => 10 + rows * rowHeight + 6;

/** One decimal is a tenth of a pixel. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

export const escapeXml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** The whole picture, around the marks. */
export function picture({ legend, description, x, y, xLabel, yLabel, key }: Frame, marks: string): string {
  const top = topOf(legend.length);
  const [floor, end] = [top + plotHeight, width - right];
  const height = floor + bottom;
  const text = (at: string, content: string, more = "") => `<text ${at}${more}>${escapeXml(content)}</text>`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    `  font-family="system-ui, sans-serif" font-size="12" fill="${grey}">`,
    `<title>${escapeXml(description)}</title>`,
    `<clipPath id="inside"><rect x="${left}" y="${top - 2}" width="${end - left}" height="${plotHeight + 4}"/></clipPath>`,
    ...legend.map((label, k) => keyOf(label, k, key)),
    `<g stroke="${grey}" stroke-opacity="0.25">`,
    ...y.ticks.map((tick) => `<path d="M${left} ${px(y.at(tick))}H${end}"/>`),
    "</g>",
    `<g clip-path="url(#inside)" fill="none" stroke-width="2" stroke-linejoin="round">`,
    marks,
    "</g>",
    `<path d="M${left} ${floor}H${end}${x.ticks.map((tick) => `M${px(x.at(tick))} ${floor}v5`).join("")}" stroke="${grey}"/>`,
    `<g text-anchor="middle">`,
    ...x.ticks.map((tick) => text(`x="${px(x.at(tick))}" y="${floor + 18}"`, String(tick))),
    text(`x="${(left + end) / 2}" y="${floor + 36}"`, xLabel),
    text(`transform="translate(13 ${(top + floor) / 2}) rotate(-90)"`, yLabel),
    "</g>",
    `<g text-anchor="end">`,
    ...y.ticks.map((tick) => text(`x="${left - 6}" y="${px(y.at(tick) + 4)}"`, String(tick))),
    "</g>",
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

function keyOf(label: string, k: number, key: Frame["key"]): string {
  const y = 10 + k * rowHeight + rowHeight / 2;
  const mark =
    key === "line"
      ? `<path d="M${left} ${y}h26" stroke="${inks[k]}" stroke-width="2"${dashOf(k)}/>`
      : `<circle cx="${left + 13}" cy="${y}" r="4" fill="${inks[k]}"/>`;
  return `${mark}<text x="${left + 34}" y="${y + 4}" fill="${inks[k]}" font-family="ui-monospace, monospace">${escapeXml(label)}</text>`;
}

export function dashOf(k: number): string {
  return dashes[k] ? ` stroke-dasharray="${dashes[k]}"` : "";
}
