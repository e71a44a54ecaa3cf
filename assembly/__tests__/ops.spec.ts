/**
 * Each op's kernels on records built by hand: the forward side at known points, the reverse side against differences of the forward
 * side, rows and scalars, and an odd number of rows, whose padding row must not count.
 */
import { Op } from "../opcodes";
import { forward, reverse } from "../program/dispatch";
import { clearLogDensity, logDensity } from "../program/log_density";
import { prepareSimplex } from "../program/ops/simplex";
import { Adjoint, Instruction, InstructionBytes, Operand, OperandBytes, argument, output, pairBytes } from "../program/records";
import { workspaceColumns } from "../program/shapes";
import { allocateBytes } from "../vector";

const Rows: usize = 3;
/** Adjoint of output k at a row: different for each, and never 0 or 1. */
function outputAdjoint(k: usize, row: usize): f64 {
  return 0.7 - 0.4 * <f64>k + 0.3 * <f64>row;
}

function fillOperand(operand: Operand, isScalar: bool): void {
  operand.values = allocateBytes(pairBytes(Rows));
  operand.adjoint = allocateBytes(pairBytes(Rows));
  operand.step = isScalar ? 0 : 16;
  operand.adjointStep = operand.step;
  operand.mode = isScalar ? Adjoint.Scalar : Adjoint.Rows;
  operand.keep = isScalar ? u32.MAX_VALUE : 0;
}

/** An instruction over three rows; operand `scalar` (if there is one of that place) is a scalar. */
function instructionOf(op: i32, argumentCount: u32, outputCount: u32, scalar: i32 = -1): Instruction {
  const at = allocateBytes(InstructionBytes + <usize>(argumentCount + outputCount) * OperandBytes);
  const instruction = changetype<Instruction>(at);
  instruction.op = op;
  instruction.argumentCount = argumentCount;
  instruction.outputCount = outputCount;
  for (let k: u32 = 0; k < argumentCount + outputCount; ++k) fillOperand(argument(instruction, k), <i32>k == scalar);
  instruction.workspaceColumn = pairBytes(Rows);
  if (op == Op.MixtureDensity) instruction.components = argumentCount / 3;
  if (op == Op.MixtureLog) instruction.components = argumentCount / 2;
  if (op == Op.Simplex) prepareSimplex(instruction);
  else instruction.workspace = allocateBytes(<usize>workspaceColumns(op, instruction.components) * pairBytes(Rows));
  return instruction;
}

/** Operand k holds `start`, and `step` more from row to row; the padding row repeats the last. */
function setOperand(instruction: Instruction, k: usize, start: f64, step: f64): void {
  const operand = argument(instruction, k);
  const isScalar = operand.step == 0;
  for (let row: usize = 0; row < 4; ++row) {
    const place = isScalar ? row & 1 : row;
    store<f64>(operand.values + (place << 3), start + (isScalar ? 0 : step * <f64>min<usize>(row, Rows - 1)));
  }
}

/** sum of outputs times their adjoints, and the log density. */
function objective(instruction: Instruction): f64 {
  clearLogDensity();
  forward(instruction, 0, Rows);
  let sum = logDensity();
  for (let k: usize = 0; k < instruction.outputCount; ++k) {
    const values = output(instruction, k).values;
    for (let row: usize = 0; row < Rows; ++row) sum += outputAdjoint(k, row) * load<f64>(values + (row << 3));
  }
  return sum;
}

function moved(instruction: Instruction, k: usize, row: usize, by: f64): f64 {
  const operand = argument(instruction, k);
  const at = operand.values + (row << 3);
  const before = load<f64>(at);
  store<f64>(at, before + by);
  if (operand.step == 0 || row == Rows - 1) store<f64>(at, before + by, 8);
  const result = objective(instruction);
  store<f64>(at, before);
  if (operand.step == 0 || row == Rows - 1) store<f64>(at, before, 8);
  return result;
}

/** Central differences, once extrapolated: error about h^4, and rounding of 1e-16 / h. */
function difference(instruction: Instruction, k: usize, row: usize): f64 {
  const h: f64 = 1e-3;
  const wide = (moved(instruction, k, row, h) - moved(instruction, k, row, -h)) / (2 * h);
  const narrow = (moved(instruction, k, row, h / 2) - moved(instruction, k, row, -h / 2)) / h;
  return (4 * narrow - wide) / 3;
}

/** The largest error of a reverse side, relative to 1 + |derivative|. A padding row that counts shows as an error of order 1. */
function reverseError(instruction: Instruction, firstActive: usize = 0): f64 {
  objective(instruction);
  for (let k: usize = 0; k < instruction.outputCount; ++k) {
    for (let row: usize = 0; row < Rows; ++row) store<f64>(output(instruction, k).adjoint + (row << 3), outputAdjoint(k, row));
  }
  reverse(instruction, 0, Rows);
  let worst: f64 = 0;
  for (let k = firstActive; k < instruction.argumentCount; ++k) {
    const operand = argument(instruction, k);
    const rows: usize = operand.step == 0 ? 1 : Rows;
    for (let row: usize = 0; row < rows; ++row) {
      const expected = difference(instruction, k, row);
      worst = max(worst, abs(load<f64>(operand.adjoint + (row << 3)) - expected) / (1 + abs(expected)));
    }
    if (operand.step != 0 && load<f64>(operand.adjoint + (Rows << 3)) != 0) worst = Infinity;
  }
  return worst;
}

/** h^4 of smooth functions near 1 is 1e-12 of their higher derivatives; rounding gives 1e-13. */
const Tolerance: f64 = 2e-9;

function checkUnary(op: i32, start: f64, step: f64, atStart: f64): void {
  for (let scalar = -1; scalar < 1; ++scalar) {
    const instruction = instructionOf(op, 1, 1, scalar);
    setOperand(instruction, 0, start, step);
    objective(instruction);
    expect<f64>(load<f64>(output(instruction, 0).values)).toBeCloseTo(atStart, 12);
    expect<f64>(reverseError(instruction)).toBeLessThan(Tolerance);
  }
}

function checkBinary(op: i32, a: f64, b: f64, value: f64): void {
  for (let scalar = -1; scalar < 2; ++scalar) {
    const instruction = instructionOf(op, 2, 1, scalar);
    setOperand(instruction, 0, a, 0.25);
    setOperand(instruction, 1, b, 0.125);
    objective(instruction);
    expect<f64>(load<f64>(output(instruction, 0).values)).toBeCloseTo(value, 12);
    expect<f64>(reverseError(instruction)).toBeLessThan(Tolerance);
  }
}

function checkMany(op: i32, argumentCount: u32, outputCount: u32, starts: StaticArray<f64>, scalar: i32 = -1, firstActive: usize = 0): void {
  const instruction = instructionOf(op, argumentCount, outputCount, scalar);
  for (let k: u32 = 0; k < argumentCount; ++k) setOperand(instruction, k, starts[k], 0.1 - 0.05 * <f64>(k % 3));
  expect<f64>(reverseError(instruction, firstActive)).toBeLessThan(Tolerance);
}

describe("ops of one operand", () => {
  it("are right at a point, and their reverse sides agree with differences", () => {
    checkUnary(Op.Copy, 0.5, 0.25, 0.5);
    checkUnary(Op.Neg, 0.5, 0.25, -0.5);
    checkUnary(Op.Square, 1.5, 0.25, 2.25);
    checkUnary(Op.Sqrt, 2.25, 0.25, 1.5);
    checkUnary(Op.InverseSqrt, 4, 0.25, 0.5);
    checkUnary(Op.Reciprocal, 4, 0.25, 0.25);
    checkUnary(Op.Abs, -1.5, 0.25, 1.5);
    checkUnary(Op.Exp, 1, -0.5, 2.718281828459045);
    checkUnary(Op.Log, 2, 0.5, 0.6931471805599453);
    checkUnary(Op.Log1p, 1, 0.5, 0.6931471805599453);
    checkUnary(Op.Expm1, 1, -0.75, 1.718281828459045);
    checkUnary(Op.Log1mExp, -1, -0.5, -0.4586751453870819);
    checkUnary(Op.Softplus, 1, -1, 1.3132616875182228);
    checkUnary(Op.Sin, 1, 0.5, 0.8414709848078965);
    checkUnary(Op.Cos, 1, 0.5, 0.5403023058681398);
    checkUnary(Op.Tanh, 1, -1, 0.7615941559557649);
    checkUnary(Op.Logistic, 1, -1, 0.7310585786300049);
    checkUnary(Op.Logit, 0.75, -0.125, 1.0986122886681098);
    checkUnary(Op.Erf, 1, -0.5, 0.8427007929497149);
    checkUnary(Op.LogGamma, 3.5, 0.5, 1.2009736023470743);
    checkUnary(Op.LogNormalCdf, -1, 0.75, -1.8410216450092636);
    checkUnary(Op.NormalQuantile, 0.75, -0.25, 0.6744897501960817);
    checkUnary(Op.LogBesselI0, 1, -0.5, 0.23591435850717865);
  });

  it("give no derivative where there is none", () => {
    const instruction = instructionOf(Op.Floor, 1, 1);
    setOperand(instruction, 0, -1.5, 1);
    objective(instruction);
    expect<f64>(load<f64>(output(instruction, 0).values)).toBe(-2);
    reverse(instruction, 0, Rows);
    expect<f64>(load<f64>(argument(instruction, 0).adjoint)).toBe(0);
  });

  it("count a zero adjoint as exactly zero where the partial is infinite", () => {
    const instruction = instructionOf(Op.Log, 1, 1);
    setOperand(instruction, 0, 0, 1);
    forward(instruction, 0, Rows);
    reverse(instruction, 0, Rows);
    for (let row: usize = 0; row < Rows; ++row) expect<f64>(load<f64>(argument(instruction, 0).adjoint + (row << 3))).toBe(0);
  });
});

describe("ops of two operands", () => {
  it("are right at a point, and their reverse sides agree with differences", () => {
    checkBinary(Op.Add, 1.5, 2.5, 4);
    checkBinary(Op.Sub, 1.5, 2.5, -1);
    checkBinary(Op.Mul, 1.5, 2.5, 3.75);
    checkBinary(Op.Div, 1.5, 2.5, 0.6);
    checkBinary(Op.Pow, 1.5, 2, 2.25);
    checkBinary(Op.LogAddExp, 1, 1, 1.6931471805599454);
    checkBinary(Op.Min, 1.25, 0.5, 0.5);
    checkBinary(Op.Max, 1.25, 0.5, 1.25);
    checkBinary(Op.Atan2, 1, -1, 2.356194490192345);
    checkBinary(Op.LogGammaCdf, 2.5, 1.5, -1.203925591702561);
    checkBinary(Op.LogGammaSurvival, 2.5, 1.5, -0.35669517860255534);
  });

  it("compare", () => {
    const ops: StaticArray<i32> = [Op.Lt, Op.Le, Op.Gt, Op.Ge, Op.Eq];
    const less: StaticArray<f64> = [1, 1, 0, 0, 0];
    const equal: StaticArray<f64> = [0, 1, 0, 1, 1];
    for (let i = 0; i < ops.length; ++i) {
      const instruction = instructionOf(ops[i], 2, 1);
      setOperand(instruction, 0, 1, 1);
      setOperand(instruction, 1, 2, 0);
      forward(instruction, 0, Rows);
      expect<f64>(load<f64>(output(instruction, 0).values)).toBe(less[i]);
      expect<f64>(load<f64>(output(instruction, 0).values + 8)).toBe(equal[i]);
    }
  });
});

describe("ops of three operands and more", () => {
  it("have reverse sides that agree with differences", () => {
    for (let scalar = -1; scalar < 3; ++scalar) {
      checkMany(Op.MultiplyAdd, 3, 1, [0.5, 1.5, -0.25], scalar);
      checkMany(Op.Quadratic, 3, 1, [0.5, 1.5, 0.75], scalar);
    }
    checkMany(Op.Where, 3, 1, [0, 1.5, 0.75], -1, 1);
    checkMany(Op.LogSumExpTerms, 4, 1, [0.5, -1, 0.75, 0.25]);
    for (let scalar = -1; scalar < 5; ++scalar) checkMany(Op.Gaussian2, 5, 2, [0.5, -0.7, 1.5, 0.4, 0.75], scalar);
    for (let scalar = -1; scalar < 9; ++scalar) {
      checkMany(Op.Gaussian3, 9, 2, [0.5, -0.7, 0.3, 1.5, 0.4, 1.25, -0.2, 0.3, 1], scalar);
    }
    checkMany(Op.Interval, 3, 2, [0.5, -1, 2]);
    checkMany(Op.Interval, 3, 2, [-0.5, -1, 2], 1);
    checkMany(Op.Simplex, 1, 3, [0.5]);
    checkMany(Op.Simplex, 4, 6, [0.5, -0.3, 0.2, 0.1]);
  });

  it("include the terms of the log density", () => {
    checkMany(Op.Accumulate, 2, 0, [0.5, 1.5], 1);
    checkMany(Op.AccumulateLog, 2, 0, [0.5, 1.5], 1);
    checkMany(Op.AccumulateLog1p, 2, 0, [0.5, 1.5], 1);
    checkMany(Op.AccumulateQuadratic, 4, 0, [0.5, 1.5, 0.75, 2], 3);
  });

  it("include mixtures with row values", () => {
    for (let scalar = -1; scalar < 6; ++scalar) checkMany(Op.MixtureDensity, 6, 1, [0.5, 0.25, -1, -0.5, 2, 1], scalar);
    checkMany(Op.MixtureDensity, 9, 1, [0.5, 0.25, 0.25, -1, -0.5, -2, 2, 1, 0.5]);
  });
});
