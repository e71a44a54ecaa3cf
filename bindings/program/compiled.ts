/**
 * A compiled model: the program and all that its numbers mean. Plain data, so that it serialises, travels to workers and can be
 * bound to data without the expressions it came from.
 */
import type { Observation, Requirement, Support } from "../model/distribution.js";
import type { Exchange } from "../model/exchange.js";
import type { Constraint, Node, ParamNode } from "../model/graph.js";
import type { IndexRecipe } from "./lower/spaces.js";
import type { Program } from "./program.js";

/** A column that `bind` asks for. */
export interface DataSpec {
  readonly name: string;
  readonly role: "value" | "index";
  readonly dims: readonly string[];
  /** Dim whose labels an index column holds. */
  readonly target?: string | undefined;
}

/** A run of values (parameters or outputs) that is one variable: `width` columns, each over `dims`. */
export interface VariableLayout {
  readonly name: string;
  readonly dims: readonly string[];
  readonly event: readonly number[];
  /** Place of its first value among the parameters, or among the section's outputs. */
  readonly first: number;
  readonly width: number;
}

export interface ParameterLayout extends VariableLayout {
  readonly constraint: Constraint["kind"];
  /** Stands among the results. */
  readonly tracked: boolean;
  readonly firstPosition: number;
  readonly positionWidth: number;
  /** The prior as a person would write it. */
  readonly prior: string;
  /** A start in the constrained space: numbers (one for all, or row-major dims then event), or Bound values. */
  readonly init?: { readonly numbers: readonly number[] } | { readonly values: readonly number[] } | undefined;
}

export interface ObservationLayout {
  readonly name: string;
  readonly dims: readonly string[];
  /** Output of RowLogp that holds its rows. */
  readonly rowLogp: number;
  /** Names of a mixture's components, with the first of their outputs in each of the component sections. */
  readonly mixture?:
    | {
        readonly components: readonly string[];
        readonly first: number;
        /** Dims of the rows that the components share out. */
        readonly dims: readonly string[];
        readonly exchange?: Exchange | undefined;
      }
    | undefined;
  /** Output of Decode that holds a hidden Markov model's most probable states, over the mixture's dims. */
  readonly decode?: number | undefined;
}

/** Something that must hold for values at bind (values), or at a start (outputs of Checks). */
export interface CheckLayout {
  /** 'prior of "m"', 'observation "y"', ... */
  readonly owner: string;
  readonly parameter: string;
  readonly requirement: Requirement | Support["kind"];
  readonly values: readonly number[];
  /** The values that hold the ends of a support that has any; where one is missing, the other stands for it. */
  readonly bounds?: { readonly lower: number; readonly upper: number } | undefined;
}

/** Outputs of Simulate that are an observation; none (`width` 0) where it cannot be drawn. */
export interface SimulationLayout extends VariableLayout {
  /** Output with the number of the mixture component that a row is of. */
  readonly component?: number | undefined;
  /** Why it cannot be drawn, in words. */
  readonly impossible?: string | undefined;
  /** Values at bind of what was observed: one for each element of the event, over some or all of `dims`. */
  readonly observed?: readonly number[] | undefined;
  /** The data columns that were observed as they are. */
  readonly observedColumns?: readonly string[] | undefined;
  /** Whether only whole numbers can be observed. */
  readonly whole?: boolean | undefined;
}

/** What a model compiled for simulation has besides. */
export interface Simulation {
  readonly observations: readonly SimulationLayout[];
  /** A parameter that cannot be drawn from its prior; else SimulatePrior gives them all, then the number of conditions that it broke. */
  readonly undrawable?: { readonly parameter: string; readonly why: string } | undefined;
}

/** What a program may have besides what a sampler needs. */
export interface Extras {
  /** The sections that draw, and the log densities of priors. */
  readonly simulation?: boolean | undefined;
  /** Rows of observations can be left out of the log density: says how, of each observation (`withholdingOf`, handed in by who needs it). */
  readonly withholding?: ((subject: Withholdable) => readonly WithholdingLayout[]) | undefined;
  /** Other expressions in place of those that the model tracks. */
  readonly tracked?: ((subject: Withholdable) => readonly { readonly name: string; readonly node: Node }[]) | undefined;
}

/** What of a model decides whether rows can be left out. */
export interface Withholdable {
  readonly data: readonly { readonly name: string }[];
  readonly parameters: readonly { readonly name: string; readonly node: ParamNode }[];
  readonly observations: readonly { readonly name: string; readonly observation: Observation }[];
  readonly potentials: readonly { readonly name: string; readonly node: Node }[];
}

/** How rows of an observation are left out. */
export interface WithholdingLayout {
  readonly name: string;
  /** Its rows' dims. */
  readonly dims: readonly string[];
  /** The column that is not 0 where a row is left out. */
  readonly column: string;
  /** Dims along which no row can be left out, with the reason in words. */
  readonly bound: readonly { readonly dim: string; readonly why: string }[];
}

export interface CompiledModel {
  readonly program: Program;
  readonly dims: readonly string[];
  /** Dims that are second names of others, each after the one it names. */
  readonly twins: readonly (readonly [name: string, of: string])[];
  readonly data: readonly DataSpec[];
  /** Name of the data column behind each of the program's columns. */
  readonly columns: readonly string[];
  readonly indexes: readonly IndexRecipe[];
  readonly parameters: readonly ParameterLayout[];
  readonly tracked: readonly VariableLayout[];
  readonly observations: readonly ObservationLayout[];
  /** Of each parameter, then of each potential: its output of RowLogp. PriorLogp has one output for each, in this order. */
  readonly priors: readonly { readonly name: string; readonly rowLogp: number }[];
  readonly bindChecks: readonly CheckLayout[];
  readonly startChecks: readonly CheckLayout[];
  /** There where the program has the sections that draw. */
  readonly simulation?: Simulation | undefined;
  /** There, for each observation, where rows can be left out. */
  readonly withholding?: readonly WithholdingLayout[] | undefined;
  /** Results in the order in which the model returned them. */
  readonly results: readonly string[];
}
