/** What must hold of data when it is bound, and of distribution parameters at a start. */
import type { Distribution, Observation, Requirement, Support } from "../../model/distribution.js";
import type { Node, ParamNode } from "../../model/graph.js";
import { supportOf } from "../../model/support.js";
import type { Expander } from "./expand.js";
import type { Guards } from "./guards.js";
import type { Term } from "./term.js";

export interface Check {
  readonly owner: string;
  readonly parameter: string;
  readonly requirement: Requirement | Support["kind"];
  readonly terms: readonly Term[];
  readonly bounds?: { readonly lower: Term; readonly upper: Term } | undefined;
}

interface Subject {
  readonly parameters: readonly { readonly name: string; readonly node: ParamNode }[];
  readonly observations: readonly { readonly name: string; readonly observation: Observation }[];
}

export class Checks {
  constructor(
    private readonly expander: Expander,
    private readonly guards: Guards,
  ) {}

  /** True where a check at bind makes sure that the observed values lie in the support. */
  checksSupport({ value, distribution }: Observation): boolean {
    return distribution.kind === "plain" && this.support("", value, distribution) !== "depends on parameters";
  }

  /** Requirements on data-only parameters, and supports of observed values. */
  atBind(subject: Subject): Check[] {
    const checks = this.requirements(subject).filter(({ terms }) => terms.every((term) => term.dataOnly));
    for (const { name, observation } of subject.observations) {
      const support = this.support(`observation "${name}"`, observation.value, observation.distribution);
      if (support !== undefined && support !== "depends on parameters") checks.push(support);
    }
    return checks;
  }

  /** Requirements on expressions of parameters. */
  atStart(subject: Subject): Check[] {
    return this.requirements(subject).filter(({ terms }) => terms.some((term) => !term.dataOnly));
  }

  private requirements({ parameters, observations }: Subject): Check[] {
    const all = [
      ...parameters.flatMap(({ name, node }) => this.guards.requirements(node.prior, `prior of "${name}"`)),
      ...observations.flatMap(({ name, observation }) =>
        this.guards.requirements(observation.distribution, `observation "${name}"`),
      ),
    ];
    return all.filter(({ requirement }) => requirement !== "real");
  }

  private support(owner: string, value: Node, distribution: Distribution): Check | "depends on parameters" | undefined {
    const support = supportOf(distribution);
    const check = { owner, parameter: "value", terms: this.expander.expand(value) };
    if (support.kind === "real") return undefined;
    const [low, high] = ["lower" in support ? support.lower : undefined, "upper" in support ? support.upper : undefined];
    const [lower, upper] = [low ?? high, high ?? low];
    if (!lower || !upper) return { ...check, requirement: support.kind };
    const bounds = { lower: this.expander.scalar(lower), upper: this.expander.scalar(upper) };
    return bounds.lower.dataOnly && bounds.upper.dataOnly
      ? { ...check, requirement: support.kind, bounds }
      : "depends on parameters";
  }
}
