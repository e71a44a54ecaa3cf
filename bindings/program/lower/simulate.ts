/** The sections that draw: observations given parameters, and parameters from their priors. */
import { Op, Storage } from "../../../assembly/opcodes.js";
import { describeDistribution } from "../../model/describe.js";
import type { Distribution, Observation } from "../../model/distribution.js";
import { uniform } from "../../model/distributions/uniform.js";
import type { Constraint, ParamNode } from "../../model/graph.js";
import { constant, isDataOnly } from "../../model/nodes.js";
import { simulate } from "../../model/random.js";
import { constraintOf as impliedConstraint, supportOf } from "../../model/support.js";
import { distributionArguments } from "../../model/traverse.js";
import { truncatedDraw } from "../../model/truncated_draw.js";
import type { SimulationLayout } from "../compiled.js";
import type { Arena } from "./arena.js";
import type { Columns } from "./columns.js";
import type { Effects } from "./effects.js";
import { Expander } from "./expand.js";
import type { Term } from "./term.js";
import { unitVectorOf } from "./vector_constraints.js";

/** A value of each observation and, of a mixture, the component that it is of. */
export function simulateObservations(
  effects: Effects,
  expander: Expander,
  observations: readonly { readonly name: string; readonly observation: Observation }[],
): SimulationLayout[] {
  const put = (term: Term, space: number) => effects.result(Storage.Output, effects.results.length, term, space);
  return observations.map(({ name, observation: { value, distribution } }): SimulationLayout => {
    const drawn = simulate(distribution, value.dims);
    const first = effects.results.length;
    if ("impossible" in drawn)
      return { name, dims: value.dims, event: value.event, first, width: 0, impossible: drawn.impossible };
    const space = expander.arena.spaces.named(value.dims);
    const terms = expander.expand(drawn.value);
    for (const term of terms) put(term, space);
    const component = drawn.component && expander.scalar(drawn.component);
    if (component) put(component, space);
    const layout = { name, dims: value.dims, event: value.event, first, width: terms.length };
    return component ? { ...layout, component: first + terms.length } : layout;
  });
}

export interface PriorSubject {
  readonly parameters: readonly { readonly name: string; readonly node: ParamNode }[];
}

/**
 * One column for each parameter value in their order, then the number of constraints that the draw breaks: it stands only where that
 * is 0, and else is to be drawn again, all parameters together, which is exact for priors that constraints cut.
 */
export class PriorSimulation {
  private readonly made = new Map<ParamNode, readonly Term[]>();
  private readonly broken: Term[] = [];
  private readonly expander: Expander;
  /** Why there can be none. */
  impossible: string | undefined;

  constructor(
    private readonly effects: Effects,
    columns: Columns,
    private readonly subject: PriorSubject,
  ) {
    this.expander = new Expander(effects.arena, columns, (node) => this.terms(node));
  }

  run(): void {
    const { spaces } = this.arena;
    for (const { node } of this.subject.parameters) {
      const space = spaces.named(node.dims);
      for (const term of this.terms(node)) this.effects.result(Storage.Output, this.effects.results.length, term, space);
    }
    const zero = this.arena.constant(0);
    const total = this.broken.reduce((sum, term) => this.arena.op(Op.Add, [sum, term]), zero);
    this.effects.result(Storage.Output, this.effects.results.length, total, 0);
  }

  private get arena(): Arena {
    return this.effects.arena;
  }

  private terms(node: ParamNode): readonly Term[] {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    const width = node.event.reduce((product, length) => product * length, 1);
    const terms = this.draw(node) ?? Array.from({ length: width }, () => this.arena.constant(0));
    this.made.set(node, terms);
    return terms;
  }

  private draw(node: ParamNode): readonly Term[] | undefined {
    const { prior, constraint, dims } = node;
    const size = node.event.length > 0 && prior.event.length === 0 ? (node.event[0] as number) : undefined;
    const isFree = constraint === undefined || constraint.kind === "none" || constraint.kind === "affine";
    const implied = impliedConstraint(supportOf(prior)).kind;
    if (constraint?.kind === "unitVector" && isFlat(prior)) return this.direction(node);
    if (constraint?.kind === "circular" && isFlat(prior)) return this.plain(anyAngle.node, dims, size);
    if (constraint?.kind === "zeroSum" && size !== undefined && areAlikeNormals(prior)) return this.centred(prior, dims, size);
    if (isFree || constraint.kind === implied) return this.plain(prior, dims, size);
    const bounds = boundsOf(constraint);
    if (bounds !== undefined) {
      const cut = distributionArguments(prior).every(isDataOnly) ? truncatedDraw(prior, bounds.lower, bounds.upper) : undefined;
      if (cut !== undefined) return this.plain(cut, dims, size);
      return this.rejecting(this.plain(prior, dims, size), bounds, node);
    }
    if (constraint.kind === "ordered" || constraint.kind === "positiveOrdered") return this.ordered(node, size);
    this.impossible ??= `no way is known to draw from ${describeDistribution(prior)} under the constraint ${constraint.kind}()`;
    return undefined;
  }

  private plain(prior: Distribution, dims: readonly string[], size: number | undefined): readonly Term[] | undefined {
    const drawn = simulate(prior, dims, size);
    if ("impossible" in drawn) {
      this.impossible ??= drawn.impossible;
      return undefined;
    }
    return this.expander.expand(drawn.value);
  }

  /** Elements that are exchangeable are sorted; others stand only where they happen to increase. */
  private ordered({ prior, dims, constraint }: ParamNode, size: number | undefined): readonly Term[] | undefined {
    const drawn = this.plain(prior, dims, size);
    if (drawn === undefined) return undefined;
    const isExchangeable = size !== undefined && distributionArguments(prior).every(({ event }) => event.length === 0);
    const { arena } = this;
    const values = isExchangeable ? arena.outputs(Op.Sort, drawn, drawn.length) : drawn;
    const zero = arena.constant(0);
    const pairs = values.slice(1).map((value, k): [Term, Term] => [values[k] as Term, value]);
    if (constraint?.kind === "positiveOrdered") pairs.unshift([zero, values[0] as Term]);
    if (!isExchangeable || constraint?.kind === "positiveOrdered")
      for (const [a, b] of pairs) this.break(arena.op(Op.Ge, [a, b]));
    return values;
  }

  /** Normal numbers less their mean are what they are where their sum is 0. */
  private centred(prior: Distribution, dims: readonly string[], size: number): readonly Term[] | undefined {
    const { arena } = this;
    const drawn = this.plain(prior, dims, size);
    const total = drawn?.reduce((sum, term) => arena.op(Op.Add, [sum, term]));
    const mean = total && arena.op(Op.Div, [total, arena.constant(size)]);
    return mean && drawn?.map((term) => arena.op(Op.Sub, [term, mean]));
  }

  private rejecting(terms: readonly Term[] | undefined, { lower, upper }: Bounds, node: ParamNode): readonly Term[] | undefined {
    const space = this.arena.spaces.named(node.dims);
    for (const term of terms ?? []) {
      const rows = this.arena.rows(term, space);
      if (lower !== undefined) this.break(this.arena.op(Op.Le, [rows, this.expander.scalar(lower)]));
      if (upper !== undefined) this.break(this.arena.op(Op.Ge, [rows, this.expander.scalar(upper)]));
    }
    return terms;
  }

  /** Counts the rows where a condition holds that must not. */
  private break(condition: Term): void {
    this.broken.push(condition.space === 0 ? condition : this.arena.across(Op.Sum, [condition], 0));
  }

  private direction(node: ParamNode): readonly Term[] {
    const width = node.event[0] as number;
    const space = this.arena.spaces.named(node.dims);
    return unitVectorOf(
      this.arena,
      Array.from({ length: width }, () => this.arena.variate(Op.RandomNormal, [], space)),
    );
  }
}

type Bound = Extract<Constraint, { kind: "lower" }>["lower"];

interface Bounds {
  readonly lower?: Bound;
  readonly upper?: Bound;
}

const zeroNode = constant(0);
const anyAngle = uniform(-Math.PI, Math.PI);

/** The ends of a constraint of single numbers. */
function boundsOf(constraint: Constraint): Bounds | undefined {
  switch (constraint.kind) {
    case "positive":
      return { lower: zeroNode };
    case "lower":
      return { lower: constraint.lower };
    case "upper":
      return { upper: constraint.upper };
    case "interval":
      return { lower: constraint.lower, upper: constraint.upper };
    case "circular":
      return { lower: constant(-Math.PI), upper: constant(Math.PI) };
    default:
      return undefined;
  }
}

function isFlat(prior: Distribution): boolean {
  return prior.kind === "plain" && prior.family.name === "flat";
}

/** Independent normals of one mean and one scale. */
function areAlikeNormals(prior: Distribution): boolean {
  return (
    prior.kind === "plain" &&
    prior.family.name === "normal" &&
    distributionArguments(prior).every(({ event }) => event.length === 0)
  );
}
