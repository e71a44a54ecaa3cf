/** A readable listing of what a model is and what the engine runs for it. */
import type { CompiledModel, ParameterLayout } from "../program/compiled.js";
import { print } from "../program/print.js";
import { type CompilableModel, compile } from "./compile.js";
import { Target } from "./target.js";

/**
 * Parameters with priors and constraints, observations, and the program: its index spaces, sections, stages and instructions.
 *
 *     console.log(explain(line));
 */
export function explain(subject: CompilableModel | Target<unknown>): string {
  const compiled = subject instanceof Target ? subject.bound.compiled : compile(subject);
  const names = { dims: compiled.dims, columns: compiled.columns };
  return [...parameterLines(compiled), ...observationLines(compiled), "", print(compiled.program, names)].join("\n");
}

function parameterLines({ parameters }: CompiledModel): string[] {
  const shape = ({ dims, event }: ParameterLayout) =>
    dims.length + event.length === 0 ? "" : `[${[...dims, ...event].join(", ")}]`;
  const constraint = (parameter: ParameterLayout) => (parameter.constraint === "none" ? "" : `  (${parameter.constraint})`);
  return parameters.map(
    (parameter) =>
      `parameter   ${parameter.name}${shape(parameter)} ~ ${parameter.prior}${constraint(parameter)}${parameter.tracked ? "" : "  (not tracked)"}`,
  );
}

function observationLines({ observations, tracked }: CompiledModel): string[] {
  const axes = (dims: readonly string[]) => (dims.length === 0 ? "" : `[${dims.join(", ")}]`);
  return [
    ...tracked.map(({ name, dims }) => `tracked     ${name}${axes(dims)}`),
    ...observations.map(
      ({ name, dims, mixture }) =>
        `observation ${name}${axes(dims)}${mixture === undefined ? "" : `, a mixture of ${mixture.components.join(", ")}`}`,
    ),
  ];
}
