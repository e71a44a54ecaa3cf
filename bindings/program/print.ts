/** A readable listing of a program: tables, then sections, stages and instructions, a line each. */
import { Storage } from "../../assembly/opcodes.js";
import { modeNames, sectionNames, storageNames } from "./names.js";
import { findOp, type Immediate } from "./ops.js";
import type { Instruction, Program, Section, Stage } from "./program.js";

/** Names that a program itself does not know. */
export interface ProgramNames {
  /** By dim number. */
  readonly dims?: readonly string[];
  /** By data column number. */
  readonly columns?: readonly string[];
  /** By value id. */
  readonly values?: ReadonlyMap<number, string>;
}

const prefixes: Readonly<Record<number, string>> = {
  [Storage.Column]: "data",
  [Storage.Bound]: "bound",
  [Storage.Position]: "u",
  [Storage.Parameter]: "parameter",
  [Storage.Local]: "t",
  [Storage.Crossing]: "x",
  [Storage.Output]: "out",
};

class Listing {
  constructor(
    private readonly program: Program,
    private readonly names: ProgramNames,
  ) {}

  text(): string {
    const { program } = this;
    const spaces = program.spaces.map((_, space) => this.space(space));
    const head = [
      `spaces    ${spaces.join(" ")}`,
      ...program.columns.map(
        ({ space }, i) => `data${i}${this.names.columns?.[i] ? ` = ${this.names.columns[i]}` : ""} over ${this.space(space)}`,
      ),
      ...program.indexes.map(({ space, target }, i) => `index${i} from ${this.space(space)} to ${this.space(target)}`),
    ];
    return [...head, ...program.sections.flatMap((section) => ["", ...this.section(section)])].join("\n");
  }

  private space(space: number): string {
    const dims = this.program.spaces[space] ?? [];
    return `[${dims.map((dim) => this.names.dims?.[dim] ?? `dim${dim}`).join(", ")}]`;
  }

  private value(id: number): string {
    const given = this.names.values?.get(id);
    if (given !== undefined) return given;
    const value = this.program.values[id];
    if (value === undefined) return `?${id}`;
    if (value.storage === Storage.Constant) return String(this.program.constants[value.index]);
    if (value.storage === Storage.Size) return `size${this.space(value.index)}`;
    const name = value.storage === Storage.Column ? this.names.columns?.[value.index] : undefined;
    return name ?? `${prefixes[value.storage] ?? storageNames[value.storage]}${value.index}`;
  }

  private section({ kind, stages, outputs }: Section): string[] {
    const gives = outputs.length === 0 ? "" : ` -> ${outputs.map((id) => this.value(id)).join(", ")}`;
    return [`${sectionNames[kind] ?? `section ${kind}`}${gives}`, ...stages.flatMap((stage) => this.stage(stage))];
  }

  private stage({ space, mode, instructions }: Stage): string[] {
    return [
      `  stage over ${this.space(space)}, ${modeNames[mode] ?? mode}`,
      ...instructions.map((instruction) => `    ${this.instruction(instruction)}`),
    ];
  }

  private instruction({ op, immediate, out, outCount, args }: Instruction): string {
    const row = findOp(op);
    const outs = Array.from({ length: outCount }, (_, k) => this.value(out + k));
    const details: Partial<Record<Immediate, string>> = {
      index: ` by index${immediate}`,
      stream: `#${immediate}`,
      state: ` #${immediate}`,
    };
    const detail = details[row?.immediate ?? "none"] ?? "";
    const call = `${row?.name ?? `op${op}`} ${args.map((id) => this.value(id)).join(", ")}${detail}`;
    return outs.length === 0 ? `logp += ${call}` : `${outs.join(", ")} = ${call}`;
  }
}

/** The listing of a program; it may be one that `verify` refuses. */
export function print(program: Program, names: ProgramNames = {}): string {
  return new Listing(program, names).text();
}
