/**
 * Plans a stage's reverse pass: which instructions have one, and how each treats its operands' adjoints.
 *
 * An instruction takes part if its output's adjoint can be other than zero and some operand depends on the position. A Local's
 * adjoint is not cleared: the first instruction to write to it, in reverse order, assigns and the others add. One that nobody
 * writes to is read as a zero. Operands' adjoints are written in the order of the operands, which matters where the same value
 * stands twice.
 */
import { Op, Storage } from "../opcodes";
import { allocate } from "../memory";
import { isDirectQuadratic } from "./ops/accumulate_quadratic";
import { isDirect } from "./ops/mixture";
import { Adjoint, Instruction, Operand, Program, Stage, Value, argument, output } from "./records";
import { isDifferentiable, isMixture, isTerm, isWhole } from "./shapes";

/** Notes which of a stage's values depend on the position. */
export function markStage(stage: Stage): void {
  for (let k: usize = 0; k < stage.instructionCount; ++k) markActive(load<Instruction>(stage.instructions + (k << 2)));
}

/** Whether an adjoint flows to an operand that depends on the position. */
function flowsTo(instruction: Instruction, place: u32): bool {
  if (!isDifferentiable(instruction.op) || (instruction.op == Op.Where && place == 0)) return false;
  const operand = argument(instruction, place);
  return changetype<usize>(operand.value) != 0 && operand.value.active;
}

function isActive(instruction: Instruction): bool {
  for (let k: u32 = 0; k < instruction.argumentCount; ++k) if (flowsTo(instruction, k)) return true;
  return false;
}

function markActive(instruction: Instruction): void {
  if (!isActive(instruction)) return;
  for (let k: u32 = 0; k < instruction.outputCount; ++k) output(instruction, k).value.active = true;
}

export function planStage(program: Program, stage: Stage): bool {
  const bytes = <usize>stage.instructionCount << 2;
  const reversed = allocate(bytes);
  const forward = allocate(bytes);
  if (reversed == 0 || forward == 0) return false;
  stage.reverse = stage.reverseEnd = reversed;
  stage.forward = stage.forwardEnd = forward;
  for (let at = stage.instructions + bytes; at > stage.instructions;) {
    at -= 4;
    const instruction = load<Instruction>(at);
    if (!isReached(instruction) || !isActive(instruction)) continue;
    planInstruction(program, stage, instruction);
    store<usize>(stage.reverseEnd, changetype<usize>(instruction));
    stage.reverseEnd += 4;
  }
  for (let at = stage.instructions; at < stage.instructions + bytes; at += 4) {
    const instruction = load<Instruction>(at);
    if (runsInReverse(instruction)) continue;
    store<usize>(stage.forwardEnd, changetype<usize>(instruction));
    stage.forwardEnd += 4;
  }
  return true;
}

/** A term has no output that others wait for: of some the reverse side does both. */
function runsInReverse(instruction: Instruction): bool {
  if (instruction.op == Op.AccumulateQuadratic) return instruction.isDirect;
  return isMixture(instruction.op) && instruction.outputCount == 0 && isActive(instruction);
}

function isReached(instruction: Instruction): bool {
  if (isTerm(instruction.op, instruction.outputCount)) return true;
  for (let k: u32 = 0; k < instruction.outputCount; ++k) if (hasAdjoint(output(instruction, k).value)) return true;
  return false;
}

function hasAdjoint(value: Value): bool {
  return value.storage == Storage.Local ? value.reached : value.adjoint != 0;
}

function planInstruction(program: Program, stage: Stage, instruction: Instruction): void {
  for (let k: u32 = 0; k < instruction.outputCount; ++k) {
    const operand = output(instruction, k);
    const reached = hasAdjoint(operand.value);
    operand.adjoint = reached ? operand.value.adjoint : program.zero;
    operand.adjointAdvance = reached ? operand.advance : 0;
    operand.adjointStep = reached ? 16 : 0;
  }
  for (let k: u32 = 0; k < instruction.argumentCount; ++k) {
    if (!flowsTo(instruction, k)) continue;
    if (passesOn(instruction, k)) shareAdjoint(instruction, argument(instruction, k));
    else planOperand(stage, argument(instruction, k), isWhole(instruction.op) || instruction.op == Op.StateIn);
  }
  if (isMixture(instruction.op)) instruction.isDirect = isDirect(instruction);
  if (instruction.op == Op.AccumulateQuadratic) instruction.isDirect = isDirectQuadratic(instruction);
}

/**
 * The operand's adjoint begins as the result's, which nobody reads afterwards: both are Locals, and the operand's partial is 1.
 * Further operands of the same instruction still find the result's adjoint there, for whatever is added to it comes later.
 */
function passesOn(instruction: Instruction, place: u32): bool {
  const value = argument(instruction, place).value;
  const result = output(instruction, 0);
  if (value.storage != Storage.Local || value.reached || result.value.storage != Storage.Local || result.shared) return false;
  switch (instruction.op) {
    case Op.Copy:
    case Op.Add: return true;
    case Op.Sub: return place == 0;
    case Op.MultiplyAdd: return place == 2;
    default: return false;
  }
}

/** The operand takes over the result's adjoint column, without any work. */
function shareAdjoint(instruction: Instruction, operand: Operand): void {
  operand.value.adjoint = output(instruction, 0).adjoint;
  operand.value.reached = true;
  output(instruction, 0).shared = true;
}

function planOperand(stage: Stage, operand: Operand, whole: bool): void {
  const value = operand.value;
  const isLocal = value.storage == Storage.Local;
  operand.mode = whole || isLocal || value.space == stage.space ? Adjoint.Rows : Adjoint.Scalar;
  operand.keep = isLocal && !value.reached ? 0 : u32.MAX_VALUE;
  operand.adjoint = value.adjoint;
  operand.adjointStep = operand.step;
  operand.adjointAdvance = operand.advance;
  value.reached = true;
}
