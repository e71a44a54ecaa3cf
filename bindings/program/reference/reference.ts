/**
 * The reference evaluator: slow, scalar, plain. It is the living definition of what a program computes, the measure that the
 * engine is held to, and it shares no code with it.
 */
import { Section as SectionKind, StageMode, Storage } from "../../../assembly/opcodes.js";
import { WasmcmcError } from "../../errors.js";
import { checkBoundData, compactLength, valuesOf } from "../bound_data.js";
import type { BoundData, Evaluator } from "../evaluator.js";
import { opRow } from "../ops.js";
import type { Instruction, Program, Section, Stage } from "../program.js";
import { verify } from "../verify.js";
import { acrossRows } from "./across_rows.js";
import { Recursion } from "./recursion.js";
import { definitionOf, forwardRows, reverseRows } from "./row_wise.js";
import { State } from "./state.js";

export interface ReferenceEvaluator extends Evaluator {
  /**
   * For each coordinate the sum of absolute products of partials along all paths to the log density: what an engine's gradient
   * may be wrong by is a small multiple of this times the rounding unit.
   */
  absolutePartials(position: Float64Array): Float64Array;
  /** Sum of the absolute values of the terms that the log density is the sum of: the same for the log density. */
  absoluteTerms(position: Float64Array): number;
}

/** Binds a program to data. Throws where the program or the data are not valid. */
export function reference(program: Program, data: BoundData): ReferenceEvaluator {
  verify(program);
  checkBoundData(program, data);
  return new Reference(program, data);
}

class Reference implements ReferenceEvaluator {
  readonly dimension: number;
  readonly parameterLength: number;
  private readonly state: State;
  private readonly positions: readonly number[];
  private readonly parameters: readonly number[];

  constructor(
    private readonly program: Program,
    data: BoundData,
  ) {
    this.state = new State(program, data);
    this.positions = valuesOf(program, Storage.Position);
    this.parameters = valuesOf(program, Storage.Parameter);
    this.dimension = compactLength(program, this.positions, this.state.rows);
    this.parameterLength = compactLength(program, this.parameters, this.state.rows);
    this.forward(SectionKind.Bind);
  }

  logp(position: Float64Array): number {
    this.evaluate(position);
    return this.state.logp;
  }

  logpAndGradient(position: Float64Array): { logp: number; gradient: Float64Array } {
    this.differentiate(position);
    return { logp: this.state.logp, gradient: this.gather(this.positions, (id, row) => this.state.adjoint(id, row).adjoint) };
  }

  absolutePartials(position: Float64Array): Float64Array {
    this.differentiate(position);
    return this.gather(this.positions, (id, row) => this.state.adjoint(id, row).scale);
  }

  absoluteTerms(position: Float64Array): number {
    this.evaluate(position);
    return this.state.sizeOfTerms;
  }

  constrain(position: Float64Array): Float64Array {
    this.state.startLogp();
    this.scatter(this.positions, position);
    this.forward(SectionKind.Transform);
    return this.gather(this.parameters);
  }

  unconstrain(parameters: Float64Array): Float64Array {
    this.scatter(this.parameters, parameters);
    this.forward(SectionKind.Unconstrain);
    return this.gather(this.positions);
  }

  stream(seed: number, chain: number, iteration: number): void {
    this.state.stream = { seed, chain, iteration };
  }

  section(kind: SectionKind, parameters: Float64Array): Float64Array {
    this.scatter(this.parameters, parameters);
    this.forward(kind);
    return this.gather(this.find(kind)?.outputs ?? []);
  }

  value(id: number): Float64Array {
    return this.state.column(id).slice();
  }

  private evaluate(position: Float64Array): void {
    this.constrain(position);
    this.forward(SectionKind.Logp);
  }

  private differentiate(position: Float64Array): void {
    this.evaluate(position);
    this.state.startReverse();
    this.reverse(SectionKind.Logp);
    this.reverse(SectionKind.Transform);
  }

  private find(kind: SectionKind): Section | undefined {
    return this.program.sections.find((section) => section.kind === kind);
  }

  private forward(kind: SectionKind): void {
    for (const stage of this.find(kind)?.stages ?? []) {
      if (stage.mode === StageMode.Scan) this.recursion(stage).forward();
      else for (const instruction of stage.instructions) this.run("forward", stage.space, instruction);
    }
  }

  private reverse(kind: SectionKind): void {
    for (const stage of [...(this.find(kind)?.stages ?? [])].reverse()) {
      if (stage.mode === StageMode.Scan) this.recursion(stage).reverse();
      else for (const instruction of [...stage.instructions].reverse()) this.run("reverse", stage.space, instruction);
    }
  }

  private recursion(stage: Stage): Recursion {
    return new Recursion(this.state, stage, (direction, instruction) => this.run(direction, 0, instruction));
  }

  private run(direction: "forward" | "reverse", space: number, instruction: Instruction): void {
    const rows = this.state.rows[space] as number;
    const across = acrossRows(instruction.op);
    if (across !== undefined) {
      across[direction](this.state, instruction, rows);
      return;
    }
    const definition = definitionOf(instruction.op);
    if (definition === undefined) throw new RangeError(`the reference has no definition of ${opRow(instruction.op).name}`);
    (direction === "forward" ? forwardRows : reverseRows)(this.state, instruction, definition, rows);
  }

  private scatter(ids: readonly number[], compact: Float64Array): void {
    const length = compactLength(this.program, ids, this.state.rows);
    if (compact.length !== length) {
      throw new WasmcmcError({
        code: "bad-shape",
        problem: `${compact.length} numbers are given, ${length} are needed.`,
        remedy: "Take the length from the evaluator.",
        value: compact.length,
      });
    }
    let place = 0;
    for (const id of ids) {
      const column = this.state.column(id);
      column.set(compact.subarray(place, place + column.length));
      place += column.length;
    }
  }

  private gather(ids: readonly number[], at = (id: number, row: number): number => this.state.read(id, row)): Float64Array {
    return Float64Array.from(ids.flatMap((id) => Array.from(this.state.column(id), (_, row) => at(id, row))));
  }
}
