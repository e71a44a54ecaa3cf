/** From expression nodes to terms: events become one term an element, named dims become index spaces. */
import { Op } from "../../../assembly/opcodes.js";
import { WasmcmcError } from "../../errors.js";
import type { ElementwiseNode, GatherNode, Node, ParamNode, ReductionNode, VariateLaw, VariateNode } from "../../model/graph.js";
import type { Arena } from "./arena.js";
import type { Columns } from "./columns.js";
import { elementwiseOps } from "./elementwise_ops.js";
import { expandCall, product } from "./expand_call.js";
import { expandScan } from "./expand_scan.js";
import type { Term } from "./term.js";

const laws: Readonly<Record<VariateLaw, Op>> = {
  uniform: Op.RandomUniform,
  normal: Op.RandomNormal,
  logGamma: Op.RandomLogGamma,
  poisson: Op.RandomPoisson,
  binomial: Op.RandomBinomial,
  vonMises: Op.RandomVonMises,
  hypergeometric: Op.RandomHypergeometric,
};

/** What a parameter node stands for: its constrained values, or, in `transform`, the terms that compute them. */
export type ParameterTerms = (param: ParamNode) => readonly Term[];

export class Expander {
  private readonly memo = new Map<Node, readonly Term[]>();

  constructor(
    readonly arena: Arena,
    private readonly columns: Columns,
    private readonly parameters: ParameterTerms,
  ) {}

  /** One term for each element of the node's event (row-major). */
  expand(node: Node): readonly Term[] {
    const known = this.memo.get(node);
    if (known !== undefined) return known;
    const terms = this.compute(node);
    this.memo.set(node, terms);
    return terms;
  }

  /** The only term of a node without an event. */
  scalar(node: Node): Term {
    const [term, ...more] = this.expand(node);
    if (term === undefined || more.length > 0)
      throw new RangeError(`expected one value a row, got an event of ${more.length + 1}`);
    return term;
  }

  private compute(node: Node): readonly Term[] {
    switch (node.kind) {
      case "constant":
        return node.values.map((value) => this.arena.constant(value));
      case "data":
        return this.columns.terms(node);
      case "param":
        return this.parameters(node);
      case "elementwise":
        return this.elementwise(node);
      case "gather":
        return this.gather(node);
      case "reduction":
        return this.reduction(node);
      case "element":
        return [this.expand(node.source)[node.position] as Term];
      case "stack":
        return node.elements.flatMap((element) => this.expand(element));
      case "variate":
        return [this.variate(node)];
      case "call":
        return expandCall(this, node);
      case "scan":
        return expandScan(this, node);
      case "state":
        throw new RangeError("a state outside its scan");
    }
  }

  /** Each node is a stream of its own, numbered in the order in which they are met. */
  private variate(node: VariateNode): Term {
    const args = node.args.map((arg) => this.scalar(arg));
    const { spaces } = this.arena;
    const space = spaces.union([spaces.named(node.dims), ...args.map((arg) => arg.space)]);
    return this.arena.variate(laws[node.law], args, space);
  }

  private elementwise(node: ElementwiseNode): readonly Term[] {
    const args = node.args.map((arg) => this.expand(arg));
    const width = Math.max(...args.map((terms) => terms.length));
    return Array.from({ length: width }, (_, element) =>
      this.arena.op(
        elementwiseOps[node.op],
        args.map((terms) => (terms.length === 1 ? terms[0] : terms[element]) as Term),
      ),
    );
  }

  private gather(node: GatherNode): readonly Term[] {
    const { spaces } = this.arena;
    const target = spaces.dim(node.index.target ?? "");
    const indexSpace = spaces.named(node.index.dims);
    return this.expand(node.source).map((term) => {
      if (!spaces.dimsOf(term.space).includes(target)) return term;
      const space = spaces.union([spaces.without(term.space, [target]), indexSpace]);
      const parts = spaces.dimsOf(term.space).map((dim) => (dim === target ? { label: node.index.name } : { dim }));
      return this.arena.across(Op.Gather, [term], space, spaces.index({ space, target: term.space, parts }));
    });
  }

  private reduction(node: ReductionNode): readonly Term[] {
    const product = node.op === "sum" && Array.isArray(node.over) ? this.matrixProduct(node.source, node.over) : undefined;
    if (product !== undefined) return [product];
    const terms = this.expand(node.source);
    if (node.over === "event") return [this.overEvent(node.op, terms)];
    if ("by" in node.over) {
      const by = node.over.by;
      return terms.map((term) => this.overGroups(node.op, term, by.dims, by.target ?? "", by.name));
    }
    const names = node.over;
    return terms.map((term) => this.overDims(node.op, term, names));
  }

  /** The sum over one dim of a product of something over that dim and others with something over that dim alone. */
  private matrixProduct(source: Node, [over, ...more]: readonly string[]): Term | undefined {
    if (source.kind !== "elementwise" || source.op !== "mul" || source.event.length > 0 || more.length > 0) return undefined;
    const { spaces } = this.arena;
    const dim = spaces.dim(over as string);
    const factors = source.args.map((arg) => this.scalar(arg));
    const vector = factors.find((factor) => spaces.dimsOf(factor.space).join() === String(dim));
    const matrix = factors.find((factor) => factor !== vector);
    const dims = matrix && spaces.dimsOf(matrix.space);
    if (vector === undefined || matrix === undefined || !dims?.includes(dim) || dims.length < 2) return undefined;
    return product(this.arena, [matrix, vector], over as string);
  }

  private overEvent(op: ReductionNode["op"], terms: readonly Term[]): Term {
    const { arena } = this;
    if (op === "logSumExp") return arena.op(Op.LogSumExpTerms, terms);
    const total = terms.reduce((sum, term) => arena.op(Op.Add, [sum, term]));
    return op === "sum" ? total : arena.op(Op.Div, [total, arena.constant(terms.length)]);
  }

  private overDims(op: ReductionNode["op"], term: Term, names: readonly string[]): Term {
    const { arena } = this;
    const { spaces } = arena;
    const over = names.map((name) => spaces.dim(name));
    const rest = spaces.without(term.space, over);
    const missing = over.filter((dim) => !spaces.dimsOf(term.space).includes(dim));
    if (op === "logSumExp") {
      if (rest !== 0 || missing.length > 0) {
        throw new WasmcmcError({
          code: "unsupported-model",
          problem: `logSumExp over ${names.join(", ")} leaves other dims; it can be taken over all dims of a value or over its event.`,
          remedy: "Reduce over every dim of the expression, or keep the axis as an event (stack) and reduce that.",
        });
      }
      return term.space === 0 ? term : arena.across(Op.LogSumExpRows, [term], 0);
    }
    const count = arena.size(spaces.of(over));
    if (rest === term.space) return op === "mean" ? term : arena.op(Op.Mul, [count, term]);
    const sum =
      rest === 0
        ? arena.across(Op.Sum, [term], 0)
        : arena.across(Op.SegmentSum, [term], rest, spaces.broadcast(term.space, rest));
    if (op === "mean") {
      const present = arena.size(spaces.of(over.filter((dim) => !missing.includes(dim))));
      return arena.op(Op.Div, [sum, present]);
    }
    return missing.length === 0 ? sum : arena.op(Op.Mul, [arena.size(spaces.of(missing)), sum]);
  }

  private overGroups(op: ReductionNode["op"], term: Term, rows: readonly string[], target: string, label: string): Term {
    const { arena } = this;
    const { spaces } = arena;
    if (op === "logSumExp") {
      throw new WasmcmcError({
        code: "unsupported-model",
        problem: `logSumExp by groups of ${label} is not available.`,
        remedy: "Use sum or mean by groups, or logSumExp over all rows.",
      });
    }
    const rowDims = rows.map((name) => spaces.dim(name));
    const whole = arena.rows(term, spaces.union([term.space, spaces.named(rows)]));
    const kept = spaces.dimsOf(whole.space).filter((dim) => !rowDims.includes(dim));
    const space = spaces.of([spaces.dim(target), ...kept]);
    const parts = spaces.dimsOf(space).map((dim, axis) => (axis === 0 ? { label } : { dim }));
    const index = spaces.index({ space: whole.space, target: space, parts });
    const sum = arena.across(Op.SegmentSum, [whole], space, index);
    if (op === "sum") return sum;
    const ones = arena.rows(arena.constant(1), whole.space);
    return arena.op(Op.Div, [sum, arena.across(Op.SegmentSum, [ones], space, index)]);
  }
}
