/** Nothing is allocated after a chain has started. */
import { describe, expect, test } from "vitest";
import { ChainRunner } from "../../bindings/engine/chain_runner.js";
import { coreModule } from "../../bindings/engine/core.js";
import type { EngineExports } from "../../bindings/engine/exports.js";
import { settingsOf } from "../../bindings/engine/options.js";
import { startPosition } from "../../bindings/engine/start.js";
import * as library from "../../bindings/index.js";
import { lineModel, linePoints } from "../fit/line_model.js";

const { bound } = lineModel(library).bind(linePoints(library));
/** The engine's heap only grows: where a small allocation lies tells where it ends. */
const heapEnd = ({ allocate }: EngineExports) => allocate(16);

describe.each(["diag", "diag-draws", "dense"] as const)("a chain with the metric %s", (metric) => {
  test("leaves memory and heap as they are over 10,000 draws", () => {
    const settings = settingsOf({ metric, seed: 5, warmup: 500, draws: 9_500 });
    const runner = new ChainRunner({
      module: coreModule(),
      program: bound.program,
      data: bound.data,
      settings,
      chain: 0,
      position: startPosition(bound),
    });
    const { exports } = runner;
    const [bytes, before, end] = [exports.memory.buffer.byteLength, heapEnd(exports), heapEnd(exports)];
    while (!runner.finished) runner.next(50);
    expect(exports.memory.buffer.byteLength).toBe(bytes);
    expect(heapEnd(exports)).toBe(end + (end - before));
  });
});
