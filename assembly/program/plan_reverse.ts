/** Plans the reverse pass of the sections that are differentiated, once, at load. */
import { Section as SectionKind, Storage } from "../opcodes";
import { passStates, planSlopes } from "./plan_recursion";
import { markStage, planStage } from "./plan_stage";
import { Program, Section, Stage, sectionAt, valueAt } from "./records";

export function planReverse(program: Program): bool {
  for (let i: usize = 0; i < program.valueCount; ++i) {
    const value = valueAt(program, i);
    value.active = value.storage == Storage.Position || value.storage == Storage.Parameter;
  }
  return planSection(program, sectionAt(program, SectionKind.Transform)) && planSection(program, sectionAt(program, SectionKind.Logp));
}

function planSection(program: Program, section: Section): bool {
  for (let i: usize = 0; i < section.stageCount; ++i) {
    const stage = load<Stage>(section.stages + (i << 2));
    if (stage.recursion != null && !planSlopes(program, stage)) return false;
    // A state may depend on the position through another, of the row before.
    for (let pass: usize = stage.recursion == null ? 0 : stage.recursion!.states; ; --pass) {
      markStage(stage);
      if (pass == 0) break;
      passStates(stage);
    }
    if (!planStage(program, stage)) return false;
  }
  return true;
}
