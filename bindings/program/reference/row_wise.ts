/** Runs the ops that work row by row, from their definitions. */
import type { Op } from "../../../assembly/opcodes.js";
import type { Instruction } from "../program.js";
import { constraintDefinitions } from "./constraints.js";
import type { RowDefinition } from "./definition.js";
import { elementwiseDefinitions } from "./elementwise.js";
import { mixtureDefinitions } from "./mixture.js";
import { type Adjoint, enteringWith, type State } from "./state.js";

const definitions: ReadonlyMap<Op, RowDefinition> = new Map([
  ...elementwiseDefinitions,
  ...mixtureDefinitions,
  ...constraintDefinitions,
]);

/** The scalar definition of a row-wise op. */
export function definitionOf(op: Op): RowDefinition | undefined {
  return definitions.get(op);
}

const operands = (state: State, { args }: Instruction, row: number): number[] => args.map((id) => state.read(id, row));

/** Without outputs it is a term of the log density. */
export function forwardRows(state: State, instruction: Instruction, definition: RowDefinition, rows: number): void {
  const { out, outCount } = instruction;
  for (let row = 0; row < rows; row++) {
    const args = operands(state, instruction, row);
    const outs = definition.forward(args);
    for (let k = 0; k < outCount; k++) state.write(out + k, row, outs[k] as number);
    if (outCount === 0) state.addTerm(outs[0] as number, definition.size?.(args, outs));
  }
}

function outputAdjoints(state: State, { out, outCount }: Instruction, row: number): Adjoint[] {
  if (outCount === 0) return [enteringWith(1)];
  return Array.from({ length: outCount }, (_, k) => state.adjoint(out + k, row));
}

export function reverseRows(state: State, instruction: Instruction, definition: RowDefinition, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const adjoints = outputAdjoints(state, instruction, row);
    if (adjoints.every(({ adjoint, scale }) => adjoint === 0 && scale === 0)) continue;
    const args = operands(state, instruction, row);
    const outs =
      instruction.outCount === 0 ? definition.forward(args) : adjoints.map((_, k) => state.read(instruction.out + k, row));
    const partials = definition.partials(args, outs);
    const magnitudes = definition.magnitudes?.(args, outs);
    adjoints.forEach((from, k) => {
      instruction.args.forEach((id, a) => {
        const partial = partials[k]?.[a] as number;
        state.propagate(id, row, partial, from, magnitudes?.[k]?.[a]);
      });
    });
  }
}
