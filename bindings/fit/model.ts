/** The public `model`: the builder's, with `bind`. */
import { Bound } from "../engine/bound.js";
import { checkData, type DataOptions } from "../model/check_data.js";
import type { Columns, DataInput, DataSpec, SpecDims } from "../model/data.js";
import { Model as Definition, model as define, type Result } from "../model/model.js";
import { compile } from "./compile.js";
import { withObserved } from "./observed_columns.js";
import { Target } from "./target.js";

/** Made by `model(...)`. `Outputs` is the record that the callback returned. */
export class Model<Spec extends DataSpec, Outputs> extends Definition<Spec, Outputs> {
  /**
   * Checks the data (names, lengths, finiteness, supports, labels), computes what depends on data alone, and gives a target.
   * The model itself stays as it is; binding other data builds nothing again.
   *
   *     const target = line.bind({ x, y, yErr });
   *     target.logpAndGradient(new Float64Array(target.dimension));
   */
  bind(data: DataInput<Spec>, options: DataOptions = {}): Target<this> {
    const checked = checkData(this.dataSpecs, data as Readonly<Record<string, unknown>>, options);
    return new Target<this>(
      new Bound(compile(this), checked, {
        recompile: (extras) => compile(this, extras),
        rebind: (fresh, more) => this.bindForSimulation(fresh, more),
      }),
    );
  }

  /** @internal Columns that are only observed may be missing: they are what is to be drawn. */
  bindForSimulation(data: Readonly<Record<string, unknown>>, options: DataOptions = {}): Bound {
    const checked = checkData(this.dataSpecs, withObserved(this, data, options.coords), options);
    return new Bound(compile(this, { simulation: true }), checked, { observed: false });
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
  const definition = define(spec, build);
  return new Model(definition.spec, definition.outputs, definition);
}
