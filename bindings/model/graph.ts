/**
 * The expression graph: what the builder makes and the lowering reads. Nodes are plain immutable records; identity is by reference.
 *
 * `dims` are named axes whose lengths come with data; `event` is a static shape (a simplex of 3 is `[3]`). Elementwise nodes
 * broadcast over dims (union, in order of first appearance); event shapes are equal or empty.
 */
import type { Distribution } from "./distribution.js";

export type ElementwiseName =
  | "neg"
  | "square"
  | "sqrt"
  | "abs"
  | "floor"
  | "exp"
  | "log"
  | "log1p"
  | "expm1"
  | "log1mexp"
  | "softplus"
  | "sin"
  | "cos"
  | "tanh"
  | "logistic"
  | "logit"
  | "erf"
  | "lgamma"
  | "logNormalCdf"
  | "normalQuantile"
  | "logBesselI0"
  | "reciprocal"
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "logAddExp"
  | "min"
  | "max"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "eq"
  | "atan2"
  | "logGammaCdf"
  | "logGammaSurvival"
  | "where";

export type VariateLaw = "uniform" | "normal" | "logGamma" | "poisson" | "binomial" | "vonMises" | "hypergeometric";

export type ReductionName = "sum" | "mean" | "logSumExp";

interface Shaped {
  readonly dims: readonly string[];
  readonly event: readonly number[];
}

/** Numbers, row-major over `event`; no dims. */
export interface ConstantNode extends Shaped {
  readonly kind: "constant";
  readonly values: readonly number[];
}

/** A column of the data. `role` "index" holds labels of the dim `target`. */
export interface DataNode extends Shaped {
  readonly kind: "data";
  readonly name: string;
  readonly role: "value" | "index";
  readonly target?: string;
}

export interface ParamNode extends Shaped {
  readonly kind: "param";
  readonly prior: Distribution;
  /** A starting value in the constrained space: numbers (broadcast, or row-major dims then event) or a data-only node. */
  readonly init?: Node | readonly number[];
  /** Name of a parameter that is not returned (`track: false`). */
  readonly name?: string;
  readonly track: boolean;
  /** Replaces the constraint that the prior's support implies. */
  readonly constraint?: Constraint;
}

export interface ElementwiseNode extends Shaped {
  readonly kind: "elementwise";
  readonly op: ElementwiseName;
  readonly args: readonly Node[];
}

/** `source[index]` along the dim `index.target`: dims are source's without it, then index's (those not yet there). */
export interface GatherNode extends Shaped {
  readonly kind: "gather";
  readonly source: Node;
  readonly index: DataNode;
}

/** Over `over` dims, over the whole event ("event"), or by groups of an index column (`by`: its dims give way to its target). */
export interface ReductionNode extends Shaped {
  readonly kind: "reduction";
  readonly op: ReductionName;
  readonly source: Node;
  readonly over: "event" | readonly string[] | { readonly by: DataNode };
}

/** One element of an event vector (flat row-major position). */
export interface ElementNode extends Shaped {
  readonly kind: "element";
  readonly source: Node;
  readonly position: number;
}

/** An event vector from scalars-in-event. */
export interface StackNode extends Shaped {
  readonly kind: "stack";
  readonly elements: readonly Node[];
}

/** A random number for each row. Two nodes are two variates: they are told apart by identity. */
export interface VariateNode extends Shaped {
  readonly kind: "variate";
  readonly law: VariateLaw;
  readonly args: readonly Node[];
}

/**
 * An op over whole columns or over elements of an event, with an event of results; `bindings/program/lower/expand_call.ts` says what
 * each takes and gives.
 */
export type CallName =
  | "sort"
  | "gaussian2"
  | "gaussian3"
  | "product"
  | "cholesky"
  | "solveLower"
  | "solveLowerTransposed"
  | "diagonal"
  | "rename"
  | "lag"
  | "rowNumber"
  | "linearRecurrence"
  | "hmmForward"
  | "hmmPosterior"
  | "hmmViterbi"
  | "hmmPath";

export interface CallNode extends Shaped {
  readonly kind: "call";
  readonly op: CallName;
  readonly args: readonly Node[];
  /** Dims that the op runs over, where it does. */
  readonly over: readonly string[];
  /** A whole number that the op is given: by how many rows to lag, or how many states there are. */
  readonly count: number;
}

/** Inside a scan's step: a state's number in the row before. */
export interface StateNode extends Shaped {
  readonly kind: "state";
  readonly name: string;
}

/** A recursion along a dim; its event has an element for each state. */
export interface ScanNode extends Shaped {
  readonly kind: "scan";
  readonly over: string;
  readonly states: readonly StateNode[];
  /** Each state before the first row. */
  readonly inits: readonly Node[];
  /** Each state in a row, from the states of the row before. */
  readonly results: readonly Node[];
}

export type Node =
  | ConstantNode
  | DataNode
  | ParamNode
  | ElementwiseNode
  | GatherNode
  | ReductionNode
  | ElementNode
  | StackNode
  | VariateNode
  | CallNode
  | StateNode
  | ScanNode;

/** The set a parameter lives in and, with it, the map from unconstrained space. Bounds are free of event shape. */
export type Constraint =
  | { readonly kind: "none" }
  | { readonly kind: "positive" }
  | { readonly kind: "lower"; readonly lower: Node }
  | { readonly kind: "upper"; readonly upper: Node }
  | { readonly kind: "interval"; readonly lower: Node; readonly upper: Node }
  /** offset + multiplier * coordinate: any number, in coordinates that are centred and scaled. */
  | { readonly kind: "affine"; readonly offset: Node; readonly multiplier: Node }
  | { readonly kind: "simplex" }
  | { readonly kind: "ordered" }
  /** Increasing and above 0. */
  | { readonly kind: "positiveOrdered" }
  /** An event whose sum is 0. */
  | { readonly kind: "zeroSum" }
  /** An event whose sum of squares is 1. */
  | { readonly kind: "unitVector" }
  /** An angle in radians, from -pi to pi, without a seam. */
  | { readonly kind: "circular" }
  /** An event [K, K]: the Cholesky factor of a correlation matrix. */
  | { readonly kind: "choleskyCorrelation" };
