/**
 * Random variates. A row's is addressed by the stream (seed, chain, iteration), the instruction's ordinal and the row, and reads
 * its uniforms from index ordinal << 44 | row << 12 on: what it is depends on nothing else, whatever blocks and batches are.
 */
import { Op } from "../../opcodes";
import { binomial, poisson } from "../../rng/binomial";
import { hypergeometric } from "../../rng/hypergeometric";
import { logGamma } from "../../rng/log_gamma";
import { normalFromBits } from "../../rng/normal";
import { Stream, nextBits } from "../../rng/stream";
import { nextUniform } from "../../rng/uniform";
import { vonMises } from "../../rng/von_mises";
import { Instruction, Operand, argument } from "../records";

/** The stream of the program that runs. */
let current: Stream = changetype<Stream>(<usize>0);

export function drawFrom(stream: Stream): void {
  current = stream;
}

/** `a`, `b` and `c` are the addresses of the operands' rows, those that the op has. */
function variate(op: i32, stream: Stream, a: usize, b: usize, c: usize): f64 {
  switch (op) {
    case Op.RandomUniform: return nextUniform(stream);
    case Op.RandomNormal: return normalFromBits(nextBits(stream));
    case Op.RandomLogGamma: return logGamma(stream, load<f64>(a));
    case Op.RandomPoisson: return poisson(stream, load<f64>(a));
    case Op.RandomBinomial: return binomial(stream, load<f64>(a), load<f64>(b));
    case Op.RandomVonMises: return vonMises(stream, load<f64>(a));
    default: return hypergeometric(stream, load<f64>(a), load<f64>(b), load<f64>(c));
  }
}

/** An operand's row, of a block that begins at `offset`. */
// @ts-ignore: decorator
@inline
function rowOf(operand: Operand, offset: usize, row: usize): usize {
  return operand.at(offset) + row * (operand.step >> 1);
}

/** Where an op has fewer than three operands, the places that follow hold its output and nothing more: they are not read. */
export function randomForward(instruction: Instruction, offset: usize, rows: usize): void {
  const stream = current;
  const count = <usize>instruction.argumentCount;
  const first = argument(instruction, 0);
  const second = argument(instruction, min<usize>(1, count));
  const third = argument(instruction, min<usize>(2, count));
  const out = argument(instruction, count).at(offset);
  for (let row: usize = 0; row < rows; ++row) {
    stream.next = (<u64>instruction.components << 44) | (<u64>((offset >> 3) + row) << 12);
    const x = variate(instruction.op, stream, rowOf(first, offset, row), rowOf(second, offset, row), rowOf(third, offset, row));
    store<f64>(out + (row << 3), x);
    // The padding row, and the other lane of a scalar.
    if (!(row & 1)) store<f64>(out + (row << 3), x, 8);
  }
}
