/** Sorting a row's operands, and numbering rows: over no rows, an odd number, and more than a block. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { ProgramBuilder } from "./builder.js";
import { evaluators } from "./evaluators.js";

const counts = [0, 1, 2, 3, 256, 257];

/** Outputs of an op over columns of data, and of rows that there are. */
function run(make: (typeof evaluators)[number][1], op: Op, columns: readonly Float64Array[], rowCount: number, outputs: number) {
  const builder = new ProgramBuilder(1);
  const rows = builder.space(0);
  const ids = columns.map(() => builder.column(rows));
  const track = builder.section(Section.Track).stage(rows, StageMode.Block);
  const out = track.emit(
    op,
    ids,
    Array.from({ length: outputs }, () => Storage.Output),
  );
  for (let k = 0; k < outputs; k++) track.output(out + k);
  const values = make(builder.program(), { dimSizes: [rowCount], columns, indexes: [] }).section(
    Section.Track,
    new Float64Array(),
  );
  return Array.from({ length: outputs }, (_, k) => Array.from(values.subarray(k * rowCount, (k + 1) * rowCount)));
}

describe.each(evaluators)("in %s", (_, make) => {
  test.each(counts)("%d rows are numbered from 0", (count) => {
    expect(run(make, Op.RowNumber, [], count, 1)).toEqual([Array.from({ length: count }, (_, row) => row)]);
  });

  test("a scalar stage is row 0, which other stages read as it stands", () => {
    const builder = new ProgramBuilder(1);
    const rows = builder.space(0);
    const track = builder.section(Section.Track).stage(0, StageMode.Block);
    const zero = track.emit(Op.RowNumber, [], [Storage.Crossing]);
    track.stage(rows, StageMode.Block).output(track.emit(Op.Copy, [zero], [Storage.Output]));
    const values = make(builder.program(), { dimSizes: [3], columns: [], indexes: [] }).section(
      Section.Track,
      new Float64Array(),
    );
    expect(Array.from(values)).toEqual([0, 0, 0]);
  });

  test.each(counts)("the operands of %d rows are sorted, NaN last", (count) => {
    const pool = [3, -1, NaN, 0.5, Infinity, -Infinity, 3, 1e-300, NaN];
    const columns = [0, 1, 2, 3, 4].map((k) => Float64Array.from({ length: count }, (_, row) => pool[(row * 7 + k * k) % 9]!));
    const sorted = run(make, Op.Sort, columns, count, 5);
    for (let row = 0; row < count; row++) {
      const values = columns.map((column) => column[row]!);
      const numbers = values.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
      expect(sorted.map((column) => column[row])).toEqual([...numbers, ...values.filter(Number.isNaN)]);
    }
  });
});
