/**
 * Random valid programs over the whole op table, with data and a position: parameters of every constraint, stages of every mode
 * over scalar, row, group and product spaces, and every section. Values stay where the graph is well-conditioned.
 */
import fc from "fast-check";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { rowCounts } from "../../bindings/program/bound_data.js";
import type { BoundData } from "../../bindings/program/evaluator.js";
import { print } from "../../bindings/program/print.js";
import type { Program } from "../../bindings/program/program.js";
import { ProgramBuilder, type SectionBuilder } from "./builder.js";
import { Choices, uniforms } from "./choices.js";
import { RandomParameters } from "./random_parameters.js";
import { fillStage, type Surroundings } from "./random_stage.js";
import { type Known, StageWriter } from "./stage_writer.js";

export interface RandomProgram {
  readonly program: Program;
  readonly data: BoundData;
  readonly position: Float64Array;
  /** What fast-check shows of a counterexample. */
  readonly [fc.toStringMethod]: () => string;
}

/** Sizes of the two dims; a third has the second's. */
export interface Sizes {
  readonly rows: number;
  readonly groups: number;
}

export const Scalar = 0;
export const Rows = 1;
export const Groups = 2;
const Product = 3;
/** Groups by groups. */
const Square = 4;
const spaces = [Scalar, Rows, Groups, Product, Square] as const;

const forwardSections = [
  Section.Track,
  Section.RowLogp,
  Section.ComponentLogp,
  Section.Responsibilities,
  Section.ResponsibilitiesUnweighted,
  Section.Checks,
  Section.Simulate,
  Section.SimulatePrior,
  Section.PriorLogp,
] as const;

/** A random program at fixed sizes. */
export function randomProgram(sizes: Sizes): fc.Arbitrary<RandomProgram> {
  const tape = fc.array(fc.nat({ max: 2 ** 30 }), { minLength: 600, maxLength: 1200, size: "max" });
  return fc.tuple(tape, fc.nat()).map(([choices, seed]) => new Generator(new Choices(choices), sizes, seed).generate());
}

/** Ops of a program. */
export function opsOf(program: Program): Set<Op> {
  return new Set(
    program.sections.flatMap(({ stages }) => stages.flatMap(({ instructions }) => instructions.map(({ op }) => op))),
  );
}

class Generator {
  private readonly builder = new ProgramBuilder(3);
  private readonly random: () => number;
  private readonly columns: Float64Array[] = [];
  private readonly leaves: Known[] = [];
  private readonly switches = new Map<number, number>();
  private readonly rows: readonly number[];
  /** A column that is 1 on the diagonal of the square. */
  private readonly diagonal: number;

  constructor(
    private readonly choices: Choices,
    private readonly sizes: Sizes,
    seed: number,
  ) {
    this.random = uniforms(seed);
    this.builder.space(0);
    this.builder.space(1);
    this.builder.space(1, 0);
    this.builder.space(1, 2);
    this.rows = rowCounts(this.builder.program(), this.dimSizes());
    this.index(Rows, Groups);
    this.index(Product, Rows);
    this.index(Product, Groups);
    this.index(Rows, Rows);
    this.index(Groups, Scalar);
    this.index(Square, Groups);
    for (const space of [Rows, Groups, Product, Square]) this.dataColumns(space);
    this.diagonal = this.column(Square, (k) => Number(k % (sizes.groups + 1) === 0));
    for (const space of spaces)
      this.leaves.push({ id: this.builder.size(space), space: 0, low: this.count(space), high: this.count(space), error: 0 });
  }

  generate(): RandomProgram {
    const { builder } = this;
    const bound = this.fill(builder.section(Section.Bind), this.leaves, [Storage.Bound], false);
    const data = [...this.leaves, ...bound];

    const parameters = new RandomParameters(builder, this.choices);
    const transform = builder.section(Section.Transform);
    parameters.transform(transform);
    this.fill(transform, [...data, ...parameters.positions, ...parameters.known], [Storage.Crossing], true);

    const readable = [...data, ...parameters.known];
    this.fill(builder.section(Section.Logp), readable, [Storage.Crossing], true);
    parameters.unconstrain(builder.section(Section.Unconstrain));
    for (const kind of forwardSections)
      this.forwardSection(builder.section(kind), kind === Section.SimulatePrior ? data : readable);

    const program = builder.program();
    return { program, data: this.data(), position: this.position(program), [fc.toStringMethod]: () => `\n${print(program)}\n` };
  }

  private forwardSection(section: SectionBuilder, readable: readonly Known[]): void {
    const { values } = this.builder;
    this.fill(section, readable, [Storage.Output, Storage.Crossing], false);
    const made = section
      .finish()
      .stages.flatMap(({ instructions }) =>
        instructions.flatMap(({ out, outCount }) => Array.from({ length: outCount }, (_, k) => out + k)),
      );
    for (const id of made) if (values[id]?.storage === Storage.Output) section.output(id);
  }

  /** Adds random stages; gives what lasts. */
  private fill(section: SectionBuilder, before: readonly Known[], lasting: readonly Storage[], reverse: boolean): Known[] {
    const known = [...before];
    const random = section.kind === Section.Simulate || section.kind === Section.SimulatePrior;
    const around: Surroundings = {
      indexes: this.builder.indexes,
      switches: this.switches,
      rows: this.rows,
      sequences: [
        { space: Rows, sequences: Scalar, length: this.sizes.rows },
        { space: Groups, sequences: Scalar, length: this.sizes.groups },
        { space: Product, sequences: Groups, length: this.sizes.rows },
      ],
      matrices: { square: Square, side: Groups, wide: Product, long: Rows, diagonal: this.diagonal },
      reverse,
      random,
    };
    const count = 1 + this.choices.below(4);
    for (let i = 0; i < count; i++) {
      const mode = this.choices.pick([StageMode.Full, StageMode.Block, StageMode.Full, StageMode.Whole]);
      if (mode === StageMode.Block && section.kind === Section.Transform) continue;
      section.stage(this.choices.pick([Scalar, Rows, Groups, Rows, Product, Square]), mode);
      const writer = new StageWriter(
        this.builder,
        section,
        this.choices,
        known,
        reverse && mode === StageMode.Block ? [] : lasting,
      );
      fillStage(writer, around);
      known.push(...writer.crossing);
    }
    if (reverse) this.accumulateLeftovers(section, known.slice(before.length));
    return known.slice(before.length);
  }

  /** Lets what crossed stages matter. */
  private accumulateLeftovers(section: SectionBuilder, crossing: readonly Known[]): void {
    for (const space of spaces) {
      const known = crossing.filter((value) => value.space === space);
      if (known.length === 0) continue;
      section.stage(space, StageMode.Full);
      const writer = new StageWriter(this.builder, section, this.choices, known, []);
      for (const value of known.slice(0, 3)) section.term(Op.Accumulate, [writer.into(value, [-2, 2]).id]);
    }
  }

  private count(space: number): number {
    return this.rows[space] as number;
  }

  private readonly indexColumns: Int32Array[] = [];

  private index(space: number, target: number): void {
    this.builder.index(space, target);
    this.indexColumns.push(Int32Array.from({ length: this.count(space) }, () => Math.floor(this.random() * this.count(target))));
  }

  private dimSizes(): number[] {
    return [this.sizes.rows, this.sizes.groups, this.sizes.groups];
  }

  private column(space: number, number: (row: number) => number): number {
    this.columns.push(Float64Array.from({ length: this.count(space) }, (_, row) => number(row)));
    return this.builder.column(space);
  }

  private dataColumns(space: number): void {
    const column = (draw: () => number): number => this.column(space, draw);
    this.leaves.push({ id: column(() => this.awayFromZero(1.8)), space, low: -1.8, high: 1.8, error: 0 });
    this.leaves.push({ id: column(() => 0.5 + 1.5 * this.random()), space, low: 0.5, high: 2, error: 0 });
    this.switches.set(
      space,
      column(() => (this.random() < 0.5 ? 0.02 : 50)),
    );
  }

  private awayFromZero(most: number): number {
    return (this.random() < 0.5 ? -1 : 1) * (0.1 + (most - 0.1) * this.random());
  }

  private data(): BoundData {
    return { dimSizes: this.dimSizes(), columns: this.columns, indexes: this.indexColumns };
  }

  private position(program: Program): Float64Array {
    const length = program.values.reduce(
      (sum, { storage, space }) => sum + (storage === Storage.Position ? this.count(space) : 0),
      0,
    );
    return Float64Array.from({ length }, () => this.awayFromZero(1.8));
  }
}
