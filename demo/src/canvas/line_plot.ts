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
  readonly names: readonly [string, string];
}

export function drawLine(area: Area, picture: LinePicture): void {
  const { context } = area;
  const { x, y } = picture;
  axes(area, x, y, picture.names);
  context.save();
  context.beginPath();
  context.rect(x.pixels[0], y.pixels[1], x.pixels[1] - x.pixels[0], y.pixels[0] - y.pixels[1]);
  context.clip();
  if (picture.band !== undefined) drawBand(context, picture.band, x, y, colors().main);
  context.restore();
  if (picture.points.x.length > MostApart) drawCloud(context, picture);
  else drawPoints(context, picture);
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

function drawPoints(context: CanvasRenderingContext2D, { points, outlier, x, y, active }: LinePicture): void {
  const { categories, ink, card } = colors();
  const radius = 5;
  for (let i = 0; i < points.x.length; i++) {
    const [px, py, error] = [x(points.x[i]!), y(points.y[i]!), points.yErr[i]!];
    const color = between(categories[0]!, categories[1]!, outlier[i] ?? 0);
    context.strokeStyle = color;
    context.lineWidth = 1.2;
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

/** More points than this are drawn together, one path for each shade of membership; of many more than that without error bars. */
const MostApart = 60;
const MostWithErrors = 1500;
const Shades = 12;

function drawCloud(context: CanvasRenderingContext2D, { points, outlier, x, y, active }: LinePicture): void {
  const { categories, ink } = colors();
  const count = points.x.length;
  const radius = count > MostWithErrors ? 1 : count > 200 ? 2.2 : 3.2;
  const shades = Uint8Array.from({ length: count }, (_, i) => Math.round((outlier[i] ?? 0) * (Shades - 1)));
  context.lineWidth = 0.8;
  for (let shade = 0; shade < Shades; shade++) {
    const color = between(categories[0]!, categories[1]!, shade / (Shades - 1));
    [context.fillStyle, context.strokeStyle] = [color, color];
    const [dots, bars] = [new Path2D(), new Path2D()];
    for (let i = 0; i < count; i++) {
      if (shades[i] !== shade) continue;
      const [px, py] = [x(points.x[i]!), y(points.y[i]!)];
      if (count > MostWithErrors) dots.rect(px - radius, py - radius, 2 * radius, 2 * radius);
      else addPoint(dots, bars, px, py, radius, Math.abs(y(points.y[i]! + points.yErr[i]!) - py));
    }
    context.stroke(bars);
    context.fill(dots);
  }
  if (active === undefined) return;
  [context.strokeStyle, context.lineWidth] = [ink, 2];
  context.beginPath();
  context.arc(x(points.x[active]!), y(points.y[active]!), radius + 3, 0, 2 * Math.PI);
  context.stroke();
}

function addPoint(dots: Path2D, bars: Path2D, x: number, y: number, radius: number, error: number): void {
  dots.moveTo(x + radius, y);
  dots.arc(x, y, radius, 0, 2 * Math.PI);
  bars.moveTo(x, y - error);
  bars.lineTo(x, y + error);
}
