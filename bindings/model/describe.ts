/** Prints expressions and distributions for messages: short, in the notation a person would write them in. */
import type { Distribution } from "./distribution.js";
import type { ElementwiseNode, Node } from "./graph.js";

/** A name for a parameter, where it has one. */
export type NameOf = (node: Node) => string | undefined;

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  pow: "^",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
};
const unnamed: NameOf = () => undefined;

/** Deeper parts are printed as `…`. */
export function describeNode(node: Node, nameOf: NameOf = unnamed, depth = 3): string {
  const inner = (child: Node): string => (depth > 0 ? describeNode(child, nameOf, depth - 1) : "…");
  switch (node.kind) {
    case "constant":
      return node.event.length === 0 ? String(node.values[0]) : `[${node.values.join(", ")}]`;
    case "data":
      return node.name;
    case "param":
      return nameOf(node) ?? node.name ?? "a parameter";
    case "elementwise":
      return describeElementwise(node, inner);
    case "gather":
      return `${inner(node.source)}[${node.index.name}]`;
    case "element":
      return `${inner(node.source)}[${node.position}]`;
    case "stack":
      return `stack(${node.elements.map(inner).join(", ")})`;
    case "reduction":
      return `${node.op}(${inner(node.source)})`;
    case "variate":
      return `random ${node.law}(${node.args.map(inner).join(", ")})`;
    case "state":
      return node.name;
    case "scan":
      return `scan("${node.over}")`;
    case "call":
      return `${node.op}(${[...node.args.map(inner), ...node.over.map((dim) => `"${dim}"`)].join(", ")})`;
  }
}

function describeElementwise(node: ElementwiseNode, inner: (child: Node) => string): string {
  const args = node.args.map(inner);
  const sign = infix[node.op];
  if (sign === undefined) return `${node.op}(${args.join(", ")})`;
  return args.map((text, i) => (isInfix(node.args[i]) && text !== "…" ? `(${text})` : text)).join(` ${sign} `);
}

function isInfix(node: Node | undefined): boolean {
  return node?.kind === "elementwise" && infix[node.op] !== undefined;
}

export function describeDistribution(distribution: Distribution, nameOf: NameOf = unnamed): string {
  if (distribution.kind === "plain") {
    const parameters = Object.values(distribution.parameters).map((node) => describeNode(node, nameOf));
    return `${distribution.family.name}(${parameters.join(", ")})`;
  }
  const isChain = distribution.kind === "hmm";
  const components = distribution.components.map(
    ({ name, distribution: component }) => `${name}: ${describeDistribution(component, nameOf)}`,
  );
  const shares = isChain ? distribution.initial : distribution.weights;
  return `${isChain ? "hiddenMarkov" : "mixture"}(${describeNode(shares, nameOf)}, { ${components.join(", ")} })`;
}
