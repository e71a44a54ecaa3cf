/** The section that draws parameters from their priors. */
import { Op, Storage } from "../../../assembly/opcodes.js";
import { numbersIn } from "../../model/dist.js";
import type { Distribution, Observation, Requirement } from "../../model/distribution.js";
import type { ParamNode } from "../../model/graph.js";
import { type Bounds, type PriorDraw, priorDraw } from "../../model/prior_draw.js";
import { type Impossible, simulate } from "../../model/random.js";
import type { Arena } from "./arena.js";
import type { Columns } from "./columns.js";
import type { Effects } from "./effects.js";
import { Expander } from "./expand.js";
import { Guards } from "./guards.js";
import type { Term } from "./term.js";
import { unitVectorOf } from "./vector_constraints.js";

export interface PriorSubject {
  readonly parameters: readonly { readonly name: string; readonly node: ParamNode }[];
  readonly observations: readonly { readonly observation: Observation }[];
}

/** Why a parameter cannot be drawn. */
export interface Undrawable {
  readonly parameter: string;
  readonly why: string;
}

/**
 * One column for each parameter value in their order, then the number of conditions that the draw breaks: it stands only where that
 * is 0, and else is to be drawn again, all parameters together, which is exact for priors that constraints cut.
 */
export class PriorSimulation {
  private readonly made = new Map<ParamNode, readonly Term[]>();
  private readonly broken: Term[] = [];
  private readonly expander: Expander;
  undrawable: Undrawable | undefined;

  /** `guards` know the ranges of parameters, so that nothing is tested that cannot fail. */
  constructor(
    private readonly effects: Effects,
    columns: Columns,
    private readonly guards: Guards,
    private readonly subject: PriorSubject,
  ) {
    this.expander = new Expander(effects.arena, columns, (node) => this.terms(node));
  }

  run(): void {
    const { spaces } = this.arena;
    const put = (term: Term, space: number) => this.effects.result(Storage.Output, this.effects.results.length, term, space);
    for (const { node } of this.subject.parameters) for (const term of this.terms(node)) put(term, spaces.named(node.dims));
    for (const { node } of this.subject.parameters) this.requireOf(node.prior);
    for (const { observation } of this.subject.observations) this.requireOf(observation.distribution);
    put(
      this.broken.reduce((sum, term) => this.arena.op(Op.Add, [sum, term]), this.arena.constant(0)),
      0,
    );
  }

  private get arena(): Arena {
    return this.effects.arena;
  }

  private terms(node: ParamNode): readonly Term[] {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    const terms = this.draw(node);
    this.made.set(node, terms);
    return terms;
  }

  private draw(node: ParamNode): readonly Term[] {
    const way = priorDraw(node);
    if ("impossible" in way) return this.refuse(node, way);
    const drawn = simulate(way.distribution, node.dims, way.size);
    if ("impossible" in drawn) return this.refuse(node, drawn);
    const terms = this.finished(way, this.expander.expand(drawn.value));
    const space = this.arena.spaces.named(node.dims);
    const rows = terms.map((term) => this.arena.rows(term, space));
    for (const bounds of way.within) this.requireWithin(rows, bounds);
    if (way.increasing) rows.slice(1).forEach((term, k) => this.break(Op.Ge, rows[k] as Term, term));
    return terms;
  }

  private finished({ finish }: PriorDraw, terms: readonly Term[]): readonly Term[] {
    const { arena } = this;
    if (finish === "sort") return arena.outputs(Op.Sort, terms, terms.length);
    if (finish === "normalise") return unitVectorOf(arena, terms);
    if (finish !== "centre") return terms;
    // Normal numbers less their mean are what they are where their sum is 0.
    const total = terms.reduce((sum, term) => arena.op(Op.Add, [sum, term]));
    const mean = arena.op(Op.Div, [total, arena.constant(terms.length)]);
    return terms.map((term) => arena.op(Op.Sub, [term, mean]));
  }

  private requireWithin(terms: readonly Term[], { lower, upper }: Bounds): void {
    for (const term of terms) {
      if (lower !== undefined) this.break(Op.Lt, term, this.expander.scalar(lower));
      if (upper !== undefined) this.break(Op.Gt, term, this.expander.scalar(upper));
    }
  }

  /** Where a distribution's parameter leaves its range, the density is 0: parameters that put it there have no part in the model. */
  private requireOf(distribution: Distribution): void {
    const own = new Guards(this.expander, () => ({ lower: -Infinity, upper: Infinity, open: false }));
    const drawn = own.requirements(distribution, "");
    this.guards.requirements(distribution, "").forEach(({ requirement, terms }, place) => {
      terms.forEach((term, k) => {
        if (this.guards.mayLeave(requirement, term)) this.requireRange(requirement, drawn[place]?.terms[k] as Term);
      });
    });
  }

  private requireRange(requirement: Requirement, term: Term): void {
    const { arena } = this;
    this.break(requirement === "positive" ? Op.Le : Op.Lt, term, arena.constant(0));
    if (requirement === "unit") this.break(Op.Gt, term, arena.constant(1));
  }

  /** Counts the rows where a comparison holds that must not. */
  private break(comparison: Op, a: Term, b: Term): void {
    const condition = this.arena.op(comparison, [a, b]);
    this.broken.push(condition.space === 0 ? condition : this.arena.across(Op.Sum, [condition], 0));
  }

  /** Remembers the first reason why there will be no draws; what is given in their place is not used. */
  private refuse(node: ParamNode, { impossible }: Impossible): readonly Term[] {
    const parameter = this.subject.parameters.find((each) => each.node === node)?.name ?? "";
    this.undrawable ??= { parameter, why: impossible };
    return new Array<Term>(numbersIn(node.event)).fill(this.arena.constant(0));
  }
}
