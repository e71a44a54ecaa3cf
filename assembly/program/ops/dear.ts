/** Elementwise ops whose own cost hides a branch: in place of a loop for each, one that asks for the op at every pair of rows. */
import { Op } from "../../opcodes";
import { Instruction, argument, pairBytes } from "../records";
import { addCollected, addRows, collectKeep, collectStep, collectTo, define } from "./adjoint";
import { Atan2, LogAddExp, LogGammaCdf, LogGammaSurvival, Pow } from "./binary_ops";
import {
  Cos, Erf, Expm1, Log1mExp, LogBesselI0, LogGamma, LogNormalCdf, Logit, NormalQuantile, Sin, Tanh,
} from "./unary_ops";

function unaryValue(op: u32, x: v128): v128 {
  switch (op) {
    case Op.Expm1: return define<Expm1>().value(x);
    case Op.Log1mExp: return define<Log1mExp>().value(x);
    case Op.Sin: return define<Sin>().value(x);
    case Op.Cos: return define<Cos>().value(x);
    case Op.Tanh: return define<Tanh>().value(x);
    case Op.Logit: return define<Logit>().value(x);
    case Op.Erf: return define<Erf>().value(x);
    case Op.LogGamma: return define<LogGamma>().value(x);
    case Op.LogNormalCdf: return define<LogNormalCdf>().value(x);
    case Op.NormalQuantile: return define<NormalQuantile>().value(x);
    case Op.LogBesselI0: return define<LogBesselI0>().value(x);
  }
  return x;
}

function unaryPull(op: u32, x: usize, y: usize, g: v128): v128 {
  switch (op) {
    case Op.Expm1: return define<Expm1>().pull(x, y, g);
    case Op.Log1mExp: return define<Log1mExp>().pull(x, y, g);
    case Op.Sin: return define<Sin>().pull(x, y, g);
    case Op.Cos: return define<Cos>().pull(x, y, g);
    case Op.Tanh: return define<Tanh>().pull(x, y, g);
    case Op.Logit: return define<Logit>().pull(x, y, g);
    case Op.Erf: return define<Erf>().pull(x, y, g);
    case Op.LogGamma: return define<LogGamma>().pull(x, y, g);
    case Op.LogNormalCdf: return define<LogNormalCdf>().pull(x, y, g);
    case Op.NormalQuantile: return define<NormalQuantile>().pull(x, y, g);
    case Op.LogBesselI0: return define<LogBesselI0>().pull(x, y, g);
  }
  return g;
}

function binaryValue(op: u32, a: v128, b: v128): v128 {
  switch (op) {
    case Op.Pow: return define<Pow>().value(a, b);
    case Op.LogAddExp: return define<LogAddExp>().value(a, b);
    case Op.Atan2: return define<Atan2>().value(a, b);
    case Op.LogGammaCdf: return define<LogGammaCdf>().value(a, b);
    case Op.LogGammaSurvival: return define<LogGammaSurvival>().value(a, b);
  }
  return a;
}

function firstPull(op: u32, a: usize, b: usize, y: usize, g: v128): v128 {
  switch (op) {
    case Op.Pow: return define<Pow>().first(a, b, y, g);
    case Op.LogAddExp: return define<LogAddExp>().first(a, b, y, g);
    case Op.Atan2: return define<Atan2>().first(a, b, y, g);
    case Op.LogGammaCdf: return define<LogGammaCdf>().first(a, b, y, g);
    case Op.LogGammaSurvival: return define<LogGammaSurvival>().first(a, b, y, g);
  }
  return g;
}

function secondPull(op: u32, a: usize, b: usize, y: usize, g: v128): v128 {
  switch (op) {
    case Op.Pow: return define<Pow>().second(a, b, y, g);
    case Op.LogAddExp: return define<LogAddExp>().second(a, b, y, g);
    case Op.Atan2: return define<Atan2>().second(a, b, y, g);
    case Op.LogGammaCdf: return define<LogGammaCdf>().second(a, b, y, g);
    case Op.LogGammaSurvival: return define<LogGammaSurvival>().second(a, b, y, g);
  }
  return g;
}

export function dearUnaryForward(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const step = operand.step;
  let x = operand.at(offset);
  let y = argument(instruction, 1).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, x += step) {
    v128.store(y, unaryValue(instruction.op, v128.load(x)));
  }
}

export function dearUnaryReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const result = argument(instruction, 1);
  const step = operand.step;
  let x = operand.at(offset);
  let y = result.at(offset);
  let g = result.adjointAt(offset);
  let to = collectTo(operand, offset);
  const toStep = collectStep(operand);
  const keep = collectKeep(operand);
  for (const end = g + pairBytes(rows); g < end; g += 16, x += step, y += 16, to += toStep) {
    addRows(to, keep, unaryPull(instruction.op, x, y, v128.load(g)));
  }
  addCollected(operand);
}

export function dearBinaryForward(instruction: Instruction, offset: usize, rows: usize): void {
  const left = argument(instruction, 0);
  const right = argument(instruction, 1);
  const leftStep = left.step;
  const rightStep = right.step;
  let a = left.at(offset);
  let b = right.at(offset);
  let y = argument(instruction, 2).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, a += leftStep, b += rightStep) {
    v128.store(y, binaryValue(instruction.op, v128.load(a), v128.load(b)));
  }
}

export function dearBinaryReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (argument(instruction, 0).mode) pass(instruction, offset, rows, false);
  if (argument(instruction, 1).mode) pass(instruction, offset, rows, true);
}

/** One operand's adjoint. */
function pass(instruction: Instruction, offset: usize, rows: usize, second: bool): void {
  const op = instruction.op;
  const left = argument(instruction, 0);
  const right = argument(instruction, 1);
  const result = argument(instruction, 2);
  const operand = second ? right : left;
  const leftStep = left.step;
  const rightStep = right.step;
  let a = left.at(offset);
  let b = right.at(offset);
  let y = result.at(offset);
  let g = result.adjointAt(offset);
  let to = collectTo(operand, offset);
  const toStep = collectStep(operand);
  const keep = collectKeep(operand);
  for (const end = g + pairBytes(rows); g < end; g += 16, a += leftStep, b += rightStep, y += 16, to += toStep) {
    const adjoint = v128.load(g);
    addRows(to, keep, second ? secondPull(op, a, b, y, adjoint) : firstPull(op, a, b, y, adjoint));
  }
  addCollected(operand);
}
