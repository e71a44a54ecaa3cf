/** What must hold for the parameters of distributions: named for checks, and guarded where a draw may break it. */
import { Op } from "../../../assembly/opcodes.js";
import type { Distribution, PlainDistribution, Requirement } from "../../model/distribution.js";
import type { Node } from "../../model/graph.js";
import type { Effects } from "./effects.js";
import type { Expander } from "./expand.js";
import { isNonnegative, isPositive, isUnit, type ParameterRanges, rangeOf } from "./facts.js";
import type { Term } from "./term.js";

export interface Required {
  readonly owner: string;
  readonly parameter: string;
  readonly requirement: Requirement;
  readonly terms: readonly Term[];
}

/** The inverse root of its density form is finite and positive only where its one parameter with a range is in it. */
export function isGuardedByForm({ family }: PlainDistribution): boolean {
  return Object.values(family.parameters).filter((requirement) => requirement !== "real").length <= 1;
}

export class Guards {
  constructor(
    private readonly expander: Expander,
    private readonly ranges: ParameterRanges,
  ) {}

  /** Every parameter with a requirement, for checks at bind and for naming a culprit. */
  requirements(distribution: Distribution, owner: string): Required[] {
    if (distribution.kind === "hmm") {
      const check = (parameter: string, requirement: Requirement, node: Node) => ({
        owner,
        parameter,
        requirement,
        terms: this.expander.expand(node),
      });
      return [
        check("initial", "nonnegative", distribution.initial),
        ...distribution.rows.map((row) => check("transition", "simplex", row)),
        ...distribution.components.flatMap(({ name, distribution: component }) =>
          this.requirements(component, `${owner}, state "${name}"`),
        ),
      ];
    }
    if (distribution.kind === "mixture") {
      const weights = {
        owner,
        parameter: "weights",
        requirement: "simplex" as const,
        terms: this.expander.expand(distribution.weights),
      };
      return [
        weights,
        ...distribution.components.flatMap(({ name, distribution: component }) =>
          this.requirements(component, `${owner}, component "${name}"`),
        ),
      ];
    }
    const own = Object.entries(distribution.family.parameters).flatMap(([parameter, requirement]) => {
      const node = distribution.parameters[parameter];
      return node === undefined ? [] : [{ owner, parameter, requirement, terms: this.expander.expand(node) }];
    });
    return [...own, ...(distribution.inner ?? []).flatMap((inner) => this.requirements(inner, owner))];
  }

  /** Where a parameter may leave its range, the log density is -inf there. */
  add(effects: Effects, distribution: PlainDistribution): void {
    for (const { requirement, terms } of this.requirements(distribution, "")) {
      for (const term of terms) if (!term.dataOnly) this.addTerm(effects, requirement, term);
    }
  }

  /** Whether a term may be outside of the range that a requirement of single numbers names. */
  mayLeave(requirement: Requirement, term: Term): boolean {
    const isWithin = { positive: isPositive, nonnegative: isNonnegative, unit: isUnit }[requirement as string];
    return isWithin !== undefined && !term.dataOnly && !isWithin(rangeOf(term, this.ranges));
  }

  private addTerm(effects: Effects, requirement: Requirement, term: Term): void {
    if (!this.mayLeave(requirement, term)) return;
    if (requirement === "positive") return effects.guardPositive(term);
    const { arena } = this.expander;
    const [zero, one, impossible] = [0, 1, -Infinity].map((value) => arena.constant(value)) as [Term, Term, Term];
    const above = arena.op(Op.Ge, [term, zero]);
    const within = requirement === "nonnegative" ? above : arena.op(Op.Mul, [above, arena.op(Op.Le, [term, one])]);
    effects.addSum(arena.op(Op.Where, [within, zero, impossible]), term.space);
  }
}
