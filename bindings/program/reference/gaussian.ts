/** The definition of the bivariate and trivariate normal's quadratic form and root, by cofactors of the covariance matrix. */
import type { RowDefinition } from "./definition.js";

type Matrix = readonly (readonly number[])[];

/** Elements of the lower triangle, row by row. */
const places = (size: number): [i: number, j: number][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: i + 1 }, (_, j): [number, number] => [i, j])).flat();

/** The symmetric matrix whose lower triangle, row by row, is given. */
function symmetric(size: number, triangle: readonly number[]): Matrix {
  const index = (i: number, j: number): number => (Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j);
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => triangle[index(i, j)] as number));
}

const minor = (matrix: Matrix, row: number, column: number): Matrix =>
  matrix.filter((_, i) => i !== row).map((line) => line.filter((_, j) => j !== column));

function determinant(matrix: Matrix): number {
  const [top] = matrix;
  if (top === undefined) return 1;
  return top.reduce((sum, x, j) => sum + (j % 2 === 0 ? x : -x) * determinant(minor(matrix, 0, j)), 0);
}

/** By Sylvester's criterion. */
const isPositiveDefinite = (matrix: Matrix): boolean =>
  matrix.every((_, k) => determinant(matrix.slice(0, k + 1).map((line) => line.slice(0, k + 1))) > 0);

interface Parts {
  readonly root: number;
  readonly inverse: Matrix;
  /** The inverse times the difference. */
  readonly solved: readonly number[];
  readonly quadratic: number;
}

function partsOf(size: number, args: readonly number[]): Parts {
  const difference = args.slice(0, size);
  const matrix = symmetric(size, args.slice(size));
  const whole = determinant(matrix);
  const inverse = matrix.map((line, i) =>
    line.map((_, j) => ((i + j) % 2 === 0 ? 1 : -1) * (determinant(minor(matrix, i, j)) / whole)),
  );
  const solved = inverse.map((line) => line.reduce((sum, w, j) => sum + w * (difference[j] as number), 0));
  const quadratic = -0.5 * solved.reduce((sum, s, i) => sum + s * (difference[i] as number), 0);
  return { root: isPositiveDefinite(matrix) ? 1 / Math.sqrt(whole) : Number.NaN, inverse, solved, quadratic };
}

/** Of a difference and a covariance matrix of two or three dimensions. */
export function gaussian(size: 2 | 3): RowDefinition {
  return {
    forward: (args) => {
      const { quadratic, root } = partsOf(size, args);
      return [quadratic, root];
    },
    partials: (args) => {
      const { root, inverse, solved } = partsOf(size, args);
      const share = (i: number, j: number): number => (i === j ? 0.5 : 1);
      const ofQuadratic = places(size).map(([i, j]) => share(i, j) * (solved[i] as number) * (solved[j] as number));
      const ofRoot = places(size).map(([i, j]) => -share(i, j) * root * (inverse[i]?.[j] as number));
      return [
        [...solved.map((s) => -s), ...ofQuadratic],
        [...solved.map(() => 0), ...ofRoot],
      ];
    },
  };
}
