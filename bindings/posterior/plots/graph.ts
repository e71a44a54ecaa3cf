/** The model's graph, as probabilistic graphical models are drawn: plates, shaded observations, boxes for what is computed, dots for data. */
import { WasmcmcError } from "../../errors.js";
import { FontSize, figure, innerHeight, svgElement } from "./figure.js";
import { arrow } from "./graph_edges.js";
import type { GraphItem } from "./graph_layers.js";
import { type Box, layoutGraph, type Placed } from "./graph_layout.js";
import { type Looks, looksOf, type PlotOptions } from "./options.js";
import type { Theme } from "./theme.js";

/** What `modelGraph` of "wasmcmc" gives, or what somebody wrote by hand. */
export interface GraphDescription {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

export interface GraphNode {
  readonly name: string;
  readonly kind: "parameter" | "deterministic" | "observed" | "data" | "potential" | "marginalised";
  readonly dims: readonly string[];
  /** Below the name: `normal`, `mixture`. */
  readonly distribution?: string;
}

/** A quantity that the model has summed or integrated out, drawn (dashed) between its causes and its effects. */
export interface MarginalisedNode {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Its plate; that of its first effect where absent. */
  readonly dims?: readonly string[];
}

export interface GraphOptions extends PlotOptions {
  /** Lengths of dims, for the labels of plates: { point: 32 }. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Labels of plates by dims as listed ("point"), in place of dim and size: { point: "n = 1..N" }. */
  readonly plates?: Readonly<Record<string, string>>;
  /** Names as they are to be read: { ln_s_out: "ln σ" }. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly marginalised?: readonly MarginalisedNode[];
  /** Leaves nodes out, and the arrows to and from them. */
  readonly without?: readonly string[];
}

/**
 * A picture of a model: parameters as ellipses, observations shaded, computed quantities as boxes, data as dots, quantities that were
 * summed out dashed; a plate around what is repeated over the same dims.
 *
 *     plotGraph(modelGraph(line), { sizes: { point: 32 }, marginalised: [{ name: "yhat", from: ["m", "b", "w"], to: ["y"] }] })
 *
 * Throws `unknown-variable` for a name that is not in the graph, `empty-data` for a graph without nodes.
 */
export function plotGraph(description: GraphDescription, options: GraphOptions = {}): SVGSVGElement {
  const { nodes, edges } = annotated(description, options);
  const items = nodes.map((node): GraphItem => itemOf(node, options));
  const layout = layoutGraph(items, edges, (plate) => PlateCharacter * plateLabel(plate, options).length);
  const alt = `Graph of the model: ${nodes.map((node) => `${node.name} (${node.kind})`).join(", ")}; ${edges.map((edge) => edge.join(" to ")).join(", ")}.`;
  const titleRoom = options.title === undefined ? 0 : 26;
  const looks = looksOf(options, { width: Math.ceil(layout.width), height: Math.ceil(layout.height) + titleRoom, alt });
  const places = layout.nodes;
  const drawing = svgElement("g", { transform: scaleInto(looks, layout.width, layout.height) });
  drawing.append(...layout.boxes.map((box) => plateElement(box, looks.theme)));
  const arrows = svgElement("g", { fill: "none", stroke: looks.theme.ink, "data-role": "edges" });
  for (const [from, to] of edges)
    arrows.append(...arrowElements(places.get(from)!, places.get(to)!, places.values(), looks.theme));
  const plateLabels = layout.boxes.map((box) => plateLabelElement(box, options, looks.theme));
  drawing.append(arrows, ...plateLabels, ...nodes.map((node) => nodeElement(node, places.get(node.name)!, options, looks.theme)));
  return figure(looks, [], [drawing]);
}

function scaleInto(looks: Looks, width: number, height: number): string {
  const scale = Math.min(looks.width / width, innerHeight(looks) / height);
  return `translate(${(looks.width - width * scale) / 2},0) scale(${scale})`;
}

/** The graph with what was left out and summed out. */
function annotated(
  { nodes, edges }: GraphDescription,
  options: GraphOptions,
): { nodes: readonly GraphNode[]; edges: GraphDescription["edges"] } {
  const known = new Set(nodes.map(({ name }) => name));
  const { marginalised = [], without = [] } = options;
  for (const name of [
    ...without,
    ...Object.keys(options.labels ?? {}),
    ...marginalised.flatMap(({ from, to }) => [...from, ...to]),
  ]) {
    if (!known.has(name) && !marginalised.some((node) => node.name === name)) throw unknown(name, known);
  }
  const isKept = (name: string) => !without.includes(name);
  const isReplaced = (from: string, to: string) => marginalised.some((node) => node.from.includes(from) && node.to.includes(to));
  const more = marginalised.map(({ name, to, dims }): GraphNode => {
    return { name, kind: "marginalised", dims: dims ?? nodes.find((node) => node.name === to[0])?.dims ?? [] };
  });
  const kept = [...nodes, ...more].filter(({ name }) => isKept(name));
  if (kept.length === 0) {
    throw new WasmcmcError({
      code: "empty-data",
      problem: "The graph has no nodes.",
      remedy: "Pass what modelGraph(model) gives.",
    });
  }
  for (const name of edges.flat()) if (!known.has(name)) throw unknown(name, known);
  const ways = marginalised.flatMap(({ name, from, to }) => [
    ...from.map((cause) => [cause, name] as const),
    ...to.map((effect) => [name, effect] as const),
  ]);
  const all = [...edges.filter(([from, to]) => !isReplaced(from, to)), ...ways].filter(
    ([from, to]) => isKept(from) && isKept(to),
  );
  return { nodes: kept, edges: all };
}

const NodeHeight = 46;
const DotRadius = 4;

function itemOf(node: GraphNode, options: GraphOptions): GraphItem {
  const plate = node.dims.join(", ");
  const late = node.kind === "data";
  if (late) return { name: node.name, plate, width: Math.max(34, 8 * labelOf(node, options).length), height: 32, late };
  const longest = Math.max(labelOf(node, options).length * 8, (captionOf(node)?.length ?? 0) * 6.4);
  return { name: node.name, plate, width: Math.max(64, longest + 34), height: NodeHeight, late };
}

/** What stands below the name. */
function captionOf({ kind, distribution }: GraphNode): string | undefined {
  return kind === "marginalised" ? "marginalised" : distribution;
}

function labelOf({ name }: { readonly name: string }, { labels = {} }: GraphOptions): string {
  return Object.hasOwn(labels, name) ? labels[name]! : name;
}

/** Pixels that a character of a plate's label takes, on average. */
const PlateCharacter = 6.4;

function plateLabel(plate: string, { sizes = {}, plates = {} }: GraphOptions): string {
  if (Object.hasOwn(plates, plate)) return plates[plate]!;
  const sized = plate.split(", ").map((dim) => (Object.hasOwn(sizes, dim) ? `${dim} = 1..${sizes[dim]}` : dim));
  return sized.join(" × ");
}

function plateElement({ plate, x, y, width, height }: Box, theme: Theme): Element {
  const frame = { x, y, width, height, rx: 10, fill: "none", stroke: theme.muted, "stroke-width": 1.2 };
  return svgElement("rect", { ...frame, "data-plate": plate });
}

/** Above the arrows, with a border of the background, so that it can be read where an arrow runs through it. */
function plateLabelElement({ plate, x, y, width, height }: Box, options: GraphOptions, theme: Theme): Element {
  const place = { x: x + width - 10, y: y + height - 8, "text-anchor": "end", fill: theme.muted, "font-size": FontSize };
  const halo = { stroke: theme.background, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" };
  return svgElement("text", { ...place, ...halo, "data-plate-label": plate }, plateLabel(plate, options));
}

function arrowElements(from: Placed, to: Placed, nodes: Iterable<Placed>, theme: Theme): Element[] {
  const { path, tip, angle } = arrow(from, to, nodes);
  const line = svgElement("path", { d: path, "stroke-width": 1.1, "data-edge": `${from.name} ${to.name}` });
  const head = svgElement("path", {
    d: "M0,0L-8,-3.4L-8,3.4Z",
    fill: theme.ink,
    stroke: "none",
    transform: `translate(${tip.x},${tip.y}) rotate(${angle})`,
  });
  return [line, head];
}

function nodeElement(node: GraphNode, { x, y, width, height }: Placed, options: GraphOptions, theme: Theme): Element {
  const group = svgElement("g", { "data-node": node.name, "text-anchor": "middle" });
  const label = (dy: number) =>
    svgElement("text", { x, y: y + dy, "font-size": 13, "font-weight": 600, fill: theme.ink }, labelOf(node, options));
  if (node.kind === "data") {
    group.append(svgElement("circle", { cx: x, cy: y + 8, r: DotRadius, fill: theme.ink }), label(-3));
    return group;
  }
  group.append(shapeOf(node, { x, y, width, height }, theme));
  const below = captionOf(node);
  group.append(label(below === undefined ? 4.5 : -1));
  if (below !== undefined) group.append(svgElement("text", { x, y: y + 13, "font-size": 10.5, fill: theme.muted }, below));
  return group;
}

function shapeOf(
  node: GraphNode,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  theme: Theme,
): Element {
  const fill = node.kind === "observed" ? theme.fills[0] : theme.background;
  const stroke = {
    fill,
    stroke: theme.ink,
    "stroke-width": 1.3,
    ...(node.kind === "marginalised" && { "stroke-dasharray": "5 3" }),
  };
  const isBox = node.kind === "deterministic" || node.kind === "potential";
  if (!isBox) return svgElement("ellipse", { cx: x, cy: y, rx: width / 2, ry: height / 2, ...stroke });
  const size = { x: x - width / 2 + 6, y: y - height / 2 + 5, width: width - 12, height: height - 10 };
  return svgElement("rect", { ...size, rx: node.kind === "potential" ? 0 : 7, ...stroke });
}

function unknown(name: string, known: ReadonlySet<string>): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem: `The graph has no node "${name}".`,
    remedy: `It has ${[...known].map((each) => `"${each}"`).join(", ")}.`,
    variable: name,
  });
}
