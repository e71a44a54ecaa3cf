/** Affine maps x -> A (x - centre) + centre + shift with a lower triangular A: what moment matching moves draws by, and back again. */

/** Draws of vectors, one after the other: number i of draw s is `values[s * dimension + i]`. */
export interface VectorDraws {
  readonly values: Float64Array;
  readonly dimension: number;
}

/** Weighted by weights that sum up to 1. */
export function meanOf({ values, dimension }: VectorDraws, weights?: Float64Array): Float64Array {
  const out = new Float64Array(dimension);
  const count = values.length / dimension;
  for (let draw = 0; draw < count; draw++) {
    const weight = weights === undefined ? 1 / count : weights[draw]!;
    if (weight === 0) continue;
    for (let i = 0; i < dimension; i++) out[i]! += weight * values[draw * dimension + i]!;
  }
  return out;
}

/** Variances about a mean of n draws, n / (n - 1) times the weighted mean square: of equal weights the usual estimate. */
export function varianceOf({ values, dimension }: VectorDraws, mean: Float64Array, weights?: Float64Array): Float64Array {
  const out = new Float64Array(dimension);
  const count = values.length / dimension;
  for (let draw = 0; draw < count; draw++) {
    const weight = (weights === undefined ? 1 / count : weights[draw]!) * (count / (count - 1));
    if (weight === 0) continue;
    for (let i = 0; i < dimension; i++) out[i]! += weight * (values[draw * dimension + i]! - mean[i]!) ** 2;
  }
  return out;
}

/** Covariances about a mean, sum of w (x - mean) (x - mean)^T over 1 - sum of w^2 (R's cov.wt), row by row. */
export function covarianceOf({ values, dimension }: VectorDraws, mean: Float64Array, weights?: Float64Array): Float64Array {
  const out = new Float64Array(dimension * dimension);
  const count = values.length / dimension;
  const squares = weights === undefined ? 1 / count : weights.reduce((sum, weight) => sum + weight * weight, 0);
  for (let draw = 0; draw < count; draw++) {
    const weight = (weights === undefined ? 1 / count : weights[draw]!) / (1 - squares);
    if (weight === 0) continue;
    const at = draw * dimension;
    for (let i = 0; i < dimension; i++) {
      const scaled = weight * (values[at + i]! - mean[i]!);
      for (let j = 0; j <= i; j++) out[i * dimension + j]! += scaled * (values[at + j]! - mean[j]!);
    }
  }
  for (let i = 0; i < dimension; i++) for (let j = 0; j < i; j++) out[j * dimension + i] = out[i * dimension + j]!;
  return out;
}

/** The lower triangular L with L L^T = the matrix; undefined where it is not positive definite. */
export function choleskyFactor(matrix: Float64Array, dimension: number): Float64Array | undefined {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * dimension + j]!;
      for (let k = 0; k < j; k++) sum -= out[i * dimension + k]! * out[j * dimension + k]!;
      if (i === j && !(sum > 0 && sum < Infinity)) return undefined;
      out[i * dimension + j] = i === j ? Math.sqrt(sum) : sum / out[j * dimension + j]!;
    }
  }
  return out;
}

/** L M^-1, of lower triangles: what makes covariances of factor M those of factor L. */
export function quotient(left: Float64Array, right: Float64Array, dimension: number): Float64Array {
  const out = new Float64Array(left.length);
  for (let i = 0; i < dimension; i++) {
    for (let j = i; j >= 0; j--) {
      let sum = left[i * dimension + j]!;
      for (let k = j + 1; k <= i; k++) sum -= out[i * dimension + k]! * right[k * dimension + j]!;
      out[i * dimension + j] = sum / right[j * dimension + j]!;
    }
  }
  return out;
}

export class TriangularMap {
  private constructor(
    private readonly centre: Float64Array,
    private readonly shift: Float64Array,
    /** Row by row; upper triangle 0. */
    private readonly matrix: Float64Array,
  ) {}

  /** Leaves all where it is. */
  static around(centre: Float64Array): TriangularMap {
    return new TriangularMap(centre, new Float64Array(centre.length), identity(centre.length));
  }

  /** This map, followed by x -> matrix (x - m) + m + shift, where m is what this map makes of the centre. */
  followedBy(matrix: Float64Array, shift: Float64Array): TriangularMap {
    const dimension = this.centre.length;
    const product = new Float64Array(matrix.length);
    for (let i = 0; i < dimension; i++) {
      for (let k = 0; k <= i; k++) {
        const factor = matrix[i * dimension + k]!;
        for (let j = 0; j <= k; j++) product[i * dimension + j]! += factor * this.matrix[k * dimension + j]!;
      }
    }
    return new TriangularMap(
      this.centre,
      this.shift.map((value, i) => value + shift[i]!),
      product,
    );
  }

  get logDeterminant(): number {
    const { length } = this.centre;
    return this.centre.reduce((sum, _, i) => sum + Math.log(this.matrix[i * length + i]!), 0);
  }

  apply({ values, dimension }: VectorDraws): Float64Array {
    const { centre, shift, matrix } = this;
    const out = new Float64Array(values.length);
    for (let at = 0; at < values.length; at += dimension) {
      for (let i = 0; i < dimension; i++) {
        let sum = centre[i]! + shift[i]!;
        for (let j = 0; j <= i; j++) sum += matrix[i * dimension + j]! * (values[at + j]! - centre[j]!);
        out[at + i] = sum;
      }
    }
    return out;
  }

  invert({ values, dimension }: VectorDraws): Float64Array {
    const { centre, shift, matrix } = this;
    const out = new Float64Array(values.length);
    for (let at = 0; at < values.length; at += dimension) {
      for (let i = 0; i < dimension; i++) {
        let sum = values[at + i]! - centre[i]! - shift[i]!;
        for (let j = 0; j < i; j++) sum -= matrix[i * dimension + j]! * (out[at + j]! - centre[j]!);
        out[at + i] = sum / matrix[i * dimension + i]! + centre[i]!;
      }
    }
    return out;
  }
}

export function identity(dimension: number): Float64Array {
  return diagonal(new Float64Array(dimension).fill(1));
}

export function diagonal(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length ** 2);
  for (let i = 0; i < values.length; i++) out[i * values.length + i] = values[i]!;
  return out;
}
