/** Checks the starting value of a parameter where it is given in numbers: its count, and that its constraint and prior admit it. */
import { WasmcmcError } from "../errors.js";
import { constantOf } from "./constraints.js";
import { describeDistribution } from "./describe.js";
import type { Constraint, Node, ParamNode } from "./graph.js";
import { firstRefused, requirementInWords } from "./requirement.js";
import { constraintOf, supportOf } from "./support.js";
import { isVectorRequirement, type VectorRequirement } from "./vector_requirement.js";

/** `name` is the parameter's in the model: a parameter has none before it is returned. */
export function checkInit(node: ParamNode, name: string): void {
  const values = initNumbers(node);
  if (values === undefined) return;
  const size = node.event.reduce((product, length) => product * length, 1);
  if (
    values.length === 0 ||
    (values.length > 1 && (values.length % size !== 0 || (node.dims.length === 0 && values.length !== size)))
  ) {
    throw badInit(
      node,
      name,
      `has ${values.length} numbers for a value of ${size}`,
      `Give one number or ${size}${node.dims.length > 0 ? " for each row" : ""}.`,
    );
  }
  const wrong = firstRefused("real", values);
  if (wrong >= 0) throw badInit(node, name, `is ${values[wrong]}`, "Give finite numbers.", wrong, values[wrong]);
  checkInside(node, name, values, size, node.constraint ?? constraintOf(supportOf(node.prior)));
}

function initNumbers({ init }: ParamNode): readonly number[] | undefined {
  if (init === undefined || !("kind" in init)) return init;
  return init.kind === "constant" ? init.values : undefined;
}

function checkInside(node: ParamNode, name: string, values: readonly number[], size: number, constraint: Constraint): void {
  if (isVectorRequirement(constraint.kind)) return checkVectors(node, name, values, size, constraint.kind);
  const [low, high] = boundsOf(constraint);
  const endsBelong = constraint.kind === "circular";
  const row = values.findIndex((value) => (endsBelong ? value < low || value > high : value <= low || value >= high));
  if (row < 0) return;
  const range =
    high === Number.POSITIVE_INFINITY
      ? `above ${low}`
      : low === Number.NEGATIVE_INFINITY
        ? `below ${high}`
        : `between ${low} and ${high}${endsBelong ? "" : ", ends excluded"}`;
  throw badInit(
    node,
    name,
    `is ${values[row]}, which ${node.constraint ? "its constraint" : "the prior"} excludes`,
    `Start ${range}.`,
    row,
    values[row],
  );
}

function checkVectors(node: ParamNode, name: string, values: readonly number[], size: number, kind: VectorRequirement): void {
  for (let start = 0; start < values.length; start += size) {
    const vector = values.slice(start, start + size);
    const zero = kind === "simplex" ? vector.indexOf(0) : -1;
    const wrong = Math.max(firstRefused(kind, vector), zero);
    if (vector.length === size && wrong < 0) continue;
    const row = start + Math.max(wrong, 0);
    const wanted = `${requirementInWords[kind]}${kind === "simplex" ? ", none of them 0" : ""}`;
    throw badInit(node, name, `is [${vector.join(", ")}]`, `Give ${size} numbers ${wanted}.`, row, values[row]);
  }
}

function boundsOf(constraint: Constraint): readonly [number, number] {
  const number = (node: Node, otherwise: number): number => constantOf(node) ?? otherwise;
  switch (constraint.kind) {
    case "positive":
      return [0, Number.POSITIVE_INFINITY];
    case "lower":
      return [number(constraint.lower, Number.NEGATIVE_INFINITY), Number.POSITIVE_INFINITY];
    case "upper":
      return [Number.NEGATIVE_INFINITY, number(constraint.upper, Number.POSITIVE_INFINITY)];
    case "circular":
      return [-Math.PI, Math.PI];
    case "interval":
      return [number(constraint.lower, Number.NEGATIVE_INFINITY), number(constraint.upper, Number.POSITIVE_INFINITY)];
    default:
      return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  }
}

function badInit(node: ParamNode, name: string, problem: string, remedy: string, row?: number, value?: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-init",
    problem: `The init of ${name}, whose prior is ${describeDistribution(node.prior)}, ${problem}.`,
    remedy,
    variable: name,
    row,
    value,
  });
}
