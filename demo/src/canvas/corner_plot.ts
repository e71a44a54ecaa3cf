/** The corner plot on a canvas: densities of numbers, alone and two by two, from grids that the worker made. */
import type { Corner, Joint } from "../messages.js";
import { font, type Range, scale, ticksOf, tickText } from "./scale.js";
import type { Area } from "./surface.js";
import { channels, colors } from "./theme.js";

const Margin = { left: 46, bottom: 40, top: 4, right: 6 };
const Gap = 5;

/** Height over width, so that the panels are squares that fill the canvas. */
export const cornerShape = (width: number): number =>
  (width - Margin.left - Margin.right + Margin.top + Margin.bottom) / Math.max(1, width);

export class CornerPlot {
  private ranges: Range[] = [];
  private labels = "";
  private readonly tile = document.createElement("canvas");

  draw({ context, width, height }: Area, corner: Corner): void {
    this.settleRanges(corner);
    const count = corner.labels.length;
    const room = Math.min(width - Margin.left - Margin.right, height - Margin.top - Margin.bottom);
    const size = (room - Gap * (count - 1)) / count;
    const place = (cell: number, start: number) => start + cell * (size + Gap);
    for (const joint of corner.joints) {
      this.drawJoint(context, joint, place(joint.column, Margin.left), place(joint.row, Margin.top), size);
    }
    for (const [k, { x, density }] of corner.marginals.entries()) {
      this.drawMarginal(context, x, density, this.ranges[k]!, place(k, Margin.left), place(k, Margin.top), size);
    }
    context.font = font(11);
    context.fillStyle = colors().muted;
    [context.textAlign, context.textBaseline] = ["right", "top"];
    if ((count - 1) * size > 150) context.fillText("50 % and 94 % of the draws", width - Margin.right, Margin.top + 6);
    for (let k = 0; k < count; k++) this.drawAxes(context, corner, k, place(k, Margin.left), place(k, Margin.top), size, count);
  }

  /** Axes stay where they are until the draws leave them or fill them too little, so that what moves is the posterior. */
  private settleRanges({ labels, ranges }: Corner): void {
    const joined = labels.join();
    const isNew = joined !== this.labels;
    this.labels = joined;
    this.ranges = ranges.map(([low, high], k) => {
      const known = this.ranges[k];
      const width = high - low || Math.abs(low) || 1;
      const fits = known !== undefined && low >= known[0] && high <= known[1] && width > 0.45 * (known[1] - known[0]);
      return !isNew && fits ? known : [low - 0.12 * width, high + 0.12 * width];
    });
  }

  private drawJoint(context: CanvasRenderingContext2D, joint: Joint, left: number, top: number, size: number): void {
    const x = scale(this.ranges[joint.column]!, [left, left + size]);
    const y = scale(this.ranges[joint.row]!, [top + size, top]);
    const { main } = colors();
    context.save();
    frame(context, left, top, size);
    context.clip();
    if (joint.size > 0) {
      this.paintTile(joint, main);
      const cellX = (joint.x[1] - joint.x[0]) / (joint.size - 1);
      const cellY = (joint.y[1] - joint.y[0]) / (joint.size - 1);
      const [x0, x1] = [x(joint.x[0] - cellX / 2), x(joint.x[1] + cellX / 2)];
      const [y0, y1] = [y(joint.y[1] + cellY / 2), y(joint.y[0] - cellY / 2)];
      context.imageSmoothingEnabled = true;
      context.drawImage(this.tile, 0, 0, joint.size, joint.size, x0, y0, x1 - x0, y1 - y0);
      strokeContours(
        context,
        joint.contours,
        main,
        (at) => x(joint.x[0] + at * cellX),
        (at) => y(joint.y[1] - at * cellY),
      );
    }
    context.restore();
  }

  private paintTile({ shade, size }: Joint, color: string): void {
    const { tile } = this;
    if (tile.width !== size) [tile.width, tile.height] = [size, size];
    const [red, green, blue] = channels(color);
    const image = new ImageData(size, size);
    for (let i = 0; i < shade.length; i++) image.data.set([red, green, blue, Math.round(0.62 * shade[i]!)], 4 * i);
    tile.getContext("2d")!.putImageData(image, 0, 0);
  }

  private drawMarginal(
    context: CanvasRenderingContext2D,
    xs: Float64Array,
    density: Float64Array,
    range: Range,
    left: number,
    top: number,
    size: number,
  ): void {
    const x = scale(range, [left, left + size]);
    const highest = density.reduce((most, value) => Math.max(most, value), 0) || 1;
    const y = scale([0, highest * 1.12], [top + size, top]);
    const { main } = colors();
    context.save();
    frame(context, left, top, size);
    context.clip();
    context.beginPath();
    context.moveTo(x(xs[0] ?? 0), top + size);
    for (let k = 0; k < xs.length; k++) context.lineTo(x(xs[k]!), y(density[k]!));
    context.lineTo(x(xs[xs.length - 1] ?? 0), top + size);
    context.fillStyle = main;
    context.globalAlpha = 0.18;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = main;
    context.lineWidth = 1.6;
    context.stroke();
    context.restore();
  }

  private drawAxes(
    context: CanvasRenderingContext2D,
    { labels }: Corner,
    k: number,
    left: number,
    top: number,
    size: number,
    count: number,
  ): void {
    const { muted, ink } = colors();
    const x = scale(this.ranges[k]!, [left, left + size]);
    const bottom = Margin.top + count * size + (count - 1) * Gap;
    context.fillStyle = muted;
    context.font = font(10);
    context.textAlign = "center";
    context.textBaseline = "top";
    const ticks = panelTicks(context, this.ranges[k]!, size);
    for (const tick of ticks) context.fillText(tickText(tick, ticks), x(tick), bottom + 5);
    if (k > 0) {
      const y = scale(this.ranges[k]!, [top + size, top]);
      context.textAlign = "right";
      context.textBaseline = "middle";
      for (const tick of ticks) context.fillText(tickText(tick, ticks), Margin.left - 5, y(tick));
    }
    context.fillStyle = ink;
    context.font = font(12, 600);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(labels[k]!, left + size / 2, bottom + 20);
  }
}

/** As many round numbers as have room side by side, two at least where they can be had. */
function panelTicks(context: CanvasRenderingContext2D, [low, high]: Range, size: number): number[] {
  const fitting = (count: number) => {
    const ticks = ticksOf([low, high], count);
    const texts = ticks.map((tick) => tickText(tick, ticks));
    const widest = Math.max(0, ...texts.map((text) => context.measureText(text).width));
    const within = ticks.filter((tick) => {
      const at = (size * (tick - low)) / (high - low);
      return at > widest / 2 - 4 && at < size - widest / 2 + 4;
    });
    const apart = (size * ((ticks[1] ?? high) - (ticks[0] ?? low))) / (high - low);
    return within.length < 2 || apart > widest + 6 ? within : [];
  };
  const counts = size < 110 ? [3, 2, 4, 5, 6, 1] : [4, 3, 5, 6, 2, 1];
  const all = counts.map(fitting);
  return all.find((ticks) => ticks.length > 1) ?? all.find((ticks) => ticks.length > 0) ?? [];
}

function frame(context: CanvasRenderingContext2D, left: number, top: number, size: number): void {
  context.beginPath();
  context.rect(left, top, size, size);
  context.strokeStyle = colors().grid;
  context.lineWidth = 1;
  context.stroke();
}

/** Pieces of contours; the outermost is the thinnest. */
export function strokeContours(
  context: CanvasRenderingContext2D,
  contours: readonly Float32Array[],
  color: string,
  x: (at: number) => number,
  y: (at: number) => number,
): void {
  context.strokeStyle = color;
  for (const [k, pieces] of contours.entries()) {
    context.lineWidth = k === 0 ? 1.3 : 0.8;
    context.beginPath();
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo(x(pieces[i]!), y(pieces[i + 1]!));
      context.lineTo(x(pieces[i + 2]!), y(pieces[i + 3]!));
    }
    context.stroke();
  }
}
