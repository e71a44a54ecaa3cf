/** A small valid program with every kind of table, storage, mode and section that tests of form and meaning need. */
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { BoundData } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { ProgramBuilder } from "./builder.js";

/** y ~ mixture of two normals whose means are gathered by group, with a simplex and a positive scale. */
export function smallProgram(): Program {
  const builder = new ProgramBuilder(2);
  const rows = builder.space(0);
  const groups = builder.space(1);
  const [y, error] = [builder.column(rows), builder.column(rows)];
  const group = builder.index(rows, groups);

  const bind = builder.section(Section.Bind).stage(rows, StageMode.Block);
  const inverseError = bind.emit(Op.Reciprocal, [error], [Storage.Bound]);

  const transform = builder.section(Section.Transform).stage(0);
  const [v, u] = [builder.value(Storage.Position, 0), builder.value(Storage.Position, 0)];
  const w = transform.emit(Op.Simplex, [v], [Storage.Parameter, Storage.Parameter, Storage.Local]);
  transform.term(Op.Accumulate, [w + 2]);
  const scale = transform.emit(Op.Exp, [u], [Storage.Parameter]);
  transform.term(Op.Accumulate, [u]);
  transform.stage(groups);
  const t = builder.value(Storage.Position, groups);
  const mean = transform.emit(Op.Copy, [t], [Storage.Parameter]);

  const logp = builder.section(Section.Logp).stage(0);
  logp.term(Op.GuardPositive, [scale]);
  const root = logp.emit(Op.Reciprocal, [scale], [Storage.Crossing]);
  logp.stage(groups);
  const total = logp.emit(Op.Sum, [mean], [Storage.Crossing], 0, 0);
  logp.stage(groups, StageMode.Whole);
  const peak = logp.emit(Op.LogSumExpRows, [mean], [Storage.Crossing], 0, 0);
  logp.stage(rows, StageMode.Block);
  const center = logp.emit(Op.Gather, [mean], [Storage.Local], group);
  const near = logp.emit(Op.Quadratic, [y, center, inverseError], [Storage.Local]);
  const far = logp.emit(Op.Quadratic, [y, builder.constant(0), root], [Storage.Local]);
  logp.term(Op.MixtureDensity, [w, w + 1, near, far, inverseError, root], 2);
  logp.stage(0);
  logp.term(Op.Accumulate, [total, root]);
  logp.term(Op.Accumulate, [peak, builder.size(rows)]);

  const unconstrain = builder.section(Section.Unconstrain).stage(0);
  unconstrain.emitTo(Op.SimplexInverse, [w, w + 1], v);
  unconstrain.emitTo(Op.Log, [scale], u);
  unconstrain.stage(groups).emitTo(Op.Copy, [mean], t);

  const track = builder.section(Section.Track).stage(rows, StageMode.Block);
  track.output(track.emit(Op.Gather, [mean], [Storage.Output], group));
  track.stage(rows, StageMode.Scan);
  const before = track.emit(Op.StateIn, [scale], [Storage.Local], 0, 0);
  const own = track.emit(Op.RowIn, [y], [Storage.Local], 0, 0);
  const level = track.emit(Op.Add, [before, own], [Storage.Local], 0, 0);
  track.output(track.emit(Op.StateOut, [level], [Storage.Output], 0));
  return builder.program();
}

export const smallData: BoundData = {
  dimSizes: [3, 2],
  columns: [Float64Array.of(0.5, -1, 2), Float64Array.of(0.2, 0.4, 0.3)],
  indexes: [Int32Array.of(0, 1, 0)],
};
