/** Where chains start, and what was wrong with a start that has no finite log density. */
import { Section } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import type { ParameterLayout } from "../program/compiled.js";
import type { Bound } from "./bound.js";
import type { SampleOptions } from "./options.js";
import { violation } from "./requirements.js";
import { type ParameterPlace, rowsOf, writeVariable } from "./variables.js";

/** A given start may miss what comes back from its coordinates by this much: numbers of vectors are typed with some ten digits. */
const roundTrip = 1e-7;

/** Unconstrained start: the given inits, and 0 (see `originOf`) where none is given. */
export function startPosition(bound: Bound, inits: SampleOptions["init"] = {}): Float64Array {
  const { evaluator, parameters } = bound;
  for (const name of Object.keys(inits)) {
    if (!parameters.some((place) => place.name === name)) {
      throw new WasmcmcError({
        code: "bad-init",
        problem: `init names "${name}", which is not a parameter.`,
        remedy: `The parameters are ${parameters.map((place) => place.name).join(", ")}.`,
        variable: name,
      });
    }
  }
  const origin = originOf(bound);
  const constrained = evaluator.constrain(origin);
  const given = parameters.flatMap((place) => {
    const values = initOf(bound, place, inits[place.name]);
    if (values === undefined) return [];
    writeVariable(place, values, constrained);
    return [{ place, values }];
  });
  const position = evaluator.unconstrain(constrained);
  for (const place of parameters) {
    const { positionOffset: start, rows, positionWidth } = place;
    const end = start + rows * positionWidth;
    if (!given.some((other) => other.place === place)) position.set(origin.subarray(start, end), start);
  }
  const back = given.length === 0 ? constrained : evaluator.constrain(position);
  for (const { place, values } of given) checkInit(place, values, { position, constrained, back });
  return position;
}

/** 0, but where 0 is no point: a direction starts along its first axis, an angle at 0. */
function originOf({ evaluator, parameters }: Bound): Float64Array {
  const position = new Float64Array(evaluator.dimension);
  for (const { layout, rows, positionOffset, positionWidth } of parameters) {
    const step = layout.constraint === "circular" ? 2 : layout.constraint === "unitVector" ? positionWidth : 0;
    for (let k = 0; step > 0 && k < positionWidth; k += step)
      position.fill(1, positionOffset + k * rows, positionOffset + (k + 1) * rows);
  }
  return position;
}

function initOf(
  bound: Bound,
  place: ParameterPlace,
  override: number | ArrayLike<number> | undefined,
): ArrayLike<number> | undefined {
  const { init } = place.layout;
  const values =
    override !== undefined
      ? typeof override === "number"
        ? [override]
        : override
      : init === undefined
        ? undefined
        : "numbers" in init
          ? init.numbers
          : columnsOf(bound, place, init.values);
  if (values === undefined) return undefined;
  const full = place.rows * place.width;
  if (values.length !== 1 && values.length !== place.width && values.length !== full) {
    throw new WasmcmcError({
      code: "bad-init",
      problem: `The init of "${place.name}" has ${values.length} values; the parameter has ${full}.`,
      remedy: `Give one value for all, or ${full} in row-major order.`,
      variable: place.name,
      value: values.length,
    });
  }
  return values;
}

function columnsOf(bound: Bound, place: ParameterPlace, ids: readonly number[]): Float64Array {
  const values = new Float64Array(place.rows * place.width);
  for (let k = 0; k < place.width; k++) {
    const column = bound.evaluator.value(ids[ids.length === 1 ? 0 : k] as number);
    for (let row = 0; row < place.rows; row++) values[row * place.width + k] = column[column.length === 1 ? 0 : row] as number;
  }
  return values;
}

interface Start {
  readonly position: Float64Array;
  readonly constrained: Float64Array;
  /** Constrained values of the position. */
  readonly back: Float64Array;
}

/** A start whose coordinates are not finite, or that does not come back from them as it was given, is outside the constraint. */
function checkInit(place: ParameterPlace, values: ArrayLike<number>, { position, constrained, back }: Start): void {
  const end = place.positionOffset + place.rows * place.positionWidth;
  const finite = position.subarray(place.positionOffset, end).every(Number.isFinite);
  const given = constrained.subarray(place.offset, place.offset + place.rows * place.width);
  const differs = given.findIndex((value, k) => {
    const difference = Math.abs(value - (back[place.offset + k] as number));
    return !(difference <= roundTrip * Math.max(1, Math.abs(value)));
  });
  if (finite && differs < 0) return;
  const bad = Array.from(values).find((value) => !Number.isFinite(value)) ?? given[differs] ?? values[0];
  throw new WasmcmcError({
    code: "bad-init",
    problem: `The init of "${place.name}", ${Array.from(values).slice(0, 8).join(", ")}, lies outside its range or on its edge (constraint: ${place.layout.constraint}); its prior is ${place.layout.prior}.`,
    remedy: "Start it strictly inside.",
    variable: place.name,
    value: values.length === 1 ? values[0] : bad,
  });
}

/** The prior or observation (row, value) that makes the log density or its gradient at a position not finite, as an error. */
export function nonFiniteStart(bound: Bound, position: Float64Array): WasmcmcError {
  const parameters = bound.evaluator.constrain(position);
  return brokenRequirement(bound, parameters) ?? brokenRow(bound, parameters) ?? brokenGradient(bound, position);
}

function brokenRequirement(bound: Bound, parameters: Float64Array): WasmcmcError | undefined {
  const { compiled, checked } = bound;
  const outputs = bound.evaluator.section(Section.Checks, parameters);
  const section = compiled.program.sections.find(({ kind }) => kind === Section.Checks);
  const columns: Float64Array[] = [];
  let offset = 0;
  for (const id of section?.outputs ?? []) {
    const dims = (compiled.program.spaces[compiled.program.values[id]?.space ?? 0] ?? []).map(
      (dim) => compiled.dims[dim] as string,
    );
    const rows = rowsOf(dims, checked.dimSizes);
    columns.push(outputs.subarray(offset, offset + rows));
    offset += rows;
  }
  for (const { owner, parameter, requirement, values } of compiled.startChecks) {
    const found = violation(
      requirement,
      values.map((value) => columns[value] as Float64Array),
    );
    if (found === undefined) continue;
    return new WasmcmcError({
      code: "non-finite-start",
      problem: `No chain can start: the ${parameter} of the ${owner} is ${found.value} in row ${found.row}, but must be ${found.must}.`,
      remedy:
        "Start its parameters elsewhere (init), lower the jitter, or write the expression so that it cannot leave its range (exp, softplus, a positive prior).",
      variable: `${owner}: ${parameter}`,
      row: found.row,
      value: found.value,
    });
  }
  return undefined;
}

function brokenRow(bound: Bound, parameters: Float64Array): WasmcmcError | undefined {
  const { compiled, checked } = bound;
  const rows = bound.evaluator.section(Section.RowLogp, parameters);
  let offset = 0;
  const layouts: readonly { name: string; dims: readonly string[] }[] = [...compiled.observations, ...compiled.parameters];
  for (const [k, { name, dims }] of layouts.entries()) {
    const count = rowsOf(dims, checked.dimSizes);
    for (let row = 0; row < count; row++) {
      const logp = rows[offset + row] as number;
      if (Number.isFinite(logp)) continue;
      const observed = k < compiled.observations.length;
      const value = observed
        ? checked.columns.get(name)?.[row]
        : parameters[(bound.parameters[k - compiled.observations.length]?.offset ?? 0) + row];
      const where = count > 1 ? ` in row ${row}` : "";
      const seen = value === undefined ? "" : ` (value ${value})`;
      return new WasmcmcError({
        code: "non-finite-start",
        problem: `No chain can start: the ${observed ? "observation" : "prior of"} "${name}"${where}${seen} has the log density ${logp}.`,
        remedy: observed
          ? "Look at this row and at the model's scale there, or start the parameters nearer (init)."
          : "Start the parameter inside its prior's support (init), or widen the prior.",
        variable: name,
        row,
        value: value ?? logp,
      });
    }
    offset += count;
  }
  return undefined;
}

function brokenGradient(bound: Bound, position: Float64Array): WasmcmcError {
  const { logp, gradient } = bound.evaluator.logpAndGradient(position);
  const at = gradient.findIndex((partial) => !Number.isFinite(partial));
  const place = bound.parameters.find(
    ({ positionOffset, rows, positionWidth }) => at >= positionOffset && at < positionOffset + rows * positionWidth,
  );
  const layout: ParameterLayout | undefined = place?.layout;
  return new WasmcmcError({
    code: "non-finite-start",
    problem:
      layout === undefined
        ? `No chain can start: the log density is ${logp}.`
        : `No chain can start: the derivative of the log density by "${layout.name}" is ${gradient[at]} (log density ${logp}).`,
    remedy: "Start elsewhere (init) or scale the data so that its numbers are of the order of 1.",
    variable: layout?.name,
    row: place === undefined ? undefined : (at - place.positionOffset) % place.rows,
    value: layout === undefined ? logp : gradient[at],
  });
}
