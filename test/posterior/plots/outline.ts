/** A picture in a few lines: its elements, how many of a kind, between which pixels, in which colours, with which texts. */

const looks = ["stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity"] as const;

interface Extent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

interface Line {
  readonly depth: number;
  readonly words: string;
  readonly fill: string | null;
  /** Whether elements that look alike are told together. */
  readonly isMark: boolean;
  readonly extent: Extent | undefined;
  readonly corners: number;
}

/** Lines of text, an element or several alike a line, children farther in; pixels rounded to whole ones. */
export function outline(picture: Element): string {
  const lines: string[] = [];
  let alike: Line[] = [];
  const end = () => {
    if (alike.length > 0) lines.push(told(alike));
    alike = [];
  };
  for (const line of linesOf(picture, 0)) {
    const first = alike[0];
    if (first !== undefined && !(line.isMark && line.depth === first.depth && line.words === first.words)) end();
    alike.push(line);
  }
  end();
  return `${lines.join("\n")}\n`;
}

function told(lines: readonly Line[]): string {
  const { depth, words } = lines[0] as Line;
  const extents = lines.flatMap(({ extent }) => extent ?? []);
  const corners = lines.reduce((sum, line) => sum + line.corners, 0);
  return [
    `${"  ".repeat(depth)}${words}`,
    ...fillsOf(lines),
    ...(lines.length > 1 ? [`${lines.length} times`] : []),
    ...(corners > 0 ? [`${corners} corners`] : []),
    ...(extents.length > 0 ? [`x ${between(extents.map(({ x }) => x))}, y ${between(extents.map(({ y }) => y))}`] : []),
  ].join("; ");
}

/** One by name, several by their number. */
function fillsOf(lines: readonly Line[]): string[] {
  const fills = new Set(lines.map(({ fill }) => fill));
  if (fills.size > 1) return [`${fills.size} fills`];
  return lines[0]!.fill === null ? [] : [`fill=${lines[0]!.fill}`];
}

function fillOf(element: Element): string | null {
  const [fill, opacity] = ["fill", "fill-opacity"].map((name) => element.getAttribute(name));
  return opacity == null ? (fill ?? null) : `${fill ?? "the same"} at ${Number(opacity).toFixed(2)}`;
}

function between(ranges: readonly (readonly [number, number])[]): string {
  const [least, most] = [Math.min(...ranges.map(([from]) => from)), Math.max(...ranges.map(([, to]) => to))];
  return least === most ? String(whole(least)) : `${whole(least)} to ${whole(most)}`;
}

/** Without the sign of zero. */
const whole = (pixel: number): number => Math.round(pixel) + 0;

function* linesOf(element: Element, depth: number): Generator<Line> {
  const tag = element.tagName.toLowerCase();
  if (tag === "style" || tag === "defs") return;
  const isMark = element.children.length === 0;
  const shape = isMark ? shapeOf(element, tag) : undefined;
  yield {
    depth,
    words: wordsOf(element, tag, isMark),
    fill: fillOf(element),
    isMark: isMark && tag !== "text",
    extent: shape?.extent,
    corners: shape?.corners ?? 0,
  };
  for (const child of element.children) yield* linesOf(child, depth + 1);
}

function wordsOf(element: Element, tag: string, isMark: boolean): string {
  const label = element.getAttribute("aria-label");
  const text = isMark ? (element.textContent ?? "").trim() : "";
  const size = tag === "svg" ? ["x", "y", "width", "height", "viewBox"].flatMap((name) => placed(element, name)) : [];
  const move = placed(element, "transform");
  return [
    tag,
    ...(label === null ? [] : [`[${label}]`]),
    ...(text === "" ? [] : [JSON.stringify(text)]),
    ...size,
    ...(isMark && (tag !== "text" || element.hasAttribute("x")) ? [] : move),
    ...looks.flatMap((name) => pair(element, name)),
  ].join(" ");
}

function pair(element: Element, name: string): string[] {
  const value = element.getAttribute(name);
  return value === null ? [] : [`${name}=${value}`];
}

/** In whole pixels. */
function placed(element: Element, name: string): string[] {
  return pair(element, name).map((words) => words.replace(/-?\d+\.\d+/g, (number) => String(whole(Number(number)))));
}

/** Where an element stands by its own attributes; undefined for those that are placed by others. */
function shapeOf(element: Element, tag: string): { extent: Extent; corners: number } | undefined {
  const { x, y, corners } = outlineOf(element, tag) ?? {};
  if (x === undefined || y === undefined) return undefined;
  const move = /^translate\((-?[\d.]+)[, ](-?[\d.]+)\)/.exec(element.getAttribute("transform") ?? "");
  const [right, down] = move === null ? [0, 0] : [Number(move[1]), Number(move[2])];
  return { extent: { x: [x[0] + right, x[1] + right], y: [y[0] + down, y[1] + down] }, corners: corners ?? 0 };
}

function outlineOf(element: Element, tag: string): (Extent & { readonly corners?: number }) | undefined {
  const number = (name: string): number => Number(element.getAttribute(name) ?? 0);
  const around = (middle: number, radius: number): [number, number] => [middle - radius, middle + radius];
  if (tag === "path") return pathOutline(element.getAttribute("d") ?? "");
  if (tag === "circle") return { x: around(number("cx"), 0), y: around(number("cy"), 0) };
  if (tag === "ellipse") return { x: around(number("cx"), number("rx")), y: around(number("cy"), number("ry")) };
  if (tag === "line") return { x: ordered(number("x1"), number("x2")), y: ordered(number("y1"), number("y2")) };
  if (tag === "text" && element.hasAttribute("x")) return { x: around(number("x"), 0), y: around(number("y"), 0) };
  if (tag !== "rect" && tag !== "image") return undefined;
  return { x: [number("x"), number("x") + number("width")], y: [number("y"), number("y") + number("height")] };
}

const ordered = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a]);

function pathOutline(d: string): (Extent & { readonly corners: number }) | undefined {
  const corners = (d.match(/-?\d[\d.e+-]*,-?[\d.e+-]+/g) ?? []).map((corner) => corner.split(",").map(Number));
  if (corners.length === 0) return undefined;
  const range = (place: number): [number, number] => {
    const values = corners.map((corner) => corner[place] as number);
    return [Math.min(...values), Math.max(...values)];
  };
  return { x: range(0), y: range(1), corners: corners.length };
}
