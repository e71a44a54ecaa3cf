/** Both evaluators, so that one suite runs on either. */

import { coreModule } from "../../bindings/engine/core.js";
import { EngineEvaluator } from "../../bindings/engine/evaluator.js";
import { instantiate } from "../../bindings/engine/exports.js";
import { encode } from "../../bindings/program/encode.js";
import type { BoundData, Evaluator } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { reference } from "../../bindings/program/reference/reference.js";

export const engine = (program: Program, data: BoundData): EngineEvaluator =>
  new EngineEvaluator(instantiate(coreModule()), encode(program), data);

export const evaluators: readonly (readonly [name: string, make: (program: Program, data: BoundData) => Evaluator])[] = [
  ["the reference", reference],
  ["the engine", engine],
];
