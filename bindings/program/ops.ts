/**
 * The op table: what each op is called, takes, gives and means. Its numbers and partials are defined in `reference/`.
 */
import { Op, StageMode } from "../../assembly/opcodes.js";

/** How an op's instruction relates its stage's rows to those of its operands and outputs. */
export type OpKind =
  /** Row by row: operands and outputs have the stage's space; operands may be scalars. */
  | "elementwise"
  /** Row by row through an index column: the source has the index column's target space. */
  | "gather"
  /** From the stage's rows to a scalar. */
  | "reduction"
  /** From the stage's rows to those of an index column's target. */
  | "segment"
  /** Into the log density; no output. */
  | "term"
  /** Complete columns, each over a space of its own, in a stage of its own; `spaces` says which go together. */
  | "whole"
  /** In a scan: between rows of columns and numbers of the row at hand. */
  | "scan"
  /** Row by row with components; `MixtureDensity` and `MixtureLog` without an output are terms. */
  | "mixture";

/** What an instruction's immediate means; of a "stream", the ordinal of a random variate within its model; of a "state", its number. */
export type Immediate = "none" | "index" | "components" | "stream" | "state";

/** Ordinals of random variates are at most this: an engine has 16 bits for them. */
export const MaxOrdinal = 65535;

/** Smallest and largest count allowed. */
export type CountRange = readonly [least: number, most: number];

export interface OpRow {
  readonly op: Op;
  readonly name: string;
  readonly kind: OpKind;
  readonly immediate: Immediate;
  readonly modes: readonly StageMode[];
  /** It has no reverse side, so the log density's sections may not use it. */
  readonly forwardOnly: boolean;
  /** Operand counts, given the number of components (1 where there is none). */
  operands(components: number): CountRange;
  /** Output counts, given the number of operands and of components. */
  outputs(operandCount: number, components: number): CountRange;
  /** Of a whole op and those of a scan: whether the dims of its operands and outputs go together. */
  readonly spaces?: (dims: WholeDims) => boolean;
}

/** Dims of the spaces that such an op works on. */
export interface WholeDims {
  readonly stage: readonly number[];
  readonly operands: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly components: number;
}

/** Operands of an n-ary instruction: bounded so that an engine's operand table is. */
export const MaxTerms = 4096;

const byRows: readonly StageMode[] = [StageMode.Block, StageMode.Full];
const exactly = (count: number) => (): CountRange => [count, count];
const perComponent =
  (count: number) =>
  (components: number): CountRange => [count * components, count * components];

function row(op: Op, name: string, kind: OpKind, operandCount: number, rest: Partial<OpRow> = {}): OpRow {
  return {
    op,
    name,
    kind,
    immediate: "none",
    modes: byRows,
    forwardOnly: false,
    operands: exactly(operandCount),
    outputs: exactly(kind === "term" ? 0 : 1),
    ...rest,
  };
}

const elementwise = (op: Op, name: string, operandCount: number, rest: Partial<OpRow> = {}): OpRow =>
  row(op, name, "elementwise", operandCount, { modes: [...byRows, StageMode.Scan], ...rest });

/** An op over complete columns; `spaces` as in `OpRow`. */
export const whole = (op: Op, name: string, operandCount: number, spaces: OpRow["spaces"], rest: Partial<OpRow> = {}): OpRow =>
  row(op, name, "whole", operandCount, { modes: [StageMode.Whole], ...(spaces && { spaces }), ...rest });

const mixture = (op: Op, name: string, perK: number, rest: Partial<OpRow> = {}): OpRow =>
  row(op, name, "mixture", 0, { immediate: "components", operands: perComponent(perK), ...rest });

const isSame = (dims: readonly number[] | undefined, others: readonly number[]): boolean => dims?.join() === others.join();
/** The stage's dims without the last, along which its sequences run. */
const isShorter = (dims: readonly number[] | undefined, stage: readonly number[]): boolean =>
  stage.length > 0 && isSame(dims, stage.slice(0, -1));
const both = (count: number): CountRange => [count, count];

/** A hidden Markov model: what begins has a row a sequence, transitions are rows or scalars, all else is rows. */
function hmm(
  op: Op,
  name: string,
  outputFits: (dims: WholeDims, out: readonly number[]) => boolean,
  rest: Partial<OpRow> = {},
): OpRow {
  const spaces = (dims: WholeDims): boolean =>
    dims.outputs.every((out) => outputFits(dims, out)) &&
    dims.operands.every((own, place) => {
      if (place < dims.components) return isShorter(own, dims.stage);
      return isSame(own, dims.stage) || (own.length === 0 && place < dims.components * (dims.components + 1));
    });
  return whole(op, name, 0, spaces, {
    immediate: "components",
    operands: (components) => both(components * (components + 2)),
    ...rest,
  });
}

const scan = (op: Op, name: string, spaces: (dims: WholeDims) => boolean, rest: Partial<OpRow> = {}): OpRow =>
  row(op, name, "scan", 1, { modes: [StageMode.Scan], spaces, ...rest });

/** Addressed by stream, ordinal and row; NaN where an operand is not what its comment asks for. */
const random = (op: Op, name: string, operandCount: number): OpRow =>
  elementwise(op, name, operandCount, { immediate: "stream", forwardOnly: true, modes: byRows });

const rowsOrTerm = { outputs: (): CountRange => [0, 1] };
const shares = { forwardOnly: true, outputs: (_operands: number, components: number): CountRange => [components, components] };

const solves: OpRow["spaces"] = ({ stage, operands: [factor, right], outputs }) =>
  factor?.length === 2 && stage[0] === factor[0] && stage.length <= 2 && isSame(right, stage) && isSame(outputs[0], stage);

/** Every op, in the order of its number. */
// biome-ignore format: a line an op
export const opTable: readonly OpRow[] = [
  elementwise(Op.Copy, "copy", 1), // x
  elementwise(Op.Neg, "neg", 1), // -x
  elementwise(Op.Square, "square", 1), // x * x
  elementwise(Op.Sqrt, "sqrt", 1), // square root of x
  elementwise(Op.InverseSqrt, "inverseSqrt", 1), // 1 / sqrt(x)
  elementwise(Op.Reciprocal, "reciprocal", 1), // 1 / x
  elementwise(Op.Abs, "abs", 1), // |x|; derivative 0 at 0
  elementwise(Op.Floor, "floor", 1), // largest integer not above x; derivative 0
  elementwise(Op.Exp, "exp", 1), // e to the x
  elementwise(Op.Log, "log", 1), // natural logarithm of x
  elementwise(Op.Log1p, "log1p", 1), // log(1 + x)
  elementwise(Op.Expm1, "expm1", 1), // exp(x) - 1
  elementwise(Op.Log1mExp, "log1mexp", 1), // log(1 - exp(x)) for x < 0
  elementwise(Op.Softplus, "softplus", 1), // log(1 + exp(x))
  elementwise(Op.Sin, "sin", 1), // sine of x
  elementwise(Op.Cos, "cos", 1), // cosine of x
  elementwise(Op.Tanh, "tanh", 1), // hyperbolic tangent of x
  elementwise(Op.Logistic, "logistic", 1), // 1 / (1 + exp(-x))
  elementwise(Op.Logit, "logit", 1), // log(x / (1 - x))
  elementwise(Op.Erf, "erf", 1), // error function of x
  elementwise(Op.LogGamma, "lgamma", 1), // log |Gamma(x)|; derivative digamma
  elementwise(Op.LogNormalCdf, "logNormalCdf", 1), // log of the standard normal cdf
  elementwise(Op.NormalQuantile, "normalQuantile", 1), // the standard normal quantile of p; NaN outside [0, 1]
  elementwise(Op.LogBesselI0, "logBesselI0", 1), // log of the modified Bessel function of order 0

  elementwise(Op.Add, "add", 2), // a + b
  elementwise(Op.Sub, "sub", 2), // a - b
  elementwise(Op.Mul, "mul", 2), // a * b
  elementwise(Op.Div, "div", 2), // a / b
  elementwise(Op.Pow, "pow", 2), // a to the b; x^0 = 1
  elementwise(Op.LogAddExp, "logAddExp", 2), // log(exp(a) + exp(b)), exact at -inf
  elementwise(Op.Min, "min", 2), // smaller of a and b; NaN if either is; at a tie the derivative goes to a
  elementwise(Op.Max, "max", 2), // larger of a and b; NaN if either is; at a tie the derivative goes to a
  elementwise(Op.Lt, "lt", 2), // 1 where a < b, else 0
  elementwise(Op.Le, "le", 2), // 1 where a <= b, else 0
  elementwise(Op.Gt, "gt", 2), // 1 where a > b, else 0
  elementwise(Op.Ge, "ge", 2), // 1 where a >= b, else 0
  elementwise(Op.Eq, "eq", 2), // 1 where a = b, else 0
  elementwise(Op.Atan2, "atan2", 2), // the angle of the point (b, a); derivatives 0 at the origin
  elementwise(Op.LogGammaCdf, "logGammaCdf", 2), // log P(a, x), of shape a > 0 and x >= 0; else NaN
  elementwise(Op.LogGammaSurvival, "logGammaSurvival", 2), // log Q(a, x), of shape a > 0 and x >= 0; else NaN

  elementwise(Op.Where, "where", 3), // a where the condition is not 0, else b
  elementwise(Op.MultiplyAdd, "multiplyAdd", 3), // a * b + c, rounded twice
  elementwise(Op.Quadratic, "quadratic", 3), // -0.5 * ((value - mean) * inverseRoot)^2
  // log of the sum of exp(x_i), exact at -inf
  elementwise(Op.LogSumExpTerms, "logSumExpTerms", 0, { operands: () => [1, MaxTerms] }),
  // of dx, dy and a covariance c11, c21, c22: -1/2 d^T S^-1 d and 1 / sqrt(det S), NaN unless positive definite
  elementwise(Op.Gaussian2, "gaussian2", 5, { outputs: exactly(2) }),
  elementwise(Op.Gaussian3, "gaussian3", 9, { outputs: exactly(2) }), // likewise of dx, dy, dz and c11, c21, c22, c31, c32, c33
  // the operands in ascending order, NaN last
  elementwise(Op.Sort, "sort", 0,
    { forwardOnly: true, operands: () => [1, MaxTerms], outputs: (operands) => [operands, operands] }),
  elementwise(Op.RowNumber, "rowNumber", 0, { forwardOnly: true, modes: byRows }), // each row's number, from 0

  row(Op.Gather, "gather", "gather", 1, { immediate: "index" }), // row index[i] of the source
  row(Op.Sum, "sum", "reduction", 1), // sum over the rows
  row(Op.SegmentSum, "segmentSum", "segment", 1, { immediate: "index" }), // row j is the sum of the rows i with index[i] = j
  row(Op.LogSumExpRows, "logSumExpRows", "reduction", 1, { modes: [StageMode.Whole] }), // log of the sum over the rows of exp(x)

  // adds coefficient * sum of the value's rows (value, then a scalar coefficient or nothing)
  row(Op.Accumulate, "accumulate", "term", 0, { operands: () => [1, 2] }),
  row(Op.AccumulateLog, "accumulateLog", "term", 0, { operands: () => [1, 2] }), // adds coefficient * sum of log(value)
  row(Op.GuardPositive, "guardPositive", "term", 1), // adds 0 where every row is finite and above 0, else -inf
  row(Op.AccumulateLog1p, "accumulateLog1p", "term", 0, { operands: () => [1, 2] }), // adds coefficient * sum of log(1 + value)
  // adds coefficient * sum of -0.5 * ((value - mean) * inverseRoot)^2
  row(Op.AccumulateQuadratic, "accumulateQuadratic", "term", 0, { operands: () => [3, 4] }),

  // log sum_k w_k r_k exp(q_k) a row; operands w_1..w_K, q_1..q_K, r_1..r_K; without output it is a term
  mixture(Op.MixtureDensity, "mixtureDensity", 3, rowsOrTerm),
  // log sum_k w_k exp(l_k) a row; operands w_1..w_K, l_1..l_K; without output it is a term
  mixture(Op.MixtureLog, "mixtureLog", 2, rowsOrTerm),
  mixture(Op.MixtureDensityShares, "mixtureDensityShares", 3, shares), // the K responsibilities of mixtureDensity, which sum to 1
  mixture(Op.MixtureLogShares, "mixtureLogShares", 2, shares), // the K responsibilities of mixtureLog, which sum to 1

  elementwise(Op.Interval, "interval", 3, { outputs: exactly(2) }), // of u, lower, upper: x in [lower, upper] and log |dx/du|
  // of u_1..u_{K-1}: x_1..x_K and log |J| (zero-sum map, then softmax)
  elementwise(Op.Simplex, "simplex", 0,
    { operands: () => [1, MaxTerms - 1], outputs: (operands) => [operands + 2, operands + 2] }),
  // of x_1..x_K: u_1..u_{K-1}
  elementwise(Op.SimplexInverse, "simplexInverse", 0,
    { forwardOnly: true, operands: () => [2, MaxTerms], outputs: (operands) => [operands - 1, operands - 1] }),

  // a matrix over the stage's dims and one more times a vector over that: row i is sum_j m_ij v_j
  whole(Op.Product, "product", 2,
    ({ stage, operands: [matrix, vector], outputs }) =>
      vector?.length === 1 && isSame(matrix, [...stage, ...vector]) && isSame(outputs[0], stage)),
  // lower triangular L with L L^T = A, a square matrix whose lower triangle is read; NaN where it is not positive definite
  whole(Op.Cholesky, "cholesky", 1,
    ({ stage, operands, outputs }) => stage.length === 2 && isSame(operands[0], stage) && isSame(outputs[0], stage)),
  // x with L x = b, L lower triangular and b over its first dim and perhaps one more
  whole(Op.SolveLower, "solveLower", 2, solves),
  whole(Op.SolveLowerTransposed, "solveLowerTransposed", 2, solves), // x with L^T x = b, otherwise as solveLower
  // s_t = a_t s_{t-1} + b_t along the last dim, each sequence from its init
  whole(Op.LinearRecurrence, "linearRecurrence", 3, (dims) =>
    isShorter(dims.operands[2], dims.stage) && dims.operands.slice(0, 2).every((own) => isSame(own, dims.stage) || own.length === 0) &&
    isSame(dims.outputs[0], dims.stage)),
  // log likelihood of each sequence; operands initial_1..K, transition_11..KK (i to j), logp_1..K
  hmm(Op.HmmForward, "hmmForward", (dims, out) => isShorter(out, dims.stage)),
  // probabilities of the K states of each row, given the sequence
  hmm(Op.HmmPosterior, "hmmPosterior", (dims, out) => isSame(out, dims.stage),
    { forwardOnly: true, outputs: (_operands, components) => [components, components] }),
  // each row's state on the most probable path, from 0; the lower of equals
  hmm(Op.HmmViterbi, "hmmViterbi", (dims, out) => isSame(out, dims.stage), { forwardOnly: true }),
  // a path drawn by inversion; operands initial_1..K, transition_11..KK, a uniform number a row
  hmm(Op.HmmPath, "hmmPath",
    (dims, out) => isSame(out, dims.stage), { forwardOnly: true, operands: (components) => both(components * (components + 1) + 1) }),

  // the row's number of a column
  scan(Op.RowIn, "rowIn", ({ stage, operands: [own], outputs: [out] }) =>
    isSame(own, stage) && out?.length === 0),
  // the state in the row before; at the start of a sequence the operand's row for it
  scan(Op.StateIn, "stateIn",
    ({ stage, operands: [own], outputs: [out] }) => isShorter(own, stage) && out?.length === 0, { immediate: "state" }),
  // the state in the row, which the next row reads
  scan(Op.StateOut, "stateOut", ({ stage, operands: [own], outputs: [out] }) =>
    own?.length === 0 && isSame(out, stage), { immediate: "state" }),

  random(Op.RandomUniform, "randomUniform", 0), // uniform in (0, 1), ends excluded
  random(Op.RandomNormal, "randomNormal", 0), // normal of mean 0 and sd 1
  random(Op.RandomLogGamma, "randomLogGamma", 1), // log of a gamma variate of scale 1, of shape >= 0
  random(Op.RandomPoisson, "randomPoisson", 1), // Poisson count, of rate >= 0
  random(Op.RandomBinomial, "randomBinomial", 2), // successes among n trials (a whole number) of probability p in [0, 1]
  random(Op.RandomVonMises, "randomVonMises", 1), // von Mises angle in (-pi, pi] about 0, of kappa >= 0
  // good ones among those drawn, of whole numbers good, bad and drawn <= good + bad < 2^53
  random(Op.RandomHypergeometric, "randomHypergeometric", 3),
];

const byNumber = new Map<number, OpRow>(opTable.map((entry) => [entry.op, entry]));

/** The place among a term's operands where a scalar coefficient may stand: after those that it must have. */
export function coefficientPlace(op: OpRow): number {
  return op.operands(1)[0];
}

/** The row of an op number, or undefined if there is no such op. */
export function findOp(op: number): OpRow | undefined {
  return byNumber.get(op);
}

/** The row of an op that is known to exist. */
export function opRow(op: Op): OpRow {
  const found = byNumber.get(op);
  if (found === undefined) throw new RangeError(`there is no op ${op}`);
  return found;
}

/** Number of components an instruction works on: its immediate for a mixture, else 1. */
export function componentsOf(op: OpRow, immediate: number): number {
  return op.immediate === "components" ? immediate : 1;
}
