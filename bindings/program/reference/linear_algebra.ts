/** Definitions of the ops of linear algebra: the textbook's loops, and for reverse every partial derivative by itself. */
import { Op } from "../../../assembly/opcodes.js";
import type { Instruction } from "../program.js";
import type { AcrossRows } from "./across_rows.js";
import type { State } from "./state.js";
import { compensatedSum } from "./sum.js";

/** A square matrix, row by row. */
type Matrix = readonly number[][];

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const square = (n: number, element: (i: number, j: number) => number): number[][] =>
  range(n).map((i) => range(n).map((j) => element(i, j)));
const sideOf = (rows: number): number => Math.floor(Math.sqrt(rows));
const sumOver = (from: number, to: number, term: (k: number) => number): number =>
  compensatedSum(range(Math.max(to - from, 0)).map((k) => term(from + k)));
const at = (matrix: Matrix, i: number, j: number): number => (matrix[i] as number[])[j] as number;

function lowerOf(state: State, id: number, n: number): number[][] {
  return square(n, (i, j) => (j <= i ? state.read(id, i * n + j) : 0));
}

const product: AcrossRows = {
  forward(state, { args, out }, rows) {
    const [matrix, vector] = args as [number, number];
    const features = state.column(vector).length;
    for (let i = 0; i < rows; i++) {
      state.write(
        out,
        i,
        sumOver(0, features, (j) => state.read(matrix, i * features + j) * state.read(vector, j)),
      );
    }
  },
  reverse(state, { args, out }, rows) {
    const [matrix, vector] = args as [number, number];
    const features = state.column(vector).length;
    for (let i = 0; i < rows; i++) {
      const from = state.adjoint(out, i);
      for (let j = 0; j < features; j++) {
        state.propagate(matrix, i * features + j, state.read(vector, j), from);
        state.propagate(vector, j, state.read(matrix, i * features + j), from);
      }
    }
  },
};

/** L with L L^T = a; NaN below and on the diagonal where a pivot is not a positive number. */
function factorOf(a: Matrix): number[][] {
  const n = a.length;
  const l = square(n, () => 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = at(a, i, j) - sumOver(0, j, (k) => at(l, i, k) * at(l, j, k));
      (l[i] as number[])[j] = i === j ? Math.sqrt(rest) : rest / at(l, j, j);
    }
    if (!(at(l, i, i) > 0 && at(l, i, i) < Infinity)) return square(n, (row, column) => (column <= row ? NaN : 0));
  }
  return l;
}

/** The inverse of a lower triangular matrix. */
function inverseOf(l: Matrix): number[][] {
  const n = l.length;
  const inverse = square(n, () => 0);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const rest = (i === j ? 1 : 0) - sumOver(j, i, (k) => at(l, i, k) * at(inverse, k, j));
      (inverse[i] as number[])[j] = rest / at(l, i, i);
    }
  }
  return inverse;
}

/** dL = L phi(L^-1 dA L^-T), with phi the lower triangle and half of the diagonal (Murray 2016, eq. 8), for dA of a_pq and a_qp. */
function tangentOf(l: Matrix, inverse: Matrix, p: number, q: number): number[][] {
  const n = l.length;
  const phi = square(n, (i, j) => {
    const both = at(inverse, i, p) * at(inverse, j, q) + (p === q ? 0 : at(inverse, i, q) * at(inverse, j, p));
    return j > i ? 0 : i === j ? both / 2 : both;
  });
  return square(n, (i, j) => sumOver(j, i + 1, (k) => at(l, i, k) * at(phi, k, j)));
}

const cholesky: AcrossRows = {
  forward(state, { args: [source], out }, rows) {
    const n = sideOf(rows);
    const l = factorOf(lowerOf(state, source as number, n));
    l.flat().forEach((element, row) => {
      state.write(out, row, element);
    });
  },
  reverse(state, { args: [source], out }, rows) {
    const n = sideOf(rows);
    const l = lowerOf(state, out, n);
    const inverse = inverseOf(l);
    for (let p = 0; p < n; p++) {
      for (let q = 0; q <= p; q++) {
        const tangent = tangentOf(l, inverse, p, q);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++)
            state.propagate(source as number, p * n + q, at(tangent, i, j), state.adjoint(out, i * n + j));
        }
      }
    }
  },
};

/** The matrix of the system: L or its transpose, inverted; and the number of right sides. */
function systemOf(state: State, { op, args: [factor] }: Instruction, rows: number) {
  const n = sideOf(state.column(factor as number).length);
  const inverse = inverseOf(lowerOf(state, factor as number, n));
  const transposed = op === Op.SolveLowerTransposed;
  return { n, width: n === 0 ? 0 : rows / n, transposed, inverse: transposed ? square(n, (i, j) => at(inverse, j, i)) : inverse };
}

/** By substitution: x_i from those before it, or, transposed, from those after it. */
const solve: AcrossRows = {
  forward(state, instruction, rows) {
    const [factor, right] = instruction.args as [number, number];
    const { n, width, transposed } = systemOf(state, instruction, rows);
    const element = (i: number, j: number) => state.read(factor, transposed ? j * n + i : i * n + j);
    for (let c = 0; c < width; c++) {
      for (const i of transposed ? range(n).reverse() : range(n)) {
        const known = transposed ? [i + 1, n] : [0, i];
        const rest = sumOver(
          known[0] as number,
          known[1] as number,
          (k) => element(i, k) * state.read(instruction.out, k * width + c),
        );
        state.write(instruction.out, i * width + c, (state.read(right, i * width + c) - rest) / element(i, i));
      }
    }
  },
  reverse(state, instruction, rows) {
    const [factor, right] = instruction.args as [number, number];
    const { n, width, transposed, inverse } = systemOf(state, instruction, rows);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < width; c++) {
        const from = state.adjoint(instruction.out, i * width + c);
        for (let j = 0; j < n; j++) state.propagate(right, j * width + c, at(inverse, i, j), from);
        for (let p = 0; p < n; p++) {
          for (let q = 0; q <= p; q++) {
            const [row, column] = transposed ? [q, p] : [p, q];
            state.propagate(factor, p * n + q, -at(inverse, i, row) * state.read(instruction.out, column * width + c), from);
          }
        }
      }
    }
  },
};

export const linearAlgebraDefinitions: readonly (readonly [Op, AcrossRows])[] = [
  [Op.Product, product],
  [Op.Cholesky, cholesky],
  [Op.SolveLower, solve],
  [Op.SolveLowerTransposed, solve],
];
