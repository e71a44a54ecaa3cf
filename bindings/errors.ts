/** Every error that this library throws on purpose: what went wrong, where, and how to mend it, as text and as fields. */

/** What kind of mistake it is: stable, for programs to branch on. Append where a new kind of mistake appears. */
export type ErrorCode =
  // expressions
  | "operator-on-expression"
  | "not-an-expression"
  | "event-broadcast"
  | "event-mismatch"
  | "missing-dim"
  | "ambiguous-dim"
  | "position-out-of-range"
  | "calc-syntax"
  // distributions, parameters, observations
  | "parameter-value"
  | "discrete-parameter"
  | "bad-init"
  | "bad-constraint"
  | "bad-option"
  | "mixture-weights"
  | "mixture-components"
  | "wrapped-distribution"
  | "no-closed-form"
  | "cannot-simulate"
  | "observation-not-data"
  | "observation-shape"
  // models
  | "not-a-result"
  | "no-parameters"
  | "parameter-not-returned"
  | "parameter-returned-twice"
  | "observation-returned-twice"
  | "parameter-untracked"
  | "integer-like-name"
  | "name-clash"
  | "unknown-dim"
  | "foreign-column"
  | "bad-column-spec"
  // data
  | "missing-column"
  | "unexpected-column"
  | "column-type"
  | "length-mismatch"
  | "matrix-shape"
  | "empty-data"
  | "not-finite"
  | "not-a-number"
  | "label-type"
  | "unknown-label"
  | "label-out-of-range"
  | "coords-needed"
  | "bad-coords"
  | "outside-support"
  // programs and the engine
  | "damaged-program"
  | "program-version"
  | "invalid-program"
  | "unsupported-model"
  | "out-of-memory"
  | "engine-load"
  | "non-finite-start"
  | "non-finite-parameter"
  // sampling and results
  | "worker-failed"
  | "aborted"
  | "unknown-variable"
  | "too-few-draws"
  | "bad-shape"
  | "too-large"
  // comparison of models
  | "ragged-chains"
  | "bad-log-likelihood"
  // checkpoints
  | "checkpoint-mismatch"
  // files, services and least squares
  | "missing-package"
  | "damaged-csv"
  | "damaged-file"
  | "unsupported-file"
  | "file-exists"
  | "cannot-write"
  | "service-failed"
  | "cut-table"
  | "unknown-name"
  | "ambiguous-name"
  | "rank-deficient"
  | "not-positive";

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** What is wrong and where, as a sentence. */
  readonly problem: string;
  /** What to do about it, as a sentence. */
  readonly remedy: string;
  /** The column, parameter, option or result that is at fault. */
  readonly variable?: string | undefined;
  /** The row of the column (or flat element of the parameter), counted from 0. */
  readonly row?: number | undefined;
  /** The value that was refused. */
  readonly value?: unknown;
  readonly cause?: unknown;
}

/**
 * A typed error; `message` is the problem followed by the remedy.
 *
 *     try { line.bind(data) } catch (error) { if (error instanceof WasmcmcError) console.log(error.variable, error.row) }
 */
export class WasmcmcError extends Error {
  override readonly name = "WasmcmcError";
  readonly code: ErrorCode;
  readonly variable: string | undefined;
  readonly row: number | undefined;
  readonly value: unknown;
  readonly remedy: string;

  constructor(details: ErrorDetails) {
    super(`${details.problem} ${details.remedy}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.variable = details.variable;
    this.row = details.row;
    this.value = details.value;
    this.remedy = details.remedy;
  }
}
