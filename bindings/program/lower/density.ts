/** Distributions into terms: rows of log density, sums into the log density, components and responsibilities of mixtures. */
import { Format, Op } from "../../../assembly/opcodes.js";
import { elementsOf, emissions, hmmCall, logpOf } from "../../model/dist.js";
import type {
  DensityForm,
  Distribution,
  HiddenMarkovDistribution,
  MixtureDistribution,
  PlainDistribution,
} from "../../model/distribution.js";
import type { Node } from "../../model/graph.js";
import { flatten } from "../../model/leaves.js";
import { rowDims } from "../../model/traverse.js";
import type { Effects } from "./effects.js";
import type { Expander } from "./expand.js";
import { type Guards, isGuardedByForm } from "./guards.js";
import type { Term } from "./term.js";

/** log(2 pi) / 2 */
const HALF_LOG_TWO_PI = 0.9189385332046728;

interface DensityTerms {
  readonly quadratic: Term;
  readonly inverseRoot: Term;
  readonly offset: Term | undefined;
  readonly dimensions: number;
}

/** Operands of a mixture op: `K` of each kind, one kind after the other. */
interface MixtureOperands {
  readonly op: Op.MixtureDensity | Op.MixtureLog;
  readonly args: readonly Term[];
  readonly components: number;
  /** What all components have in common, to be added to each row. */
  readonly common: readonly Term[];
}

/** It has more components than the mixture ops take. */
function isLarge(mixture: MixtureDistribution): boolean {
  return mixture.components.length > Format.MaxComponents;
}

/** What a component is chosen for: a value as a whole, or each number of a vector that a mixture of numbers is the prior of. */
function mixedValues(mixture: MixtureDistribution, value: Node): readonly Node[] {
  return mixture.event.length === 0 ? elementsOf(value) : [value];
}

export class Densities {
  constructor(
    private readonly expander: Expander,
    private readonly guards: Guards,
  ) {}

  /**
   * Adds the log density of `value` under `distribution`, summed over `space`. `supported`: the value lies in the support by its
   * constraint or by a check at bind, so that the density needs no test of it.
   */
  addTo(effects: Effects, distribution: Distribution, value: Node, supported: boolean): void {
    const space = this.expander.arena.spaces.named(rowDims(distribution, value));
    if (distribution.kind === "mixture") {
      for (const each of mixedValues(distribution, value)) this.addMixture(effects, distribution, each, space);
      return;
    }
    if (distribution.kind === "hmm") {
      for (const component of distribution.components) this.guardAll(effects, component.distribution, value);
      return effects.addSum(this.rowLogp(distribution, value), space);
    }
    const form = this.densityForm(distribution, value);
    if (form !== undefined) {
      if (!isGuardedByForm(distribution)) this.guards.add(effects, distribution);
      effects.addSum(form.quadratic, space);
      effects.addLogSum(form.inverseRoot, space);
      if (form.offset !== undefined) effects.addSum(form.offset, space);
      effects.addSum(this.constant(-HALF_LOG_TWO_PI * form.dimensions), space);
      return;
    }
    this.guards.add(effects, distribution);
    const { family, parameters } = distribution;
    const logp = supported ? family.logpInside(value, parameters) : family.logp(value, parameters);
    for (const term of this.expander.expand(logp)) effects.addSum(term, space);
  }

  /** Adds the log density of the rows in which `leftOut` is 0. */
  addKept(effects: Effects, distribution: Distribution, value: Node, leftOut: Term): void {
    const { arena } = this.expander;
    this.guardAll(effects, distribution, value);
    const rows = this.rowLogp(distribution, value);
    effects.addSum(arena.op(Op.Where, [leftOut, this.constant(0), rows]), arena.spaces.named(rowDims(distribution, value)));
  }

  /** One log density a row. */
  rowLogp(distribution: Distribution, value: Node): Term {
    const { arena } = this.expander;
    if (distribution.kind === "mixture") {
      const mixture = flatten(distribution);
      return this.sum(mixedValues(distribution, value).map((each) => this.mixtureRows(mixture, each)));
    }
    if (distribution.kind === "hmm") return this.expander.scalar(logpOf(distribution, value));
    const form = this.densityForm(distribution, value);
    if (form === undefined) return this.sum(this.expander.expand(distribution.family.logp(value, distribution.parameters)));
    const terms = [form.quadratic, arena.op(Op.Log, [form.inverseRoot]), this.constant(-HALF_LOG_TWO_PI * form.dimensions)];
    if (form.offset !== undefined) terms.push(form.offset);
    return this.sum(terms);
  }

  private mixtureRows(mixture: MixtureDistribution, value: Node): Term {
    const { arena } = this.expander;
    if (isLarge(mixture)) return arena.op(Op.LogSumExpTerms, this.weightedLogp(mixture, value));
    const { op, args, components, common } = this.operands(mixture, value);
    const rows = arena.op(op, args, { immediate: components, space: this.spaceOf(args, value) });
    return this.sum([rows, ...common]);
  }

  /** log w_k + the log density of each component: for more components than the mixture ops take. */
  private weightedLogp(mixture: MixtureDistribution, value: Node): readonly Term[] {
    const { arena } = this.expander;
    const weights = this.expander.expand(mixture.weights);
    return this.componentLogp(mixture, value).map((logp, k) => arena.op(Op.Add, [logp, arena.op(Op.Log, [weights[k] as Term])]));
  }

  /** One log density a row for each component (a leaf, where mixtures are nested), without the weights. */
  componentLogp(nested: MixtureDistribution | HiddenMarkovDistribution, value: Node): readonly Term[] {
    return flatten(nested).components.map(({ distribution }) => this.rowLogp(distribution, value));
  }

  /** Each component's share of each row; with equal weights where `weighted` is false. */
  responsibilities(nested: MixtureDistribution | HiddenMarkovDistribution, value: Node, weighted: boolean): readonly Term[] {
    if (nested.kind === "hmm") return this.stateShares(nested, value, weighted);
    const mixture = flatten(nested);
    if (isLarge(mixture))
      return this.largeShares(weighted ? this.weightedLogp(mixture, value) : this.componentLogp(mixture, value));
    const { op, args, components } = this.operands(mixture, value);
    const weights = weighted ? args.slice(0, components) : args.slice(0, components).map(() => this.constant(1));
    const shares = op === Op.MixtureDensity ? Op.MixtureDensityShares : Op.MixtureLogShares;
    const all = [...weights, ...args.slice(components)];
    return this.expander.arena.outputs(shares, all, components, { immediate: components, space: this.spaceOf(all, value) });
  }

  /** The probabilities of a row's states given all rows, or, unweighted, given that row alone. */
  private stateShares(chain: HiddenMarkovDistribution, value: Node, weighted: boolean): readonly Term[] {
    const rows = emissions(chain, value);
    return weighted ? this.expander.expand(hmmCall("hmmPosterior", chain, rows)) : this.largeShares(this.expander.expand(rows));
  }

  /** The most probable path of states. */
  decode(chain: HiddenMarkovDistribution, value: Node): Term {
    return this.expander.scalar(hmmCall("hmmViterbi", chain, emissions(chain, value)));
  }

  private largeShares(logp: readonly Term[]): readonly Term[] {
    const { arena } = this.expander;
    const total = arena.op(Op.LogSumExpTerms, logp);
    return logp.map((term) => arena.op(Op.Exp, [arena.op(Op.Sub, [term, total])]));
  }

  private addMixture(effects: Effects, nested: MixtureDistribution, value: Node, space: number): void {
    const mixture = flatten(nested);
    if (isLarge(mixture)) {
      for (const { distribution } of mixture.components) this.guardAll(effects, distribution, value);
      return effects.addSum(this.mixtureRows(mixture, value), space);
    }
    const { op, args, components, common } = this.operands(mixture, value);
    for (const { distribution } of mixture.components) this.guardAll(effects, distribution, value);
    effects.add(op, args, space, components);
    for (const term of common) effects.addSum(term, space);
  }

  private operands(mixture: MixtureDistribution, value: Node): MixtureOperands {
    const weights = this.expander.expand(mixture.weights);
    const components = mixture.components.length;
    const forms = this.densityForms(mixture, value);
    if (forms === undefined) {
      return { op: Op.MixtureLog, args: [...weights, ...this.componentLogp(mixture, value)], components, common: [] };
    }
    const [first] = forms as [DensityTerms, ...DensityTerms[]];
    const args = [...weights, ...forms.map((form) => form.quadratic), ...forms.map((form) => form.inverseRoot)];
    const common = [this.constant(-HALF_LOG_TWO_PI * first.dimensions)];
    if (first.offset !== undefined) common.push(first.offset);
    return { op: Op.MixtureDensity, args, components, common };
  }

  /** The density forms of all components, if all have one and share dimension and offset. */
  private densityForms(mixture: MixtureDistribution, value: Node): DensityTerms[] | undefined {
    const forms: DensityTerms[] = [];
    for (const { distribution } of mixture.components) {
      const form = distribution.kind === "plain" ? this.densityForm(distribution, value) : undefined;
      if (form === undefined) return undefined;
      const [first] = forms;
      if (first !== undefined && (first.dimensions !== form.dimensions || first.offset !== form.offset)) return undefined;
      forms.push(form);
    }
    return forms;
  }

  private densityForm(distribution: PlainDistribution, value: Node): DensityTerms | undefined {
    const form: DensityForm | undefined = distribution.family.densityForm?.(value, distribution.parameters);
    if (form === undefined) return undefined;
    const { expander } = this;
    const parts = "kind" in form.quadratic ? [form.quadratic] : [form.quadratic.value, form.quadratic.mean, form.inverseRoot];
    const nodes = [...parts, form.inverseRoot, ...(form.offset === undefined ? [] : [form.offset])];
    if (nodes.some((node) => expander.expand(node).length !== 1)) return undefined;
    const args = parts.map((node) => expander.scalar(node)) as [Term, ...Term[]];
    const offset = form.offset === undefined ? undefined : expander.scalar(form.offset);
    if (offset !== undefined && !offset.dataOnly) return undefined;
    return {
      quadratic: args.length === 1 ? args[0] : expander.arena.op(Op.Quadratic, args),
      inverseRoot: expander.scalar(form.inverseRoot),
      offset,
      dimensions: form.dimensions,
    };
  }

  private guardAll(effects: Effects, distribution: Distribution, value: Node): void {
    if (distribution.kind !== "plain") {
      for (const component of distribution.components) this.guardAll(effects, component.distribution, value);
    } else if (this.densityForm(distribution, value) === undefined || !isGuardedByForm(distribution)) {
      this.guards.add(effects, distribution);
    }
  }

  private spaceOf(args: readonly Term[], value: Node): number {
    const { spaces } = this.expander.arena;
    return spaces.union([spaces.named(value.dims), ...args.map((arg) => arg.space)]);
  }

  private sum(terms: readonly Term[]): Term {
    return terms.reduce((total, term) => this.expander.arena.op(Op.Add, [total, term]));
  }

  private constant(value: number): Term {
    return this.expander.arena.constant(value);
  }
}
