/** The points with their errors, coloured by membership, and the line with its bands. */
import type { Band, LinePoints } from "../messages.js";
import { axes, type Scale } from "./scale.js";
import type { Area } from "./surface.js";
import { between, colors } from "./theme.js";

export interface LinePicture {
  readonly points: LinePoints;
  /** Probability of being an outlier, by point; fewer than points where one has just been added. */
  readonly outlier: ArrayLike<number>;
  readonly band: Band | undefined;
  readonly x: Scale;
  readonly y: Scale;
  readonly active: number | undefined;
}

export function drawLine(area: Area, picture: LinePicture): void {
  const { context, width, height } = area;
  const { x, y } = picture;
  axes(area, x, y, ["x", "y"]);
  context.save();
  context.beginPath();
  context.rect(x.pixels[0], y.pixels[1], x.pixels[1] - x.pixels[0], y.pixels[0] - y.pixels[1]);
  context.clip();
  if (picture.band !== undefined) drawBand(context, picture.band, x, y, colors().main);
  context.restore();
  drawPoints(context, picture, width > 0 && height > 0);
}

export function drawBand(
  context: CanvasRenderingContext2D,
  { x: places, quantiles }: Band,
  x: Scale,
  y: Scale,
  color: string,
): void {
  context.fillStyle = color;
  for (const [low, high, alpha] of [
    [0, 4, 0.16],
    [1, 3, 0.26],
  ] as const) {
    context.globalAlpha = alpha;
    context.beginPath();
    for (let k = 0; k < places.length; k++) context.lineTo(x(places[k]!), y(quantiles[low]![k]!));
    for (let k = places.length - 1; k >= 0; k--) context.lineTo(x(places[k]!), y(quantiles[high]![k]!));
    context.fill();
  }
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.beginPath();
  for (let k = 0; k < places.length; k++) context.lineTo(x(places[k]!), y(quantiles[2]![k]!));
  context.stroke();
}

function drawPoints(context: CanvasRenderingContext2D, { points, outlier, x, y, active }: LinePicture, visible: boolean): void {
  if (!visible) return;
  const { categories, ink, card } = colors();
  const radius = points.x.length > 300 ? 2 : points.x.length > 80 ? 3.5 : 5;
  for (let i = 0; i < points.x.length; i++) {
    const [px, py, error] = [x(points.x[i]!), y(points.y[i]!), points.yErr[i]!];
    const color = between(categories[0]!, categories[1]!, outlier[i] ?? 0);
    context.strokeStyle = color;
    context.lineWidth = points.x.length > 300 ? 0.6 : 1.2;
    context.beginPath();
    context.moveTo(px, y(points.y[i]! - error));
    context.lineTo(px, y(points.y[i]! + error));
    context.stroke();
    context.fillStyle = color;
    context.beginPath();
    context.arc(px, py, i === active ? radius + 2 : radius, 0, 2 * Math.PI);
    context.fill();
    context.strokeStyle = i === active ? ink : card;
    context.lineWidth = i === active ? 2 : 1;
    context.stroke();
  }
}
