/**
 * Plans what a scan's reverse side does before its instructions run in reverse: the derivatives of each row's states by those of
 * the row before. They come from copies of the instructions that nothing but states flows through, planned as a stage of their
 * own; both plans write to the same Locals' adjoints, one after the other.
 */
import { Op, Storage } from "../opcodes";
import { allocate } from "../memory";
import { markStage, planStage } from "./plan_stage";
import { Instruction, InstructionBytes, OperandBytes, Program, Recursion, Stage, Value, argument, output } from "./records";

export function planSlopes(program: Program, stage: Stage): bool {
  const recursion = changetype<Recursion>(stage.recursion);
  const twin = changetype<Stage>(allocate(offsetof<Stage>()));
  const copies = allocate(<usize>stage.instructionCount << 2);
  if (changetype<usize>(twin) == 0 || copies == 0) return false;
  memory.copy(changetype<usize>(twin), changetype<usize>(stage), offsetof<Stage>());
  twin.instructions = copies;
  for (let k: usize = 0; k < stage.instructionCount; ++k) {
    const copy = copyOf(load<Instruction>(stage.instructions + (k << 2)));
    if (changetype<usize>(copy) == 0) return false;
    store<Instruction>(copies + (k << 2), copy);
    if (copy.op == Op.StateIn) output(copy, 0).value.active = true;
  }
  markStage(twin);
  if (!planStage(program, twin)) return false;
  recursion.slopes = twin.reverse;
  recursion.slopesEnd = twin.reverseEnd;
  for (let k: usize = 0; k < recursion.states; ++k) {
    const state = output(load<Instruction>(recursion.ins + (k << 2)), 0).value;
    store<usize>(recursion.sources + (k << 2), state.reached ? state.adjoint : 0);
  }
  findOuts(stage, twin, recursion);
  forget(stage);
  return true;
}

/** With no operand of another stage: nothing flows out of the copy. */
function copyOf(instruction: Instruction): Instruction {
  const bytes = InstructionBytes + <usize>(instruction.argumentCount + instruction.outputCount) * OperandBytes;
  const copy = changetype<Instruction>(allocate(bytes));
  if (changetype<usize>(copy) == 0) return copy;
  memory.copy(changetype<usize>(copy), changetype<usize>(instruction), bytes);
  for (let k: usize = 0; k < copy.argumentCount; ++k) {
    const operand = argument(copy, k);
    if (operand.value.storage != Storage.Local) operand.value = changetype<Value>(<usize>0);
  }
  return copy;
}

/** The copies of StateOut, in the order of the states. */
function findOuts(stage: Stage, twin: Stage, recursion: Recursion): void {
  for (let k: usize = 0; k < recursion.states; ++k) {
    for (let at: usize = 0; at < <usize>stage.instructionCount << 2; at += 4) {
      if (load<usize>(stage.instructions + at) != load<usize>(recursion.outs + (k << 2))) continue;
      store<usize>(recursion.slopeOuts + (k << 2), load<usize>(twin.instructions + at));
    }
  }
}

/** Undoes what planning has noted on values. */
function forget(stage: Stage): void {
  for (let k: usize = 0; k < stage.instructionCount; ++k) {
    const instruction = load<Instruction>(stage.instructions + (k << 2));
    for (let j: usize = 0; j < instruction.outputCount; ++j) {
      const value = output(instruction, j).value;
      value.active = false;
      value.reached = false;
      value.adjoint = output(instruction, j).adjoint;
    }
  }
}

/** What a state depends on, it depends on in the row before as well. */
export function passStates(stage: Stage): void {
  const recursion = changetype<Recursion>(stage.recursion);
  for (let k: usize = 0; k < recursion.states; ++k) {
    const before = output(load<Instruction>(recursion.ins + (k << 2)), 0).value;
    if (output(load<Instruction>(recursion.outs + (k << 2)), 0).value.active) before.active = true;
  }
}
