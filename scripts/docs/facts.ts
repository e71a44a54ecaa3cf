/** What a distribution can do and what it wants, asked of the distribution itself. */
import { censored, truncated, WasmcmcError } from "../../bindings/index.js";
import { describeNode } from "../../bindings/model/describe.js";
import type { AnyDist, Dist } from "../../bindings/model/dist.js";
import type { Family, PlainDistribution, Support } from "../../bindings/model/distribution.js";
import type { Node } from "../../bindings/model/graph.js";
import { requirementInWords } from "../../bindings/model/requirement.js";

export type Kind = "continuous" | "discrete" | "multivariate" | "structure" | "wrapper";

/** How far truncation and censoring go. */
export type Reach = "yes" | "no" | "some";

export interface Facts {
  readonly kind: Kind;
  /** The rest is of plain distributions alone: a wrapper has what its base has. */
  readonly plain?: {
    readonly support: string;
    /** In words what must hold of each parameter. */
    readonly parameters: Readonly<Record<string, string>>;
    readonly has: readonly string[];
    readonly isPrior: boolean;
    readonly isComponent: boolean;
    readonly isFast: boolean;
    readonly truncated: Reach;
    readonly censored: Reach;
  };
}

export function factsOf(distribution: AnyDist, file: string): Facts {
  const { node } = distribution;
  if (file.includes("/wrappers/") || node.kind === "mixture") return { kind: "wrapper" };
  if (node.kind === "hmm") return { kind: "structure" };
  if (node.joint !== undefined || node.dims.length > 0)
    return { kind: "structure", plain: plainFacts(distribution, node, "structure") };
  const kind = node.event.length > 0 ? "multivariate" : node.family.discrete ? "discrete" : "continuous";
  return { kind, plain: plainFacts(distribution, node, kind) };
}

function plainFacts(distribution: AnyDist, node: PlainDistribution, kind: Kind): NonNullable<Facts["plain"]> {
  const { family, parameters } = node;
  const named = Object.fromEntries(
    Object.entries(parameters).map(([name, { event, dims }]): [string, Node] => [
      name,
      { kind: "data", role: "value", name, dims, event },
    ]),
  );
  const isSingle = kind === "continuous" || kind === "discrete";
  return {
    support: supportInWords(family.support(isSingle ? named : parameters), kind),
    parameters: Object.fromEntries(Object.entries(family.parameters).map(([name, what]) => [name, requirementInWords[what]])),
    has: isSingle || family.random ? abilities(family) : [],
    isPrior: !family.discrete,
    isComponent: node.joint === undefined,
    isFast:
      family.densityForm?.({ kind: "data", role: "value", name: "x", dims: [], event: node.event }, parameters) !== undefined,
    truncated: isSingle ? reach(distribution, truncated) : "no",
    censored: isSingle ? reach(distribution, censored) : "no",
  };
}

function abilities(family: Family): string[] {
  const has: [string, unknown][] = [
    ["cdf", family.logCdf],
    ["quantile", family.quantile],
    ["mean", family.mean],
    ["variance", family.variance],
    ["random", family.random],
  ];
  return has.filter(([, formula]) => formula !== undefined).map(([name]) => name);
}

type Wrapper = (base: Dist<string, []>, lower: number, upper: number) => unknown;

/** Any bounds, or of counts only constant ones near each other. */
function reach(distribution: AnyDist, wrapper: Wrapper): Reach {
  const accepts = (upper: number): boolean => {
    try {
      wrapper(distribution as Dist<string, []>, 1, upper);
      return true;
    } catch (error) {
      if (error instanceof WasmcmcError) return false;
      throw error;
    }
  };
  if (distribution.node.kind === "plain" && distribution.node.family.logCdf) return accepts(1e6) ? "yes" : "no";
  return accepts(3) || accepts(Number.POSITIVE_INFINITY) ? "some" : "no";
}

function supportInWords(support: Support, kind: Kind): string {
  const bound = (node: Node): string => describeNode(node);
  switch (support.kind) {
    case "real":
      return kind === "multivariate" ? "all vectors" : "all numbers";
    case "positive":
      return "x > 0";
    case "nonnegative":
      return "x >= 0";
    case "unit":
      return "0 <= x <= 1";
    case "boolean":
      return "0 and 1";
    case "count":
      return kind === "multivariate" ? "vectors of counts 0, 1, 2, ..." : "0, 1, 2, ...";
    case "circular":
      return "-pi <= x <= pi";
    case "simplex":
      return "vectors of numbers 0 or more with sum 1";
    case "zeroSum":
      return "vectors with sum 0";
    case "choleskyCorrelation":
      return "Cholesky factors of correlation matrices";
    case "lower":
      return `x >= ${bound(support.lower)}`;
    case "upper":
      return `x <= ${bound(support.upper)}`;
    case "interval":
      return `${bound(support.lower)} <= x <= ${bound(support.upper)}`;
    case "integers":
      return bound(support.upper) === "Infinity"
        ? `whole numbers from ${bound(support.lower)}`
        : `whole numbers from ${bound(support.lower)} to ${bound(support.upper)}`;
  }
}
