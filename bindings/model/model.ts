/** A model: parameters, tracked expressions and observations over declared data, apart from any data. */
import type { Columns, DataInput, DataSpec, SpecDims } from "./data.js";
import { type Definition, define } from "./definition.js";
import type { Expr } from "./expression.js";
import type { Observed } from "./observe.js";
import type { Potential } from "./potential.js";
import type { AnyExpr } from "./types.js";

/** What a callback may return under a key; undefined stands for a result that a conditional model leaves out. */
// biome-ignore lint/suspicious/noExplicitAny: any event
export type Result<Dims extends string> = Expr<Dims, any> | Observed<string> | Potential | undefined;

/** Made by `model(...)`. `Outputs` is the record that the callback returned. */
export class Model<Spec extends DataSpec, Outputs> implements Definition {
  readonly dataSpecs: Definition["dataSpecs"];
  readonly parameters: Definition["parameters"];
  readonly tracked: Definition["tracked"];
  readonly observations: Definition["observations"];
  readonly potentials: Definition["potentials"];

  constructor(
    readonly spec: Spec,
    readonly outputs: Outputs,
    definition: Definition,
  ) {
    this.dataSpecs = definition.dataSpecs;
    this.parameters = definition.parameters;
    this.tracked = definition.tracked;
    this.observations = definition.observations;
    this.potentials = definition.potentials;
  }
}

/**
 * Builds a model: the data it will be given, and a callback that gets its columns as expressions and returns parameters,
 * expressions to track and observations. Names come from the keys. The callback runs once.
 *
 *     const line = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
 *       const m = param(normal(0, 10));
 *       return { m, y: observe(y, normal(m.mul(x), 1)) };
 *     });
 */
export function model<const Spec extends DataSpec, Outputs extends Readonly<Record<string, Result<SpecDims<Spec>>>>>(
  spec: Spec,
  build: (columns: Columns<Spec>) => Outputs,
): Model<Spec, Outputs> {
  const { definition, outputs } = define(spec, build as (columns: never) => unknown);
  return new Model(spec, outputs as Outputs, definition);
}

// biome-ignore lint/suspicious/noExplicitAny: any data, any outputs
export type AnyModel = Model<any, any>;

/** The data that a model is bound to. */
export type DataOf<M> = M extends Model<infer Spec, infer _> ? DataInput<Spec> : never;

type OutputsOf<M> = M extends Model<infer _, infer Outputs> ? Outputs : never;

/** A conditional model returns a union of records: all their keys, and what may stand under one of them. */
type Keys<Outputs> = Outputs extends unknown ? Extract<keyof Outputs, string> : never;
type At<Outputs, Key> = Outputs extends unknown ? (Key extends keyof Outputs ? Outputs[Key] : undefined) : never;

/** The draws by name: parameters and tracked expressions, flat, chain by chain. What a conditional model may leave out may be undefined. */
export type Draws<M> = {
  readonly [Key in Keys<OutputsOf<M>> as Extract<At<OutputsOf<M>, Key>, AnyExpr> extends never ? never : Key]:
    | Float64Array
    | (Exclude<At<OutputsOf<M>, Key>, AnyExpr> extends never ? never : undefined);
};

/** Names of the variables with draws: parameters and tracked expressions. */
export type VariableNames<M> = unknown extends M ? string : Extract<keyof Draws<M>, string>;

/** Names of the observations. */
export type ObservationNames<M> = unknown extends M
  ? string
  : {
      [Key in Keys<OutputsOf<M>>]: Extract<At<OutputsOf<M>, Key>, Observed<string>> extends never ? never : Key;
    }[Keys<OutputsOf<M>>];

/** Names of the components of the observation under a key; none if it is no mixture. */
export type ComponentNames<M, Key> =
  At<OutputsOf<M>, Key> extends infer Output ? (Output extends Observed<infer Names> ? Names : never) : never;

/** Names of the observed mixtures: those that have a membership. */
export type MixtureNames<M> = {
  [Key in Keys<OutputsOf<M>>]: [ComponentNames<M, Key>] extends [never] ? never : Key;
}[Keys<OutputsOf<M>>];
