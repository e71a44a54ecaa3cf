/** NUTS on its landscape: the trajectory so far, coloured by doubling, the point it chose, and the draws before it. */
import type { Landscape, Tree } from "../messages.js";
import { strokeContours } from "./corner_plot.js";
import { axes, type Scale, scale } from "./scale.js";
import type { Area } from "./surface.js";
import { channels, colors } from "./theme.js";

export interface TreePicture {
  readonly landscape: Landscape;
  readonly tree: Tree | undefined;
  /** Points of the tree that are shown; all of them and the choice at its end. */
  readonly shown: number;
  /** x, y of draws before this transition. */
  readonly draws: readonly number[];
}

const Margin = { left: 40, right: 12, top: 22, bottom: 38 };
const tile = typeof document === "undefined" ? undefined : document.createElement("canvas");

export function drawTree(area: Area, picture: TreePicture): void {
  const { context, width, height } = area;
  const { landscape, tree } = picture;
  const x = scale(landscape.x, [Margin.left, width - Margin.right]);
  const y = scale(landscape.y, [height - Margin.bottom, Margin.top]);
  axes(area, x, y, landscape.labels);
  context.save();
  context.beginPath();
  context.rect(x.pixels[0], y.pixels[1], x.pixels[1] - x.pixels[0], y.pixels[0] - y.pixels[1]);
  context.clip();
  drawLandscape(context, landscape, x, y);
  drawDraws(context, picture.draws, x, y);
  if (tree !== undefined) drawTrajectory(context, tree, picture.shown, x, y);
  context.restore();
}

function drawLandscape(context: CanvasRenderingContext2D, { size, shade, contours }: Landscape, x: Scale, y: Scale): void {
  if (tile === undefined) return;
  const { muted } = colors();
  const [red, green, blue] = channels(muted);
  if (tile.width !== size) [tile.width, tile.height] = [size, size];
  const image = new ImageData(size, size);
  for (let i = 0; i < shade.length; i++) image.data.set([red, green, blue, Math.round(0.34 * shade[i]!)], 4 * i);
  tile.getContext("2d")!.putImageData(image, 0, 0);
  const [width, height] = [x.pixels[1] - x.pixels[0], y.pixels[0] - y.pixels[1]];
  context.drawImage(tile, x.pixels[0], y.pixels[1], width, height);
  context.globalAlpha = 0.55;
  strokeContours(
    context,
    contours,
    muted,
    (at) => x.pixels[0] + ((at + 0.5) / size) * width,
    (at) => y.pixels[1] + ((at + 0.5) / size) * height,
  );
  context.globalAlpha = 1;
}

function drawDraws(context: CanvasRenderingContext2D, draws: readonly number[], x: Scale, y: Scale): void {
  context.fillStyle = colors().ink;
  context.globalAlpha = 0.5;
  for (let i = 0; i < draws.length; i += 2) {
    context.beginPath();
    context.arc(x(draws[i]!), y(draws[i + 1]!), 1.8, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Where each step started: the end of the trajectory on its side. */
export function parentsOf(steps: Float64Array): Int32Array {
  let [first, last] = [0, 0];
  return Int32Array.from(steps, (step, i) => {
    if (i === 0) return -1;
    const parent = step > 0 ? last : first;
    if (step > 0) last = i;
    else first = i;
    return parent;
  });
}

export const colorOfDepth = (depth: number): string => {
  const { categories } = colors();
  return categories[depth % categories.length]!;
};

function drawTrajectory(context: CanvasRenderingContext2D, tree: Tree, shown: number, x: Scale, y: Scale): void {
  const { points, depths, treeDepth } = tree;
  const parents = parentsOf(tree.steps);
  const at = (i: number) => [x(points[4 * i]!), y(points[4 * i + 1]!)] as const;
  const isDone = shown >= depths.length;
  for (let i = 1; i < Math.min(shown, depths.length); i++) {
    const dropped = isDone && depths[i]! >= treeDepth;
    context.globalAlpha = dropped ? 0.45 : 1;
    context.strokeStyle = colorOfDepth(depths[i]!);
    context.lineWidth = 1.8;
    context.setLineDash(dropped ? [4, 3] : []);
    context.beginPath();
    context.moveTo(...at(parents[i]!));
    context.lineTo(...at(i));
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.arc(...at(i), 3.4, 0, 2 * Math.PI);
    context.fillStyle = dropped ? colors().card : colorOfDepth(depths[i]!);
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
  drawStart(context, tree, at(0), x, y);
  if (isDone) drawChosen(context, at(tree.chosen));
}

/** The start, with its momentum as an arrow of readable length. */
function drawStart(
  context: CanvasRenderingContext2D,
  { points }: Tree,
  [left, top]: readonly [number, number],
  x: Scale,
  y: Scale,
): void {
  const { ink, card } = colors();
  const [dx, dy] = [x(points[2]!) - x(0), y(points[3]!) - y(0)];
  const length = Math.hypot(dx, dy) || 1;
  const factor = Math.min(60, Math.max(18, length * 0.5)) / length;
  const [toX, toY] = [left + dx * factor, top + dy * factor];
  const angle = Math.atan2(dy, dx);
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(toX, toY);
  for (const side of [-0.45, 0.45]) {
    context.moveTo(toX, toY);
    context.lineTo(toX - 8 * Math.cos(angle + side), toY - 8 * Math.sin(angle + side));
  }
  context.stroke();
  context.fillStyle = card;
  context.beginPath();
  context.arc(left, top, 5.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function drawChosen(context: CanvasRenderingContext2D, [left, top]: readonly [number, number]): void {
  const { ink } = colors();
  context.strokeStyle = ink;
  context.lineWidth = 2.2;
  context.beginPath();
  context.arc(left, top, 9, 0, 2 * Math.PI);
  context.stroke();
}

/** Each step's energy against the start's: level where the integrator is exact. */
export function drawEnergies(area: Area, tree: Tree | undefined, shown: number): void {
  const { context, width, height } = area;
  if (tree === undefined) return;
  const errors = Array.from(tree.energies, (energy) => energy - tree.energies[0]!);
  const finite = errors.filter(Number.isFinite).map((error) => Math.min(20, Math.abs(error)));
  const most = Math.max(0.1, ...finite) * 1.35;
  const x = scale([0, Math.max(4, errors.length - 1)], [Margin.left, width - Margin.right]);
  const y = scale([-most, most], [height - Margin.bottom, Margin.top]);
  axes(area, x, y, ["leapfrog step", "energy error"]);
  for (let i = 1; i < Math.min(shown, errors.length); i++) {
    const error = Math.max(-most, Math.min(most, Number.isFinite(errors[i]!) ? errors[i]! : most));
    context.strokeStyle = colorOfDepth(tree.depths[i]!);
    context.lineWidth = Math.max(1.5, Math.min(8, (0.6 * (width - 60)) / errors.length));
    context.beginPath();
    context.moveTo(x(i), y(0));
    context.lineTo(x(i), y(error));
    context.stroke();
  }
}
