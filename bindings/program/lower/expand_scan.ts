/**
 * Scans: a step that is linear in its only state becomes one op; any other a stage that goes row by row. Of that step what depends on
 * no state is computed beforehand for all rows, as everywhere else.
 */
import type { Node, ScanNode, StateNode } from "../../model/graph.js";
import { linearIn } from "../../model/linear_in.js";
import { directArguments } from "../../model/nodes.js";
import { elementwiseOps } from "./elementwise_ops.js";
import type { Expander } from "./expand.js";
import { expandCall } from "./expand_call.js";
import type { BodyOperand, BodyStep, Term } from "./term.js";

export function expandScan(expander: Expander, node: ScanNode): readonly Term[] {
  const [state, ...more] = node.states;
  const linear = state && more.length === 0 ? linearIn(node.results[0] as Node, state) : undefined;
  if (linear === undefined) return new Body(expander, node).terms();
  return expandCall(expander, {
    kind: "call",
    op: "linearRecurrence",
    args: [linear.slope, linear.constant, node.inits[0] as Node],
    over: [node.over],
    count: 0,
    dims: node.dims,
    event: [],
  });
}

class Body {
  private readonly known = new Map<Node, BodyOperand>();
  private readonly moves = new Map<Node, boolean>();
  private readonly inputs: Term[] = [];
  private readonly steps: BodyStep[] = [];

  constructor(
    private readonly expander: Expander,
    private readonly scan: ScanNode,
  ) {
    scan.states.forEach((state, k) => {
      this.known.set(state, { kind: "state", place: k });
    });
  }

  terms(): readonly Term[] {
    const { arena } = this.expander;
    const { spaces } = arena;
    const inits = this.scan.inits.map((init) => this.expander.scalar(init));
    const results = this.scan.results.map((result) => this.operand(result));
    const over = spaces.dim(this.scan.over);
    const own = spaces.named(this.scan.dims);
    const sequences = spaces.without(spaces.union([own, ...[...inits, ...this.inputs].map((term) => term.space)]), [over]);
    const rows = spaces.of([...spaces.dimsOf(sequences), over]);
    const args = [...inits.map((init) => arena.rows(init, sequences)), ...this.inputs.map((input) => arena.toSpace(input, rows))];
    return arena.scan({ steps: this.steps, results }, args, rows);
  }

  private operand(node: Node): BodyOperand {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const made = this.depends(node) ? this.step(node) : this.input(node);
    this.known.set(node, made);
    return made;
  }

  private step(node: Node): BodyOperand {
    if (node.kind !== "elementwise") throw new RangeError(`${node.kind} inside a scan`);
    const args = node.args.map((arg) => this.operand(arg));
    return { kind: "step", place: this.steps.push({ op: elementwiseOps[node.op], args }) - 1 };
  }

  private input(node: Node): BodyOperand {
    const term = this.expander.scalar(node);
    const at = this.inputs.indexOf(term);
    const place = at >= 0 ? at : this.inputs.push(term) - 1;
    return { kind: "input", place };
  }

  /** Whether it depends on a state of this scan. */
  private depends(node: Node): boolean {
    const known = this.moves.get(node);
    if (known !== undefined) return known;
    const moves =
      this.scan.states.includes(node as StateNode) || directArguments(node).some((argument) => this.depends(argument));
    this.moves.set(node, moves);
    return moves;
  }
}
