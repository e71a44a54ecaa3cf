/** A compiled model with its data: checked, laid out for the engine, and free of expressions, so that it travels. */
import { Storage } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import type { CheckLayout, CompiledModel, Extras } from "../program/compiled.js";
import { encode } from "../program/encode.js";
import type { BoundData } from "../program/evaluator.js";
import { checkSquares } from "./check_squares.js";
import { coreModule } from "./core.js";
import { EngineEvaluator } from "./evaluator.js";
import { instantiate } from "./exports.js";
import { indexColumns } from "./index_columns.js";
import { violation } from "./requirements.js";
import { StoredDraws } from "./stored_draws.js";
import { type DimSizes, type ParameterPlace, parameterPlaces } from "./variables.js";

export type Coords = ReadonlyMap<string, readonly (string | number)[]>;

/** Data as the checks of its form leave it. */
export interface CheckedData {
  readonly dimSizes: DimSizes;
  readonly coords: Coords;
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly indexes: ReadonlyMap<string, Int32Array>;
}

/** A second name of a dim has its length and its coordinates. */
export function withTwins(data: CheckedData, twins: CompiledModel["twins"]): CheckedData {
  if (twins.length === 0) return data;
  const dimSizes = new Map(data.dimSizes);
  const coords = new Map(data.coords);
  for (const [name, of] of twins) {
    dimSizes.set(name, dimSizes.get(of) ?? 1);
    const names = coords.get(of);
    if (names !== undefined) coords.set(name, names);
  }
  return { ...data, dimSizes, coords };
}

const encoded = new WeakMap<CompiledModel, Uint8Array>();

function bytesOf(compiled: CompiledModel): Uint8Array {
  const known = encoded.get(compiled) ?? encode(compiled.program);
  encoded.set(compiled, known);
  return known;
}

export interface BoundOptions {
  /** The same model with more in its program; a model that was read from bytes has none. */
  readonly recompile?: (extras: Extras) => CompiledModel;
  /** Binds the same model to new data, for simulation. */
  readonly rebind?: (
    data: Readonly<Record<string, unknown>>,
    options: { readonly coords?: Readonly<Record<string, readonly (string | number)[]>> },
  ) => Bound;
  /** False where observed values are not there yet, and so are not looked at. */
  readonly observed?: boolean;
}

export class Bound {
  readonly program: Uint8Array;
  readonly checked: CheckedData;
  readonly data: BoundData;
  readonly parameters: readonly ParameterPlace[];
  private instance: EngineEvaluator | undefined;
  private store: StoredDraws | undefined;
  private simulated: Bound | undefined;

  /** Checks supports and requirements on the data; throws a typed error that names variable, row and value. */
  constructor(
    readonly compiled: CompiledModel,
    data: CheckedData,
    readonly options: BoundOptions = {},
  ) {
    const checked = withTwins(data, compiled.twins);
    this.checked = checked;
    checkSquares(compiled, checked.dimSizes);
    this.program = bytesOf(compiled);
    this.data = {
      dimSizes: compiled.dims.map((dim) => checked.dimSizes.get(dim) ?? 1),
      columns: compiled.columns.map((name) => checked.columns.get(name) as Float64Array),
      indexes: indexColumns(compiled, checked.dimSizes, checked.indexes),
    };
    this.parameters = parameterPlaces(compiled, checked.dimSizes);
    for (const check of compiled.bindChecks) if (options.observed !== false || check.parameter !== "value") this.check(check);
  }

  /** The same data with the model's sections that draw. */
  forSimulation(): Bound {
    if (this.compiled.simulation !== undefined) return this;
    if (this.options.recompile === undefined) throw new RangeError("a model that was compiled without simulation");
    this.simulated ??= new Bound(this.compiledForSimulation, this.checked, this.options);
    return this.simulated;
  }

  /** The program with its sections that draw: the same bytes for a model that was built and for one that was read from bytes. */
  get portableProgram(): Uint8Array {
    return bytesOf(this.compiledForSimulation);
  }

  private get compiledForSimulation(): CompiledModel {
    const { simulation, withholding } = this.compiled;
    const { recompile } = this.options;
    if (simulation !== undefined || recompile === undefined) return this.compiled;
    return recompile({ simulation: true, withholding: withholding && (() => withholding) });
  }

  /** An instance on the calling thread, made at first use. */
  get evaluator(): EngineEvaluator {
    this.instance ??= new EngineEvaluator(instantiate(coreModule()), this.program, this.data);
    return this.instance;
  }

  /** Runs sections over draws in that instance; its room there is taken once and for good. */
  get stored(): StoredDraws {
    this.store ??= new StoredDraws(this.evaluator);
    return this.store;
  }

  /** Coordinates along a dim: labels, or numbers from 0. */
  coordinates(dim: string): readonly (string | number)[] {
    return this.checked.coords.get(dim) ?? Array.from({ length: this.checked.dimSizes.get(dim) ?? 1 }, (_, i) => i);
  }

  /** The model bound to new data, for simulation: members of the dims of parameters keep their places. */
  rebind(data: Readonly<Record<string, unknown>>): Bound {
    const { rebind } = this.options;
    if (rebind === undefined) {
      throw new WasmcmcError({
        code: "cannot-simulate",
        problem: "This model was read from bytes; new data cannot be given to it here.",
        remedy: "Bind the new data to the deserialized model, or predict with the model that was built.",
      });
    }
    return rebind(data, { coords: this.parameterCoords() });
  }

  /**
   * Members of the parameters' dims, so that new data may have fewer of them, in any order. A dim that a column of values is over and
   * that has no names is left out: such a column's length says how many members there are.
   */
  private parameterCoords(): Record<string, readonly (string | number)[]> {
    const { data } = this.compiled;
    const counted = new Set(data.flatMap(({ role, dims }) => (role === "value" ? dims : [])));
    const dims = new Set(this.parameters.flatMap((place) => place.dims));
    const known = [...dims].filter((dim) => this.checked.coords.has(dim) || !counted.has(dim));
    return Object.fromEntries(known.map((dim) => [dim, this.coordinates(dim)]));
  }

  private check(check: CheckLayout): void {
    const columns = check.values.map((value) => this.evaluator.value(value));
    const bounds = check.bounds && {
      lower: this.evaluator.value(check.bounds.lower),
      upper: this.evaluator.value(check.bounds.upper),
    };
    const found = violation(check.requirement, columns, bounds);
    if (found === undefined) return;
    const column = this.columnOf(check);
    const where = `${columns[0]?.length === 1 ? "" : ` in row ${found.row}`}${column === undefined ? "" : ` of the column "${column}"`}`;
    const what = check.parameter === "value" ? `The ${check.owner}` : `The ${check.parameter} of the ${check.owner}`;
    throw new WasmcmcError({
      code: check.parameter === "value" ? "outside-support" : "parameter-value",
      problem: `${what} is ${found.value}${where}, but must be ${found.must}.`,
      remedy:
        check.parameter === "value"
          ? "Correct or leave out the row, or observe it with a distribution that can produce it."
          : "Correct the value in the data.",
      variable: column ?? (check.parameter === "value" ? check.owner : `${check.owner}: ${check.parameter}`),
      row: found.row,
      value: found.value,
    });
  }

  /** The data column whose values the check reads, where they are a column as it stands. */
  private columnOf({ values }: CheckLayout): string | undefined {
    const { program, columns } = this.compiled;
    const [value] = values.map((id) => program.values[id]);
    return value?.storage === Storage.Column ? columns[value.index] : undefined;
  }
}
