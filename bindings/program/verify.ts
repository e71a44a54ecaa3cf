/**
 * Checks that a program is one that the engine can run: everything that its kernels take for granted is established here, so
 * that a damaged or foreign program is a typed error and never a wrong number or a stray write.
 */
import { Format, Op, Section as SectionKind, StageMode, Storage } from "../../assembly/opcodes.js";
import { invalidProgram, type Place } from "./invalid.js";
import { modeNames, sectionNames, storageNames } from "./names.js";
import { coefficientPlace, componentsOf, findOp, MaxOrdinal, type OpRow, type WholeDims } from "./ops.js";
import type { Instruction, Program, Section, Stage, Value } from "./program.js";
import { computed, isTerm, type SectionRule, sectionPrivate, sectionRules } from "./rules.js";
import { MaxTableLength, verifyTables } from "./verify_tables.js";

/** Throws a WasmcmcError, code "invalid-program", whose `value` is the `Place` at fault. */
export function verify(program: Program): void {
  verifyTables(program);
  const seen = new Set<SectionKind>();
  for (const { kind } of program.sections) {
    if (!sectionRules.has(kind)) throw invalidProgram(`it has a section of unknown kind ${kind}`);
    if (seen.has(kind)) throw invalidProgram(`it has section ${sectionNames[kind]} twice`);
    seen.add(kind);
  }
  const definedIn = new Map<number, SectionKind>();
  for (const section of [...program.sections].sort((a, b) => a.kind - b.kind)) {
    new SectionVerifier(program, section, definedIn).run();
  }
  program.values.forEach(({ storage, index }, id) => {
    const needed = storage === Storage.Bound || storage === Storage.Parameter;
    if (needed && !definedIn.has(id)) throw invalidProgram(`nothing computes ${storageNames[storage]} ${index} (value ${id})`);
  });
}

/** The space of what an instruction works on row by row: in a scan, numbers of one row. */
const rowSpace = ({ mode, space }: Stage): number => (mode === StageMode.Scan ? 0 : space);

/** Definitions seen so far: by stage within the section, and by section before it. */
class SectionVerifier {
  private readonly rule: SectionRule;
  /** Stage in which this section defines a value. */
  private readonly stageOf = new Map<number, number>();
  /** Values that are complete only when all rows of their stage are done. */
  private readonly afterStage = new Set<number>();
  private place: Place;

  constructor(
    private readonly program: Program,
    private readonly section: Section,
    private readonly definedIn: Map<number, SectionKind>,
  ) {
    this.rule = sectionRules.get(section.kind) as SectionRule;
    this.place = { section: section.kind };
  }

  run(): void {
    const { stages, outputs, kind } = this.section;
    if (stages.length > MaxTableLength) throw this.error(`it has ${stages.length} stages`);
    stages.forEach((stage, number) => this.stage(stage, number));
    this.place = { section: kind };
    for (const id of outputs) {
      const value = this.valueOf(id);
      if (value.storage !== Storage.Output) throw this.error(`its output, value ${id}, is not an Output value`);
      if (!this.stageOf.has(id)) throw this.error(`its output, value ${id}, is not computed by it`);
    }
    if (outputs.length > 0 && !this.rule.writes.has(Storage.Output)) throw this.error("it has outputs");
  }

  private error(problem: string): Error {
    return invalidProgram(problem, this.place);
  }

  private valueOf(id: number): Value {
    const value = this.program.values[id];
    if (value === undefined) throw this.error(`there is no value ${id}`);
    return value;
  }

  private stage(stage: Stage, number: number): void {
    this.place = { section: this.section.kind, stage: number };
    if (this.program.spaces[stage.space] === undefined) throw this.error(`there is no space ${stage.space}`);
    if (modeNames[stage.mode] === undefined) throw this.error(`there is no stage mode ${stage.mode}`);
    if (stage.mode === StageMode.Whole && stage.instructions.length !== 1) {
      throw this.error(`a whole stage has one instruction, not ${stage.instructions.length}`);
    }
    if (stage.instructions.length > MaxTableLength) throw this.error(`it has ${stage.instructions.length} instructions`);
    stage.instructions.forEach((instruction, i) => {
      this.place = { section: this.section.kind, stage: number, instruction: i };
      this.instruction(instruction, stage, number);
    });
    if (stage.mode === StageMode.Scan) this.states(stage, number);
  }

  /** Each state is read once and written once. */
  private states({ instructions }: Stage, number: number): void {
    this.place = { section: this.section.kind, stage: number };
    const numbers = (op: Op) => instructions.filter((own) => own.op === op).map(({ immediate }) => immediate);
    const written = numbers(Op.StateOut);
    const expected = written.map((_, k) => k).join();
    for (const found of [numbers(Op.StateIn), written]) {
      if (found.length > 0 && [...found].sort((a, b) => a - b).join() === expected) continue;
      throw this.error(`its scan reads and writes states [${numbers(Op.StateIn)}] and [${written}]`);
    }
  }

  private instruction(instruction: Instruction, stage: Stage, number: number): void {
    const op = findOp(instruction.op);
    if (op === undefined) throw this.error(`there is no op ${instruction.op}`);
    if (!op.modes.includes(stage.mode)) throw this.error(`${op.name} does not run in a ${modeNames[stage.mode]} stage`);
    if (op.forwardOnly && this.rule.reverse) throw this.error(`${op.name} has no reverse side`);
    if (op.immediate === "stream" && !this.rule.random) throw this.error(`${op.name} draws random numbers here`);
    if (isTerm(op, instruction.outCount) && !this.rule.reverse) throw this.error(`${op.name} adds to the log density here`);
    this.counts(instruction, op);
    this.immediate(instruction, op, stage);
    instruction.args.forEach((id, position) => this.operand(id, position, instruction, op, stage, number));
    for (let k = 0; k < instruction.outCount; k++) this.output(instruction.out + k, instruction, op, stage, number);
    if (op.spaces !== undefined && !op.spaces(this.wholeDims(instruction, stage)))
      throw this.error(`${op.name} works on spaces that do not go together`);
  }

  private wholeDims({ args, out, outCount, immediate }: Instruction, stage: Stage): WholeDims {
    const dimsOf = (id: number) => this.program.spaces[this.valueOf(id).space] as readonly number[];
    return {
      stage: this.program.spaces[stage.space] as readonly number[],
      operands: args.map(dimsOf),
      outputs: Array.from({ length: outCount }, (_, k) => dimsOf(out + k)),
      components: immediate,
    };
  }

  private counts({ immediate, args, out, outCount }: Instruction, op: OpRow): void {
    const components = componentsOf(op, immediate);
    if (op.immediate === "components" && !(components >= 1 && components <= Format.MaxComponents)) {
      throw this.error(`${op.name} has ${components} components, not 1 to ${Format.MaxComponents}`);
    }
    const [least, most] = op.operands(components);
    if (args.length < least || args.length > most) {
      throw this.error(`${op.name} has ${args.length} operands, not ${least === most ? least : `${least} to ${most}`}`);
    }
    const [fewest, highest] = op.outputs(args.length, components);
    if (outCount < fewest || outCount > highest || !Number.isInteger(outCount)) {
      throw this.error(`${op.name} has ${outCount} outputs, not ${fewest === highest ? fewest : `${fewest} or ${highest}`}`);
    }
    if (out < 0 !== (outCount === 0)) throw this.error(`${op.name} has ${outCount} outputs, the first being value ${out}`);
  }

  private immediate({ immediate }: Instruction, op: OpRow, stage: Stage): void {
    if (op.immediate === "none" && immediate !== 0) throw this.error(`${op.name} has immediate ${immediate}, not 0`);
    if (op.immediate === "stream" && !(Number.isInteger(immediate) && immediate >= 0 && immediate <= MaxOrdinal)) {
      throw this.error(`${op.name} has ordinal ${immediate}, not one of 0 to ${MaxOrdinal}`);
    }
    if (op.immediate !== "index") return;
    const index = this.program.indexes[immediate];
    if (index === undefined) throw this.error(`there is no index column ${immediate}`);
    if (index.space !== stage.space)
      throw this.error(`index column ${immediate} is over space ${index.space}, the stage over space ${stage.space}`);
  }

  private operand(id: number, position: number, { immediate }: Instruction, op: OpRow, stage: Stage, number: number): void {
    const value = this.valueOf(id);
    const { space, storage } = value;
    if (!this.rule.reads.has(storage)) throw this.error(`${op.name} reads value ${id}, which is ${storageNames[storage]}`);
    const home = this.stageOf.get(id);
    this.defined(id, value, home, number);
    const [expected, otherwise] = this.operandSpaces(op, position, immediate, stage);
    if (op.spaces === undefined && op.kind !== "whole" && space !== expected && space !== otherwise) {
      throw this.error(`${op.name} reads value ${id} over space ${space}, where space ${expected} is needed`);
    }
    // Within its own stage a value is there block by block; only its own rows may be read, one by one.
    const byRow =
      op.kind !== "gather" &&
      op.kind !== "whole" &&
      space === rowSpace(stage) &&
      !(op.kind === "term" && position === coefficientPlace(op)) &&
      !this.afterStage.has(id);
    if (home === number && !byRow) throw this.error(`${op.name} reads value ${id} across the rows of its own stage`);
    if (op.kind === "scan" && (storage === Storage.Local) !== (op.op === Op.StateOut)) {
      throw this.error(`${op.name} reads value ${id}, which is ${storageNames[storage]}`);
    }
  }

  /** The operand's space, and another that will do. */
  private operandSpaces(op: OpRow, position: number, immediate: number, stage: Stage): [number, number] {
    if (op.kind === "gather") {
      const { target } = this.program.indexes[immediate] as { target: number };
      return [target, target];
    }
    if (op.kind === "term" && position === coefficientPlace(op)) return [0, 0];
    const scalarsToo = op.kind === "elementwise" || op.kind === "mixture" || op.op === Op.AccumulateQuadratic;
    return [rowSpace(stage), scalarsToo ? 0 : stage.space];
  }

  private defined(id: number, { storage, index }: Value, home: number | undefined, number: number): void {
    if (!computed.has(storage)) return;
    if (home === undefined) {
      const free = storage === Storage.Position && this.section.kind === SectionKind.Transform;
      const before = this.definedIn.has(id) && !sectionPrivate.has(storage);
      if (!free && !before)
        throw this.error(`it reads ${storageNames[storage]} ${index} (value ${id}) before anything computes it`);
    }
    if (storage === Storage.Local && home !== number) throw this.error(`it reads local ${index} (value ${id}) of another stage`);
  }

  private output(id: number, { immediate }: Instruction, op: OpRow, stage: Stage, number: number): void {
    const { storage, space, index } = this.valueOf(id);
    const name = `${storageNames[storage]} ${index} (value ${id})`;
    if (!this.rule.writes.has(storage)) throw this.error(`${op.name} writes ${name}`);
    if (this.definedIn.has(id)) throw this.error(`${op.name} computes ${name} a second time`);
    const rowWise = op.kind !== "reduction" && op.kind !== "segment" && op.kind !== "whole";
    const expected = op.kind === "segment" ? this.program.indexes[immediate]?.target : rowWise ? rowSpace(stage) : 0;
    if (space !== expected && op.spaces === undefined && op.kind !== "whole")
      throw this.error(`${op.name} writes ${name} over space ${space}, where space ${expected} is needed`);
    if (storage === Storage.Local && !rowWise) throw this.error(`${op.name} writes ${name}, which ends with its stage`);
    if (stage.mode === StageMode.Scan && (storage === Storage.Local) === (op.op === Op.StateOut)) {
      throw this.error(`${op.name} writes ${name} in a scan, where only states last`);
    }
    // In a block stage the reverse pass follows at once, before later stages have added to an adjoint.
    if (this.rule.reverse && stage.mode === StageMode.Block && storage !== Storage.Local) {
      throw this.error(`${op.name} writes ${name} in a block stage, whose values end with their block`);
    }
    this.definedIn.set(id, this.section.kind);
    this.stageOf.set(id, number);
    if (!rowWise) this.afterStage.add(id);
  }
}
