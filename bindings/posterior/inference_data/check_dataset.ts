/** What a group must hold to: values fill shapes, shapes have named dims, and all variables and coordinates agree on lengths. */
import { WasmcmcError } from "../../errors.js";
import type { Dataset } from "./dataset.js";
import type { Variable } from "./variable.js";

/** Throws a typed error that names the group and the variable or coordinate at fault. */
export function checkDataset(group: string, { variables, coords }: Dataset): void {
  const lengths = new Map<string, { readonly length: number; readonly owner: string }>();
  const measure = (dim: string, length: number, owner: string) => {
    const known = lengths.get(dim);
    if (known === undefined) lengths.set(dim, { length, owner });
    else if (known.length !== length) {
      throw misshapen(
        `In ${group}, "${dim}" has ${known.length} places in ${known.owner} and ${length} in ${owner}.`,
        dim,
        length,
      );
    }
  };
  for (const [dim, labels] of Object.entries(coords)) measure(dim, labels.length, "its coordinates");
  for (const [name, variable] of Object.entries(variables)) {
    checkVariable(`${group}'s "${name}"`, name, variable);
    for (const [axis, dim] of variable.dims.entries()) measure(dim, variable.shape[axis]!, `"${name}"`);
  }
}

/** Checks one variable; `subject` is how the error calls it. */
export function checkVariable(subject: string, name: string, { values, shape, dims }: Variable): void {
  if (!isValues(values)) {
    throw new WasmcmcError({
      code: "column-type",
      problem: `${subject} holds neither numbers nor texts in an array that results are made of.`,
      remedy: "Give a Float64Array, Float32Array, Int32Array, BigInt64Array, Uint8Array (booleans) or an array of strings.",
      variable: name,
    });
  }
  if (dims.length !== shape.length)
    throw misshapen(`${subject} has the shape [${shape.join(", ")}] but the dims [${dims.join(", ")}].`, name, shape);
  const wrong = shape.find((length) => !Number.isSafeInteger(length) || length < 0);
  if (wrong !== undefined) throw misshapen(`${subject} has a dim of length ${wrong}.`, name, shape);
  const size = sizeOf(shape);
  if (values.length !== size)
    throw misshapen(`${subject} has ${values.length} values, which do not fill its shape [${shape.join(", ")}].`, name, shape);
  const repeated = dims.find((dim, axis) => dims.indexOf(dim) !== axis);
  if (repeated !== undefined) throw misshapen(`${subject} has the dim "${repeated}" twice.`, name, repeated);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function isValues(values: unknown): boolean {
  return (
    values instanceof Float64Array ||
    values instanceof Float32Array ||
    values instanceof Int32Array ||
    values instanceof BigInt64Array ||
    values instanceof Uint8Array ||
    (Array.isArray(values) && values.every((value) => typeof value === "string"))
  );
}

export function misshapen(problem: string, variable: string, value?: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem,
    remedy: "Give row-major values, and one length and one name to each dim, the same in the whole group.",
    variable,
    value,
  });
}
