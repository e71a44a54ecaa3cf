/**
 * The op table's numbers, read by both compilers: AssemblyScript builds the kernels from them, TypeScript the programs.
 * `bindings/program/ops.ts` says what each op means; `bindings/program/reference/` is its living definition.
 */

/** Operations of a program. The numbers are part of the serialised format: append, never renumber. */
export const enum Op {
  // elementwise, one operand
  Copy = 0,
  Neg = 1,
  Square = 2,
  Sqrt = 3,
  InverseSqrt = 4,
  Reciprocal = 5,
  Abs = 6,
  Floor = 7,
  Exp = 8,
  Log = 9,
  Log1p = 10,
  Expm1 = 11,
  Log1mExp = 12,
  Softplus = 13,
  Sin = 14,
  Cos = 15,
  Tanh = 16,
  Logistic = 17,
  Logit = 18,
  Erf = 19,
  LogGamma = 20,
  LogNormalCdf = 21,
  NormalQuantile = 22,
  LogBesselI0 = 23,

  // elementwise, two operands
  Add = 32,
  Sub = 33,
  Mul = 34,
  Div = 35,
  Pow = 36,
  LogAddExp = 37,
  Min = 38,
  Max = 39,
  Lt = 40,
  Le = 41,
  Gt = 42,
  Ge = 43,
  Eq = 44,
  Atan2 = 45,
  LogGammaCdf = 46,
  LogGammaSurvival = 47,

  // elementwise, three operands and more
  Where = 64,
  MultiplyAdd = 65,
  Quadratic = 66,
  LogSumExpTerms = 67,
  Gaussian2 = 68,
  Gaussian3 = 69,
  Sort = 70,
  RowNumber = 71,

  // between index spaces
  Gather = 80,
  Sum = 81,
  SegmentSum = 82,
  LogSumExpRows = 83,

  // into the log density
  Accumulate = 96,
  AccumulateLog = 97,
  GuardPositive = 98,
  AccumulateLog1p = 99,
  AccumulateQuadratic = 100,

  // mixtures
  MixtureDensity = 112,
  MixtureLog = 113,
  MixtureDensityShares = 114,
  MixtureLogShares = 115,

  // constraints with more than elementwise form
  Interval = 128,
  Simplex = 129,
  SimplexInverse = 130,

  // whole columns at once
  Product = 144,
  Cholesky = 145,
  SolveLower = 146,
  SolveLowerTransposed = 147,
  LinearRecurrence = 148,
  HmmForward = 149,
  HmmPosterior = 150,
  HmmViterbi = 151,
  HmmPath = 152,

  // inside a scan's stage
  RowIn = 160,
  StateIn = 161,
  StateOut = 162,

  // random variates
  RandomUniform = 176,
  RandomNormal = 177,
  RandomLogGamma = 178,
  RandomPoisson = 179,
  RandomBinomial = 180,
  RandomVonMises = 181,
  RandomHypergeometric = 182,
}

/** Where a value lives. */
export const enum Storage {
  /** A number of the program's constant table; `index` is its place there. */
  Constant = 0,
  /** A data column; `index` is its place in the column table. */
  Column = 1,
  /** The number of rows of the value's index space `index`, as a scalar. */
  Size = 2,
  /** Computed once, when data is bound. */
  Bound = 3,
  /** An unconstrained coordinate; has an adjoint. Laid out one after the other in the order of `index`. */
  Position = 4,
  /** A constrained parameter; has an adjoint. Laid out one after the other in the order of `index`. */
  Parameter = 5,
  /** Used inside one stage only. */
  Local = 6,
  /** Crosses a stage's edge: full length, with an adjoint. */
  Crossing = 7,
  /** A result of a forward-only section. */
  Output = 8,
}

/** What a section computes, and from what. */
export const enum Section {
  /** Data columns to Bound values. */
  Bind = 0,
  /** Position to Parameter, adding the log-Jacobian to the log density. */
  Transform = 1,
  /** Parameter to the log density (priors and observations). */
  Logp = 2,
  /** Parameter to Position (no Jacobian): starts given by a person. */
  Unconstrain = 3,
  /** Parameter to tracked expressions. */
  Track = 4,
  /** Parameter to one value a row of each observation, and of each prior. */
  RowLogp = 5,
  /** Parameter to the components' log densities of each observed mixture, without weights. */
  ComponentLogp = 6,
  /** Parameter to the components' responsibilities, weights included. */
  Responsibilities = 7,
  /** The same without the weights. */
  ResponsibilitiesUnweighted = 8,
  /** Parameter to the distribution parameters that have a requirement (a scale is positive, ...), for naming a culprit. */
  Checks = 9,
  /** Parameter and random numbers to simulated observations. */
  Simulate = 10,
  /** Parameter to the most probable states of each hidden Markov model. */
  Decode = 11,
  /** Random numbers to a draw of every parameter from its prior. */
  SimulatePrior = 12,
  /** Parameter to the log density of each prior and potential, summed over its elements. */
  PriorLogp = 13,
}

/** How a stage runs over its index space. */
export const enum StageMode {
  /** Forward and, for the log density, reverse block by block; locals are as long as a block. */
  Block = 0,
  /** All blocks forward, later all blocks reverse; locals are as long as the space. */
  Full = 1,
  /** One instruction that loops for itself over whole columns. */
  Whole = 2,
  /** Row after row, its Locals one number each: a recursion whose states are carried from row to row. */
  Scan = 3,
}

/** Numbers of the serialised program. */
export const enum Format {
  /** "WMCP" read as a little-endian word. */
  Magic = 0x50434d57,
  Version = 1,
  HeaderWords = 11,
  /** In place of an instruction's first output: it has none. */
  NoValue = 0xffffffff,
  /** Rows of a block. Even; a block's buffers stay in the first-level cache. */
  BlockRows = 256,
  MaxComponents = 64,
}
