/** The ops that draw random variates: each row reads uniforms of its own. */
import { Op } from "../../../assembly/opcodes.js";
import type { AcrossRows } from "./across_rows.js";
import { Uniforms } from "./random_bits.js";
import { binomial, hypergeometric, logGamma, normal, poisson, vonMises } from "./variates.js";

/** Operands that an op does not have are NaN, and unread. */
type Variate = (uniforms: Uniforms, a: number, b: number, c: number) => number;

/** Draws every row's variate; it has no reverse side. */
function drawing(variate: Variate): AcrossRows {
  return {
    forward(state, { immediate, out, args }, rows) {
      for (let row = 0; row < rows; row++) {
        const operand = (place: number): number => (place < args.length ? state.read(args[place] as number, row) : NaN);
        const uniforms = new Uniforms(state.stream, immediate, row);
        state.write(out, row, variate(uniforms, operand(0), operand(1), operand(2)));
      }
    },
    reverse() {},
  };
}

export const randomDefinitions: readonly (readonly [Op, AcrossRows])[] = [
  [Op.RandomUniform, drawing((uniforms) => uniforms.next())],
  [Op.RandomNormal, drawing(normal)],
  [Op.RandomLogGamma, drawing(logGamma)],
  [Op.RandomPoisson, drawing(poisson)],
  [Op.RandomBinomial, drawing(binomial)],
  [Op.RandomVonMises, drawing(vonMises)],
  [Op.RandomHypergeometric, drawing(hypergeometric)],
];
