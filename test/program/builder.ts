/** Builds programs by hand or at random: tables that grow as they are asked for, stages filled in order. */
import { type Op, type Section as SectionKind, StageMode, Storage } from "../../assembly/opcodes.js";
import type { Instruction, Program, Section, Stage, Value } from "../../bindings/program/program.js";

export class ProgramBuilder {
  readonly spaces: number[][] = [[]];
  readonly constants: number[] = [];
  readonly columns: { space: number }[] = [];
  readonly indexes: { space: number; target: number }[] = [];
  readonly values: Value[] = [];
  readonly sections: SectionBuilder[] = [];
  private readonly counts = new Map<Storage, number>();
  private readonly leaves = new Map<string, number>();

  constructor(readonly dimCount = 0) {}

  space(...dims: number[]): number {
    return this.spaces.push(dims) - 1;
  }

  constant(x: number): number {
    return this.leaf(`constant ${Object.is(x, -0) ? "-0" : x}`, () => ({
      storage: Storage.Constant,
      space: 0,
      index: this.constants.push(x) - 1,
    }));
  }

  size(space: number): number {
    return this.leaf(`size ${space}`, () => ({ storage: Storage.Size, space: 0, index: space }));
  }

  column(space: number): number {
    const index = this.columns.push({ space }) - 1;
    return this.values.push({ storage: Storage.Column, space, index }) - 1;
  }

  index(space: number, target: number): number {
    return this.indexes.push({ space, target }) - 1;
  }

  /** A value that a section computes (or a position). */
  value(storage: Storage, space: number): number {
    const index = this.counts.get(storage) ?? 0;
    this.counts.set(storage, index + 1);
    return this.values.push({ storage, space, index }) - 1;
  }

  section(kind: SectionKind): SectionBuilder {
    const section = new SectionBuilder(this, kind);
    this.sections.push(section);
    return section;
  }

  program(): Program {
    const { dimCount, spaces, constants, columns, indexes, values } = this;
    return { dimCount, spaces, constants, columns, indexes, values, sections: this.sections.map((section) => section.finish()) };
  }

  private leaf(key: string, make: () => Value): number {
    const id = this.leaves.get(key) ?? this.values.push(make()) - 1;
    this.leaves.set(key, id);
    return id;
  }
}

export class SectionBuilder {
  readonly outputs: number[] = [];
  private readonly stages: { space: number; mode: StageMode; instructions: Instruction[] }[] = [];

  constructor(
    private readonly builder: ProgramBuilder,
    readonly kind: SectionKind,
  ) {}

  stage(space: number, mode: StageMode = StageMode.Full): this {
    this.stages.push({ space, mode, instructions: [] });
    return this;
  }

  get current(): Stage & { instructions: Instruction[] } {
    return this.stages[this.stages.length - 1] as Stage & { instructions: Instruction[] };
  }

  /** Adds an instruction to the current stage; gives the first output. Outputs have the stage's space unless told. */
  emit(op: Op, args: readonly number[], storages: readonly Storage[], immediate = 0, space = this.current.space): number {
    const ids = storages.map((storage) => this.builder.value(storage, space));
    const out = ids[0] ?? -1;
    this.current.instructions.push({ op, immediate, out, outCount: ids.length, args });
    return out;
  }

  /** The same into a value that is there already. */
  emitTo(op: Op, args: readonly number[], out: number, outCount = 1, immediate = 0): void {
    this.current.instructions.push({ op, immediate, out, outCount, args });
  }

  term(op: Op, args: readonly number[], immediate = 0): void {
    this.current.instructions.push({ op, immediate, out: -1, outCount: 0, args });
  }

  output(id: number): void {
    this.outputs.push(id);
  }

  finish(): Section {
    return { kind: this.kind, outputs: this.outputs, stages: this.stages.filter(({ instructions }) => instructions.length > 0) };
  }
}
