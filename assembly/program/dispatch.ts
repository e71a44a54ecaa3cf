/** From an op's number to its kernels: the forward side and the reverse side of each op, over one block of rows. */
import { Op } from "../opcodes";
import { accumulateForward, accumulateLogForward, accumulateLogReverse, accumulateReverse, guardPositiveForward } from "./ops/accumulate";
import { binaryForward, binaryReverse } from "./ops/binary";
import { accumulateLog1pForward, accumulateLog1pReverse } from "./ops/accumulate_log1p";
import { accumulateQuadraticForward, accumulateQuadraticReverse } from "./ops/accumulate_quadratic";
import { Add, Div, Eq, Ge, Gt, Le, Lt, Max, Min, Mul, Sub } from "./ops/binary_ops";
import { choleskyForward, choleskyReverse } from "./ops/cholesky";
import { dearBinaryForward, dearBinaryReverse, dearUnaryForward, dearUnaryReverse } from "./ops/dear";
import { gatherForward, gatherReverse, segmentSumForward, segmentSumReverse } from "./ops/gather";
import { gaussian2Forward, gaussian2Reverse, gaussian3Forward, gaussian3Reverse } from "./ops/gaussian";
import { hmmPath, hmmViterbi } from "./ops/hmm_decode";
import { hmmForward } from "./ops/hmm_forward";
import { hmmPosterior, hmmReverse } from "./ops/hmm_reverse";
import { intervalForward, intervalReverse } from "./ops/interval";
import { linearRecurrenceForward, linearRecurrenceReverse } from "./ops/linear_recurrence";
import { logSumExpTermsForward, logSumExpTermsReverse } from "./ops/log_sum_exp";
import { mixtureForward, mixtureReverse, mixtureShares } from "./ops/mixture";
import { multiplyAddForward, multiplyAddReverse } from "./ops/multiply_add";
import { productForward, productReverse } from "./ops/product";
import { quadraticReverse } from "./ops/quadratic";
import { randomForward } from "./ops/random";
import { logSumExpRowsForward, logSumExpRowsReverse, sumForward, sumReverse } from "./ops/reduce";
import { rowNumberForward } from "./ops/row_number";
import { rowInForward, rowInReverse, stateInForward, stateInReverse, stateOutReverse } from "./ops/scan_block";
import { simplexForward, simplexInverseForward, simplexReverse } from "./ops/simplex";
import { sortForward } from "./ops/sort";
import { solveForward, solveReverse } from "./ops/solve";
import { ternaryForward, ternaryReverse } from "./ops/ternary";
import { Quadratic, Where } from "./ops/ternary_ops";
import { unaryForward, unaryReverse } from "./ops/unary";
import {
  Abs, Copy, Exp, Floor, InverseSqrt, Log, Log1p, Logistic, Neg, Reciprocal, Softplus, Sqrt, Square,
} from "./ops/unary_ops";
import { Instruction } from "./records";

export function forward(i: Instruction, offset: usize, rows: usize): void {
  switch (i.op) {
    case Op.Copy: return unaryForward<Copy>(i, offset, rows);
    case Op.Neg: return unaryForward<Neg>(i, offset, rows);
    case Op.Square: return unaryForward<Square>(i, offset, rows);
    case Op.Sqrt: return unaryForward<Sqrt>(i, offset, rows);
    case Op.InverseSqrt: return unaryForward<InverseSqrt>(i, offset, rows);
    case Op.Reciprocal: return unaryForward<Reciprocal>(i, offset, rows);
    case Op.Abs: return unaryForward<Abs>(i, offset, rows);
    case Op.Floor: return unaryForward<Floor>(i, offset, rows);
    case Op.Exp: return unaryForward<Exp>(i, offset, rows);
    case Op.Log: return unaryForward<Log>(i, offset, rows);
    case Op.Log1p: return unaryForward<Log1p>(i, offset, rows);
    case Op.Logistic: return unaryForward<Logistic>(i, offset, rows);
    case Op.Softplus: return unaryForward<Softplus>(i, offset, rows);
    case Op.Expm1:
    case Op.Log1mExp:
    case Op.Sin:
    case Op.Cos:
    case Op.Tanh:
    case Op.Logit:
    case Op.Erf:
    case Op.LogGamma:
    case Op.LogNormalCdf:
    case Op.NormalQuantile:
    case Op.LogBesselI0: return dearUnaryForward(i, offset, rows);
    case Op.Add: return binaryForward<Add>(i, offset, rows);
    case Op.Sub: return binaryForward<Sub>(i, offset, rows);
    case Op.Mul: return binaryForward<Mul>(i, offset, rows);
    case Op.Div: return binaryForward<Div>(i, offset, rows);
    case Op.Min: return binaryForward<Min>(i, offset, rows);
    case Op.Max: return binaryForward<Max>(i, offset, rows);
    case Op.Lt: return binaryForward<Lt>(i, offset, rows);
    case Op.Le: return binaryForward<Le>(i, offset, rows);
    case Op.Gt: return binaryForward<Gt>(i, offset, rows);
    case Op.Ge: return binaryForward<Ge>(i, offset, rows);
    case Op.Eq: return binaryForward<Eq>(i, offset, rows);
    case Op.Pow:
    case Op.LogAddExp:
    case Op.Atan2:
    case Op.LogGammaCdf:
    case Op.LogGammaSurvival: return dearBinaryForward(i, offset, rows);
    case Op.Where: return ternaryForward<Where>(i, offset, rows);
    case Op.MultiplyAdd: return multiplyAddForward(i, offset, rows);
    case Op.Quadratic: return ternaryForward<Quadratic>(i, offset, rows);
    case Op.LogSumExpTerms: return logSumExpTermsForward(i, offset, rows);
    case Op.Gaussian2: return gaussian2Forward(i, offset, rows);
    case Op.Gaussian3: return gaussian3Forward(i, offset, rows);
    case Op.Sort: return sortForward(i, offset, rows);
    case Op.RowNumber: return rowNumberForward(i, offset, rows);
    case Op.Gather: return gatherForward(i, offset, rows);
    case Op.Sum: return sumForward(i, offset, rows);
    case Op.SegmentSum: return segmentSumForward(i, offset, rows);
    case Op.LogSumExpRows: return logSumExpRowsForward(i, offset, rows);
    case Op.Accumulate: return accumulateForward(i, offset, rows);
    case Op.AccumulateLog: return accumulateLogForward(i, offset, rows);
    case Op.AccumulateLog1p: return accumulateLog1pForward(i, offset, rows);
    case Op.AccumulateQuadratic: return accumulateQuadraticForward(i, offset, rows);
    case Op.GuardPositive: return guardPositiveForward(i, offset, rows);
    case Op.MixtureDensity:
    case Op.MixtureLog: return mixtureForward(i, offset, rows);
    case Op.MixtureDensityShares:
    case Op.MixtureLogShares: return mixtureShares(i, offset, rows);
    case Op.Interval: return intervalForward(i, offset, rows);
    case Op.Simplex: return simplexForward(i, offset, rows);
    case Op.SimplexInverse: return simplexInverseForward(i, offset, rows);
    case Op.Product: return productForward(i, rows);
    case Op.Cholesky: return choleskyForward(i, rows);
    case Op.SolveLower:
    case Op.SolveLowerTransposed: return solveForward(i, rows);
    case Op.LinearRecurrence: return linearRecurrenceForward(i, rows);
    case Op.HmmForward: return hmmForward(i, rows);
    case Op.HmmPosterior: return hmmPosterior(i, rows);
    case Op.HmmViterbi: return hmmViterbi(i, rows);
    case Op.HmmPath: return hmmPath(i, rows);
    case Op.RowIn: return rowInForward(i, offset, rows);
    case Op.StateIn: return stateInForward(i, offset, rows);
    case Op.RandomUniform:
    case Op.RandomNormal:
    case Op.RandomLogGamma:
    case Op.RandomPoisson:
    case Op.RandomBinomial:
    case Op.RandomVonMises:
    case Op.RandomHypergeometric: return randomForward(i, offset, rows);
  }
}

export function reverse(i: Instruction, offset: usize, rows: usize): void {
  switch (i.op) {
    case Op.Copy: return unaryReverse<Copy>(i, offset, rows);
    case Op.Neg: return unaryReverse<Neg>(i, offset, rows);
    case Op.Square: return unaryReverse<Square>(i, offset, rows);
    case Op.Sqrt: return unaryReverse<Sqrt>(i, offset, rows);
    case Op.InverseSqrt: return unaryReverse<InverseSqrt>(i, offset, rows);
    case Op.Reciprocal: return unaryReverse<Reciprocal>(i, offset, rows);
    case Op.Abs: return unaryReverse<Abs>(i, offset, rows);
    case Op.Exp: return unaryReverse<Exp>(i, offset, rows);
    case Op.Log: return unaryReverse<Log>(i, offset, rows);
    case Op.Log1p: return unaryReverse<Log1p>(i, offset, rows);
    case Op.Logistic: return unaryReverse<Logistic>(i, offset, rows);
    case Op.Softplus: return unaryReverse<Softplus>(i, offset, rows);
    case Op.Expm1:
    case Op.Log1mExp:
    case Op.Sin:
    case Op.Cos:
    case Op.Tanh:
    case Op.Logit:
    case Op.Erf:
    case Op.LogGamma:
    case Op.LogNormalCdf:
    case Op.NormalQuantile:
    case Op.LogBesselI0: return dearUnaryReverse(i, offset, rows);
    case Op.Add: return binaryReverse<Add>(i, offset, rows);
    case Op.Sub: return binaryReverse<Sub>(i, offset, rows);
    case Op.Mul: return binaryReverse<Mul>(i, offset, rows);
    case Op.Div: return binaryReverse<Div>(i, offset, rows);
    case Op.Min: return binaryReverse<Min>(i, offset, rows);
    case Op.Max: return binaryReverse<Max>(i, offset, rows);
    case Op.Pow:
    case Op.LogAddExp:
    case Op.Atan2:
    case Op.LogGammaCdf:
    case Op.LogGammaSurvival: return dearBinaryReverse(i, offset, rows);
    case Op.Where: return ternaryReverse<Where>(i, offset, rows);
    case Op.MultiplyAdd: return multiplyAddReverse(i, offset, rows);
    case Op.Quadratic: return quadraticReverse(i, offset, rows);
    case Op.LogSumExpTerms: return logSumExpTermsReverse(i, offset, rows);
    case Op.Gaussian2: return gaussian2Reverse(i, offset, rows);
    case Op.Gaussian3: return gaussian3Reverse(i, offset, rows);
    case Op.Gather: return gatherReverse(i, offset, rows);
    case Op.Sum: return sumReverse(i, offset, rows);
    case Op.SegmentSum: return segmentSumReverse(i, offset, rows);
    case Op.LogSumExpRows: return logSumExpRowsReverse(i, offset, rows);
    case Op.Accumulate: return accumulateReverse(i, offset, rows);
    case Op.AccumulateLog: return accumulateLogReverse(i, offset, rows);
    case Op.AccumulateLog1p: return accumulateLog1pReverse(i, offset, rows);
    case Op.AccumulateQuadratic: return accumulateQuadraticReverse(i, offset, rows);
    case Op.MixtureDensity:
    case Op.MixtureLog: return mixtureReverse(i, offset, rows);
    case Op.Interval: return intervalReverse(i, offset, rows);
    case Op.Simplex: return simplexReverse(i, offset, rows);
    case Op.Product: return productReverse(i, rows);
    case Op.Cholesky: return choleskyReverse(i, rows);
    case Op.SolveLower:
    case Op.SolveLowerTransposed: return solveReverse(i, rows);
    case Op.LinearRecurrence: return linearRecurrenceReverse(i, rows);
    case Op.HmmForward: return hmmReverse(i, rows);
    case Op.RowIn: return rowInReverse(i, offset, rows);
    case Op.StateIn: return stateInReverse(i, offset, rows);
    case Op.StateOut: return stateOutReverse(i, rows);
  }
}
