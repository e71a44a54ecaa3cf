/** Makes the nodes of the expression graph: works out dims and event shape of each and refuses what does not fit together. */
import { WasmcmcError } from "../errors.js";
import { describeNode } from "./describe.js";
import type {
  ConstantNode,
  DataNode,
  ElementNode,
  ElementwiseName,
  ElementwiseNode,
  Node,
  ReductionName,
  ReductionNode,
  StackNode,
} from "./graph.js";

/** Dims (named axes) and event (static shape) of a node. */
export interface NodeShape {
  readonly dims: readonly string[];
  readonly event: readonly number[];
}

/** A number, or a vector of numbers as an event. */
export function constant(values: number | readonly number[]): ConstantNode {
  const list = typeof values === "number" ? [values] : [...values];
  const position = list.findIndex((value) => typeof value !== "number" || Number.isNaN(value));
  if (position >= 0 || list.length === 0) {
    throw new WasmcmcError({
      code: "not-an-expression",
      problem:
        list.length === 0
          ? "An empty list stands for a constant."
          : `A constant is ${String(list[position])}, which is not a number.`,
      remedy: "Give numbers.",
      ...(list.length > 1 ? { row: position } : {}),
      value: list[position],
    });
  }
  return { kind: "constant", values: list, dims: [], event: typeof values === "number" ? [] : [list.length] };
}

/** The union of dims, in order of first appearance. */
export function joinDims(lists: Iterable<readonly string[]>): readonly string[] {
  return [...new Set([...lists].flat())];
}

/**
 * The shape of an elementwise combination. Dims broadcast freely; event shapes must be equal or empty, and an operand without
 * an event joins one that has it only if it brings no dims of its own: a simplex does not broadcast over points.
 */
export function joinShapes(what: string, operands: readonly NodeShape[]): NodeShape {
  const eventful = operands.filter((operand) => operand.event.length > 0);
  const event = eventful[0]?.event ?? [];
  const other = eventful.find((operand) => !sameList(operand.event, event));
  if (other) {
    throw new WasmcmcError({
      code: "event-mismatch",
      problem: `${what} combines event shapes [${event}] and [${other.event}].`,
      remedy: "Combine vectors of one length, or take elements with .at(k).",
    });
  }
  const eventDims = joinDims(eventful.map((operand) => operand.dims));
  const broadcast = operands.find(
    (operand) => operand.event.length === 0 && operand.dims.some((dim) => !eventDims.includes(dim)),
  );
  if (eventful.length > 0 && broadcast) {
    throw new WasmcmcError({
      code: "event-broadcast",
      problem: `${what} combines a vector of event shape [${event}] with an expression over ${quoteDims(broadcast.dims)}; an event does not broadcast over dims.`,
      remedy: "Take one element with .at(k), or build the vector of each row with stack(...).",
    });
  }
  return { dims: joinDims(operands.map((operand) => operand.dims)), event };
}

export function elementwise(op: ElementwiseName, args: readonly Node[]): ElementwiseNode {
  return { kind: "elementwise", op, args, ...joinShapes(op, args) };
}

/** `source[index]`: the dim that the labels name gives way to the dims of the label column. */
export function gather(source: Node, index: DataNode): Node {
  const target = index.target ?? "";
  if (!source.dims.includes(target)) {
    throw new WasmcmcError({
      code: "missing-dim",
      problem: `.at(${index.name}) picks along "${target}", but ${describeNode(source)} is over ${quoteDims(source.dims)}.`,
      remedy: `Declare the parameter with dims: "${target}", or use a column of labels of another dim.`,
      variable: index.name,
    });
  }
  const kept = source.dims.filter((dim) => dim !== target);
  return { kind: "gather", source, index, dims: joinDims([kept, index.dims]), event: source.event };
}

/** One element of an event vector. */
export function element(source: Node, position: number): ElementNode {
  const length = source.event.reduce((product, size) => product * size, 1);
  if (source.event.length === 0 || !Number.isInteger(position) || position < 0 || position >= length) {
    throw new WasmcmcError({
      code: "position-out-of-range",
      problem:
        source.event.length === 0
          ? `.at(${position}) needs a vector of static length, but ${describeNode(source)} is over ${quoteDims(source.dims)}.`
          : `.at(${position}) reaches outside a vector of length ${length}.`,
      remedy:
        source.event.length === 0
          ? "Pick along a dim with a column of labels: .at(index)."
          : `Give an integer from 0 to ${length - 1}.`,
      value: position,
    });
  }
  return { kind: "element", source, position, dims: source.dims, event: [] };
}

/** An event vector from expressions that have none. */
export function stack(elements: readonly Node[]): StackNode {
  const nested = elements.find((node) => node.event.length > 0);
  if (nested || elements.length === 0) {
    throw new WasmcmcError({
      code: "event-mismatch",
      problem: nested ? `stack(...) got a vector of event shape [${nested.event}] as an element.` : "stack() got no elements.",
      remedy: "Give it expressions without an event; take elements of a vector with .at(k).",
    });
  }
  return { kind: "stack", elements, dims: joinDims(elements.map((node) => node.dims)), event: [elements.length] };
}

/** Reduces the event, some dims, or the groups of a column of labels. Nothing to reduce leaves the node as it is. */
export function reduce(op: ReductionName, source: Node, over: ReductionNode["over"]): Node {
  if (over === "event") {
    return source.event.length === 0 ? source : { kind: "reduction", op, source, over, dims: source.dims, event: [] };
  }
  if ("by" in over) return reduceByGroups(op, source, over.by);
  if (over.length === 0) return source;
  requireDims(op, source, over);
  return { kind: "reduction", op, source, over, dims: source.dims.filter((dim) => !over.includes(dim)), event: source.event };
}

function reduceByGroups(op: ReductionName, source: Node, by: DataNode): Node {
  requireDims(op, source, by.dims);
  const target = by.target ?? "";
  if (source.dims.includes(target)) {
    throw new WasmcmcError({
      code: "ambiguous-dim",
      problem: `${op} by ${by.name} gives one value a "${target}", but its argument is over "${target}" already.`,
      remedy: `Reduce or gather "${target}" first.`,
      variable: by.name,
    });
  }
  const kept = source.dims.filter((dim) => !by.dims.includes(dim));
  return { kind: "reduction", op, source, over: { by }, dims: [...kept, target], event: source.event };
}

function requireDims(op: string, source: Node, dims: readonly string[]): void {
  const missing = dims.find((dim) => !source.dims.includes(dim));
  if (missing === undefined) return;
  throw new WasmcmcError({
    code: "missing-dim",
    problem: `${op} runs over "${missing}", but ${describeNode(source)} is over ${quoteDims(source.dims)}.`,
    remedy: `Name a dim that it has, or none for all of it.`,
    variable: missing,
  });
}

/** Every node reachable from `roots`, arguments before what uses them; a graph may be deeper than the call stack. */
export function* reachable(roots: readonly Node[], argumentsOf: (node: Node) => readonly Node[]): Generator<Node> {
  const seen = new Set<Node>();
  const pending: { node: Node; entered: boolean }[] = [...roots].reverse().map((node) => ({ node, entered: false }));
  for (let top = pending.pop(); top; top = pending.pop()) {
    if (top.entered) {
      yield top.node;
    } else if (!seen.has(top.node)) {
      seen.add(top.node);
      pending.push({ node: top.node, entered: true });
      for (const argument of [...argumentsOf(top.node)].reverse()) pending.push({ node: argument, entered: false });
    }
  }
}

/** The nodes that a node is computed from; a parameter is computed from nothing. */
export function directArguments(node: Node): readonly Node[] {
  switch (node.kind) {
    case "constant":
    case "data":
    case "param":
      return [];
    case "elementwise":
      return node.args;
    case "gather":
      return [node.source, node.index];
    case "reduction":
      return typeof node.over === "object" && "by" in node.over ? [node.source, node.over.by] : [node.source];
    case "element":
      return [node.source];
    case "stack":
      return node.elements;
    case "variate":
    case "call":
      return node.args;
    case "state":
      return [];
    case "scan":
      return [...node.inits, ...node.results];
  }
}

/** Whether a node is computed from data and constants alone. */
export function isDataOnly(node: Node): boolean {
  for (const { kind } of reachable([node], directArguments)) if (kind === "param" || kind === "variate") return false;
  return true;
}

export function quoteDims(dims: readonly string[]): string {
  return dims.length === 0 ? "no dims" : dims.map((dim) => `"${dim}"`).join(", ");
}

export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
