/** What it takes to define a row-wise op: its values and its partial derivatives. */

export interface RowDefinition {
  /** The outputs of one row, from its operands. A mixture without an output gives its term. */
  forward(args: readonly number[]): number[];
  /** Partial derivatives [output][operand]. */
  partials(args: readonly number[], outs: readonly number[]): number[][];
  /**
   * Sums of absolute products behind each partial, where the defining formula of the partial is itself a sum;
   * elsewhere they are the partials' absolute values.
   */
  magnitudes?(args: readonly number[], outs: readonly number[]): number[][];
  /** Sum of absolute terms behind the first output, where its defining formula is a sum; elsewhere its absolute value. */
  size?(args: readonly number[], outs: readonly number[]): number;
}

/** Definition of a one-output op of one operand. */
export function unary(f: (x: number) => number, slope: (x: number, y: number) => number): RowDefinition {
  return {
    forward: ([x]) => [f(x as number)],
    partials: ([x], [y]) => [[slope(x as number, y as number)]],
  };
}

/** Definition of a one-output op of two operands. */
export function binary(
  f: (a: number, b: number) => number,
  slopes: (a: number, b: number, y: number) => [number, number],
): RowDefinition {
  return {
    forward: ([a, b]) => [f(a as number, b as number)],
    partials: ([a, b], [y]) => [slopes(a as number, b as number, y as number)],
  };
}

/** Definition of a one-output op of three operands. */
export function ternary(
  f: (a: number, b: number, c: number) => number,
  slopes: (a: number, b: number, c: number) => [number, number, number],
): RowDefinition {
  return {
    forward: ([a, b, c]) => [f(a as number, b as number, c as number)],
    partials: ([a, b, c]) => [slopes(a as number, b as number, c as number)],
  };
}

/** For ops that run forward only. */
export function forwardOnly(forward: (args: readonly number[]) => number[]): RowDefinition {
  return {
    forward,
    partials: () => {
      throw new Error("this op has no reverse side");
    },
  };
}
