/** Random parameters of a random program: one of each kind of constraint or several, with the way back. */
import { Op, StageMode, Storage } from "../../assembly/opcodes.js";
import type { ProgramBuilder, SectionBuilder } from "./builder.js";
import type { Choices } from "./choices.js";
import type { Known } from "./stage_writer.js";

type Kind = "real" | "positive" | "lower" | "interval" | "simplex";

interface Parameter {
  readonly kind: Kind;
  readonly space: number;
  readonly positions: readonly number[];
  /** Value ids of the constrained values. */
  readonly values: readonly number[];
}

const [lower, upper] = [-0.5, 2.25];
const reach = 1.8;

export class RandomParameters {
  readonly positions: Known[] = [];
  readonly known: Known[] = [];
  private readonly parameters: Parameter[] = [];

  constructor(
    private readonly builder: ProgramBuilder,
    private readonly choices: Choices,
  ) {}

  transform(section: SectionBuilder): void {
    const count = 2 + this.choices.below(4);
    for (let i = 0; i < count; i++) {
      const kind = this.choices.pick<Kind>(["real", "positive", "lower", "interval", "simplex"]);
      const space = this.choices.pick([0, 0, 0, 2, 2, 1]);
      section.stage(space, StageMode.Full);
      const width = kind !== "simplex" ? 1 : this.choices.chance(0.05) ? 63 : 1 + this.choices.below(5);
      const positions = Array.from({ length: width }, () => this.builder.value(Storage.Position, space));
      for (const id of positions) this.positions.push({ id, space, low: -reach, high: reach, error: 0 });
      const values =
        kind === "simplex" ? this.simplex(section, positions) : [this.constrained(section, kind, positions[0] as number)];
      this.parameters.push({ kind, space, positions, values });
    }
  }

  private constrained(section: SectionBuilder, kind: Kind, u: number): number {
    const { builder } = this;
    const keep = (id: number, low: number, high: number): number => {
      this.known.push({ id, space: section.current.space, low, high, error: 2 });
      return id;
    };
    if (kind === "real") return keep(section.emit(Op.Copy, [u], [Storage.Parameter]), -reach, reach);
    if (kind === "interval") {
      const x = section.emit(
        Op.Interval,
        [u, builder.constant(lower), builder.constant(upper)],
        [Storage.Parameter, Storage.Local],
      );
      section.term(Op.Accumulate, [x + 1]);
      // Not relatively accurate where it crosses zero, so it is read shifted.
      const shifted = section.emit(Op.Sub, [x, builder.constant(lower)], [Storage.Local]);
      section.term(Op.AccumulateLog, [shifted]);
      return x;
    }
    section.term(Op.Accumulate, [u]);
    if (kind === "positive") return keep(section.emit(Op.Exp, [u], [Storage.Parameter]), Math.exp(-reach), Math.exp(reach));
    const above = section.emit(Op.Exp, [u], [Storage.Local]);
    return keep(
      section.emit(Op.Add, [above, builder.constant(1.25)], [Storage.Parameter]),
      1.25 + Math.exp(-reach),
      1.25 + Math.exp(reach),
    );
  }

  private simplex(section: SectionBuilder, positions: readonly number[]): number[] {
    const count = positions.length + 1;
    const first = section.emit(Op.Simplex, positions, [...Array.from({ length: count }, () => Storage.Parameter), Storage.Local]);
    section.term(Op.Accumulate, [first + count]);
    const values = Array.from({ length: count }, (_, k) => first + k);
    if (count < 7) for (const id of values) this.known.push({ id, space: section.current.space, low: 2e-4, high: 1, error: 6 });
    return values;
  }

  unconstrain(section: SectionBuilder): void {
    const { builder } = this;
    for (const { kind, space, positions, values } of this.parameters) {
      section.stage(space, this.choices.pick([StageMode.Full, StageMode.Block]));
      const [u, x] = [positions[0] as number, values[0] as number];
      const local = (op: Op, ...args: number[]): number => section.emit(op, args, [Storage.Local]);
      if (kind === "real") section.emitTo(Op.Copy, [x], u);
      if (kind === "positive") section.emitTo(Op.Log, [x], u);
      if (kind === "lower") section.emitTo(Op.Log, [local(Op.Sub, x, builder.constant(1.25))], u);
      if (kind === "interval") {
        section.emitTo(Op.Logit, [local(Op.Div, local(Op.Sub, x, builder.constant(lower)), builder.constant(upper - lower))], u);
      }
      if (kind === "simplex") section.emitTo(Op.SimplexInverse, values, u, positions.length);
    }
  }
}
