/** What formats of named dims need to know of a group before they write it: each dim's length and labels, and names that are sound. */
import { WasmcmcError } from "../../errors.js";
import type { Label } from "../array.js";
import type { Coordinates } from "../inference_data/variable.js";

export interface GroupDim {
  readonly name: string;
  readonly length: number;
  /** Absent where the group has no coordinates for it. */
  readonly labels: readonly Label[] | undefined;
}

/** Of variables, what the dims of a group are found by. */
export interface Layout {
  readonly variables: Readonly<Record<string, { readonly dims: readonly string[]; readonly shape: readonly number[] }>>;
  readonly coords: Coordinates;
}

/** The dims of a group's variables and of its coordinates, in the order in which they appear. Throws "bad-shape" where lengths disagree. */
export function dimsOfGroup(groupName: string, { variables, coords }: Layout): GroupDim[] {
  checkName(groupName);
  const lengths = new Map<string, number>();
  for (const [name, { shape, dims }] of Object.entries(variables)) {
    checkName(name);
    if (dims.length !== shape.length) throw badShape(`"${name}" has the shape [${shape}] but the dims [${dims}].`, name);
    for (const [axis, dim] of dims.entries()) setLength(lengths, dim, shape[axis]!, name);
  }
  for (const [dim, labels] of Object.entries(coords)) setLength(lengths, dim, labels.length, dim);
  return [...lengths].map(([name, length]) => {
    if (Object.hasOwn(variables, name)) throw clash(groupName, name);
    return { name, length, labels: Object.hasOwn(coords, name) ? coords[name] : undefined };
  });
}

function setLength(lengths: Map<string, number>, dim: string, length: number, variable: string): void {
  checkName(dim);
  const known = lengths.get(dim) ?? length;
  if (known !== length)
    throw badShape(`The dim "${dim}" has ${known} places in one variable and ${length} in "${variable}".`, variable);
  lengths.set(dim, length);
}

/** Names are also parts of paths. */
export function checkName(name: string): void {
  if (name !== "" && name !== "." && name !== ".." && !name.includes("/") && !name.includes("\0")) return;
  throw new WasmcmcError({
    code: "name-clash",
    problem: `${JSON.stringify(name)} cannot be a name in this format.`,
    remedy: "Rename it to something without slashes before you write the file.",
    variable: name,
  });
}

function clash(group: string, name: string): WasmcmcError {
  return new WasmcmcError({
    code: "name-clash",
    problem: `"${name}" is both a variable and a dim of "${group}", which a file of named dims cannot hold.`,
    remedy: "Rename one of them before you write the file.",
    variable: name,
  });
}

function badShape(problem: string, variable: string): WasmcmcError {
  return new WasmcmcError({ code: "bad-shape", problem, remedy: "Give each dim one length within a group.", variable });
}

/**
 * The shape of chunks of at most so many elements that are contiguous in row-major order: whole along the last axes, a run along one
 * axis, single along the first.
 */
export function contiguousChunk(shape: readonly number[], largest: number): number[] {
  const chunk = new Array<number>(shape.length).fill(1);
  let inner = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const fitting = Math.max(1, Math.min(shape[axis]!, Math.floor(largest / inner)));
    chunk[axis] = fitting;
    inner *= fitting;
    if (fitting < shape[axis]!) break;
  }
  return chunk;
}
