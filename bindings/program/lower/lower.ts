/** From a model's definition to its program: each section says what it wants, the emitter makes stages of it. */
import { Op, Section as SectionKind, Storage } from "../../../assembly/opcodes.js";
import type { Observation } from "../../model/distribution.js";
import type { Node, ParamNode } from "../../model/graph.js";
import { flatten } from "../../model/leaves.js";
import { directArguments } from "../../model/nodes.js";
import { isWhole, supportOf } from "../../model/support.js";
import { rowDims } from "../../model/traverse.js";
import type {
  CheckLayout,
  CompiledModel,
  DataSpec,
  Extras,
  ObservationLayout,
  Simulation,
  SimulationLayout,
  VariableLayout,
  WithholdingLayout,
} from "../compiled.js";
import type { Program, Section } from "../program.js";
import { Arena } from "./arena.js";
import { Checks } from "./checks.js";
import { Columns } from "./columns.js";
import { Densities } from "./density.js";
import { Effects } from "./effects.js";
import { Emitter } from "./emit.js";
import { Expander } from "./expand.js";
import { Guards } from "./guards.js";
import { Parameters } from "./parameters.js";
import { PriorSimulation } from "./prior_simulation.js";
import { simulateObservations } from "./simulate.js";
import { Spaces } from "./spaces.js";
import type { Term } from "./term.js";

/** What the builder hands over. */
export interface Definition {
  readonly data: readonly DataSpec[];
  readonly parameters: readonly {
    readonly name: string;
    readonly node: ParamNode;
    readonly tracked: boolean;
    readonly prior: string;
    readonly start?: Node | undefined;
  }[];
  readonly tracked: readonly { readonly name: string; readonly node: Node }[];
  readonly observations: readonly { readonly name: string; readonly observation: Observation }[];
  readonly potentials: readonly { readonly name: string; readonly node: Node }[];
  readonly results: readonly string[];
}

export function lower(definition: Definition, extras: Extras = {}): CompiledModel {
  return new Lowering(definition).compile(extras);
}

class Lowering {
  private readonly spaces = new Spaces();
  private readonly arena = new Arena(this.spaces);
  private readonly columns = new Columns(this.arena);
  private readonly emitter = new Emitter();
  private readonly parameters: Parameters;
  private readonly expander: Expander;
  private readonly guards: Guards;
  private readonly densities: Densities;
  private readonly checks: Checks;
  private readonly sections: Section[] = [];

  constructor(private readonly definition: Definition) {
    for (const spec of definition.data) {
      for (const dim of spec.dims) this.spaces.dim(dim);
      if (spec.target !== undefined) this.spaces.dim(spec.target);
    }
    this.spaces.dataEnds();
    this.parameters = new Parameters(this.arena, definition.parameters);
    this.expander = new Expander(this.arena, this.columns, (param) => this.parameters.terms(param));
    this.guards = new Guards(this.expander, (ordinal) => this.parameters.range(ordinal, this.expander));
    this.densities = new Densities(this.expander, this.guards);
    this.checks = new Checks(this.expander, this.guards);
  }

  compile(extras: Extras): CompiledModel {
    this.transform();
    const withholding = extras.withholding?.(this.definition);
    this.logp(withholding);
    this.unconstrain();
    const tracked = this.track(extras.tracked?.(this.definition) ?? this.definition.tracked);
    const observations = this.components(this.rowLogp());
    const startChecks = this.startChecks();
    const bindChecks = this.bindChecks();
    const simulation = extras.simulation ? this.simulation() : undefined;
    const parameters = this.parameters.layouts(this.expander, this.emitter);
    this.bind();
    const program: Program = {
      dimCount: this.spaces.dims.length,
      spaces: this.spaces.spaces,
      constants: this.emitter.constants,
      columns: this.columns.sources.map(({ space }) => ({ space })),
      indexes: this.spaces.indexes.map(({ space, target }) => ({ space, target })),
      values: this.emitter.values,
      sections: this.sections,
    };
    const { data, results } = this.definition;
    const columns = this.columns.sources.map(({ name }) => name);
    const priors = [...parameters, ...this.definition.potentials].map(({ name }, k) => ({
      name,
      rowLogp: observations.length + k,
    }));
    const { dims, indexes } = this.spaces;
    const twins = [...this.spaces.twins].map(([name, of]) => [dims[name], dims[of]] as [string, string]);
    return {
      program,
      dims,
      twins,
      data,
      columns,
      indexes,
      parameters,
      tracked,
      observations,
      priors,
      bindChecks,
      startChecks,
      results,
      ...(simulation && { simulation }),
      ...(withholding && { withholding }),
    };
  }

  private emit(kind: SectionKind, effects: Effects): void {
    effects.finish();
    this.sections.push(this.emitter.section(kind, effects));
  }

  private transform(): void {
    this.parameters.positions(this.emitter);
    const effects = new Effects(this.arena);
    this.parameters.constrain(effects, this.columns);
    this.emit(SectionKind.Transform, effects);
  }

  private logp(withholding: readonly WithholdingLayout[] | undefined): void {
    const effects = new Effects(this.arena);
    for (const { node } of this.definition.parameters) {
      this.densities.addTo(effects, node.prior, node, node.constraint === undefined);
    }
    for (const [k, { observation }] of this.definition.observations.entries()) {
      const { value, distribution } = observation;
      const withheld = withholding?.[k];
      if (withheld !== undefined) {
        const { column: name, dims } = withheld;
        const [leftOut] = this.columns.terms({ kind: "data", role: "value", name, dims, event: [] });
        this.densities.addKept(effects, distribution, value, leftOut as Term);
      } else this.densities.addTo(effects, distribution, value, this.checks.checksSupport(observation));
    }
    for (const { node } of this.definition.potentials) effects.addSum(this.expander.scalar(node), this.spaces.named(node.dims));
    this.emit(SectionKind.Logp, effects);
  }

  private unconstrain(): void {
    const effects = new Effects(this.arena);
    this.parameters.unconstrain(effects, this.expander);
    this.emit(SectionKind.Unconstrain, effects);
  }

  private track(tracked: Definition["tracked"]): VariableLayout[] {
    const effects = new Effects(this.arena);
    const layouts = tracked.map(({ name, node }): VariableLayout => {
      const terms = this.expander.expand(node);
      const first = effects.results.length;
      for (const term of terms) effects.result(Storage.Output, effects.results.length, term, this.spaces.named(node.dims));
      return { name, dims: node.dims, event: node.event, first, width: terms.length };
    });
    this.emit(SectionKind.Track, effects);
    return layouts;
  }

  /** Rows of the observations, then of the priors. */
  private rowLogp(): ObservationLayout[] {
    const effects = new Effects(this.arena);
    const layouts = this.definition.observations.map(({ name, observation: { value, distribution } }, k): ObservationLayout => {
      const dims = rowDims(distribution, value);
      effects.result(Storage.Output, k, this.densities.rowLogp(distribution, value), this.spaces.named(dims));
      return { name, dims, rowLogp: k };
    });
    for (const { node } of this.definition.parameters) {
      const rows = this.densities.rowLogp(node.prior, node);
      effects.result(Storage.Output, effects.results.length, rows, this.spaces.named(rowDims(node.prior, node)));
    }
    for (const { node } of this.definition.potentials) {
      effects.result(Storage.Output, effects.results.length, this.expander.scalar(node), this.spaces.named(node.dims));
    }
    this.emit(SectionKind.RowLogp, effects);
    return layouts;
  }

  /** The three sections that have an output for each component of each observed mixture. */
  private components(observations: readonly ObservationLayout[]): ObservationLayout[] {
    const [logp, weighted, unweighted] = [new Effects(this.arena), new Effects(this.arena), new Effects(this.arena)];
    const paths = new Effects(this.arena);
    const layouts = this.definition.observations.map(({ observation: { value, distribution } }, k): ObservationLayout => {
      const layout = observations[k] as ObservationLayout;
      if (distribution.kind === "plain") return layout;
      const space = this.spaces.named(value.dims);
      const first = logp.results.length;
      const put = (effects: Effects, terms: ReturnType<Densities["componentLogp"]>) => {
        for (const term of terms) effects.result(Storage.Output, effects.results.length, term, space);
      };
      put(logp, this.densities.componentLogp(distribution, value));
      put(weighted, this.densities.responsibilities(distribution, value, true));
      put(unweighted, this.densities.responsibilities(distribution, value, false));
      const components = flatten(distribution).components.map(({ name }) => name);
      const made = { ...layout, mixture: { components, first, dims: value.dims } };
      if (distribution.kind !== "hmm") return made;
      const decode = paths.results.length;
      paths.result(Storage.Output, decode, this.densities.decode(distribution, value), space);
      return { ...made, decode };
    });
    this.emit(SectionKind.ComponentLogp, logp);
    this.emit(SectionKind.Responsibilities, weighted);
    this.emit(SectionKind.ResponsibilitiesUnweighted, unweighted);
    if (paths.results.length > 0) this.emit(SectionKind.Decode, paths);
    return layouts;
  }

  private simulation(): Simulation {
    const effects = new Effects(this.arena);
    const simulated = simulateObservations(effects, this.expander, this.definition.observations);
    const observations = simulated.map((layout, k) => this.withObserved(layout, k));
    this.emit(SectionKind.Simulate, effects);
    this.priorLogp();
    const draws = new Effects(this.arena);
    const prior = new PriorSimulation(draws, this.columns, this.guards, this.definition);
    prior.run();
    if (prior.undrawable !== undefined) return { observations, undrawable: prior.undrawable };
    this.emit(SectionKind.SimulatePrior, draws);
    return { observations };
  }

  /** One number for each parameter, then for each potential. */
  private priorLogp(): void {
    const effects = new Effects(this.arena);
    const put = (rows: Term, dims: readonly string[]) => {
      const all = this.arena.rows(rows, this.spaces.named(dims));
      const sum = all.space === 0 ? all : this.arena.across(Op.Sum, [all], 0);
      effects.result(Storage.Output, effects.results.length, sum, 0);
    };
    for (const { node } of this.definition.parameters) put(this.densities.rowLogp(node.prior, node), rowDims(node.prior, node));
    for (const { node } of this.definition.potentials) put(this.expander.scalar(node), node.dims);
    this.emit(SectionKind.PriorLogp, effects);
  }

  /** Where the observed values stand, and what they are: results are handed out with them. */
  private withObserved(layout: SimulationLayout, place: number): SimulationLayout {
    const { value, distribution } = (this.definition.observations[place] as { observation: Observation }).observation;
    const elements = value.kind === "stack" ? directArguments(value) : [value];
    return {
      ...layout,
      observed: this.expander.expand(value).map((term) => this.emitter.atHand(term)),
      observedColumns: elements.flatMap((node) => (node.kind === "data" ? [node.name] : [])),
      whole: isWhole(supportOf(distribution)),
    };
  }

  private startChecks(): CheckLayout[] {
    const effects = new Effects(this.arena);
    const layouts = this.checks.atStart(this.definition).map(({ terms, owner, parameter, requirement }): CheckLayout => {
      const values = terms.map((term) => {
        effects.result(Storage.Output, effects.results.length, term, term.space);
        return effects.results.length - 1;
      });
      return { owner, parameter, requirement, values };
    });
    this.emit(SectionKind.Checks, effects);
    return layouts;
  }

  private bindChecks(): CheckLayout[] {
    return this.checks.atBind(this.definition).map(({ terms, bounds, ...check }): CheckLayout => {
      const values = terms.map((term) => this.emitter.atHand(term));
      if (bounds === undefined) return { ...check, values };
      return { ...check, values, bounds: { lower: this.emitter.atHand(bounds.lower), upper: this.emitter.atHand(bounds.upper) } };
    });
  }

  /** Last: by now every section has said what it needs computed beforehand. */
  private bind(): void {
    const effects = new Effects(this.arena);
    this.emitter.bound.forEach((term, ordinal) => effects.result(Storage.Bound, ordinal, term, term.space));
    this.sections.unshift(this.emitter.section(SectionKind.Bind, effects));
  }
}
