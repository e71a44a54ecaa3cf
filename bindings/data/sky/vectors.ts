/** Directions and 3 x 3 matrices: what coordinates on a sphere are computed with. Angles are degrees. */

export type Vector3 = readonly [number, number, number];
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

export const Degree = Math.PI / 180;

/** The unit vector towards a place on the sphere. */
export function direction(longitude: number, latitude: number): Vector3 {
  const cos = Math.cos(latitude * Degree);
  return [cos * Math.cos(longitude * Degree), cos * Math.sin(longitude * Degree), Math.sin(latitude * Degree)];
}

/** Longitude from 0 up to 360, and latitude, of a vector of any length. */
export function placeOf([x, y, z]: Vector3): { longitude: number; latitude: number } {
  const longitude = Math.atan2(y, x) / Degree;
  return { longitude: longitude < 0 ? longitude + 360 : longitude, latitude: Math.atan2(z, Math.hypot(x, y)) / Degree };
}

/** Unit vectors at a place: towards growing longitude, and towards growing latitude. */
export function tangents(longitude: number, latitude: number): { east: Vector3; north: Vector3 } {
  const [sinLon, cosLon] = [Math.sin(longitude * Degree), Math.cos(longitude * Degree)];
  const [sinLat, cosLat] = [Math.sin(latitude * Degree), Math.cos(latitude * Degree)];
  return { east: [-sinLon, cosLon, 0], north: [-sinLat * cosLon, -sinLat * sinLon, cosLat] };
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function combine(...terms: readonly (readonly [number, Vector3])[]): Vector3 {
  const sum = (axis: 0 | 1 | 2): number => terms.reduce((total, [factor, vector]) => total + factor * vector[axis], 0);
  return [sum(0), sum(1), sum(2)];
}

export function apply(matrix: Matrix3, vector: Vector3): Vector3 {
  return [dot(matrix[0], vector), dot(matrix[1], vector), dot(matrix[2], vector)];
}

export function product(a: Matrix3, b: Matrix3): Matrix3 {
  const columns = transposed(b);
  const row = (of: Vector3): Vector3 => [dot(of, columns[0]), dot(of, columns[1]), dot(of, columns[2])];
  return [row(a[0]), row(a[1]), row(a[2])];
}

export function transposed(m: Matrix3): Matrix3 {
  return [
    [m[0][0], m[1][0], m[2][0]],
    [m[0][1], m[1][1], m[2][1]],
    [m[0][2], m[1][2], m[2][2]],
  ];
}

/** The frame turned about an axis: coordinates of a fixed vector in the frame that is turned by `angle` degrees. */
export function frameRotation(axis: "x" | "y" | "z", angle: number): Matrix3 {
  const [s, c] = [Math.sin(angle * Degree), Math.cos(angle * Degree)];
  if (axis === "x") return [[1, 0, 0], [0, c, s], [0, -s, c]]; // biome-ignore format: a line a matrix
  if (axis === "y") return [[c, 0, -s], [0, 1, 0], [s, 0, c]]; // biome-ignore format: a line a matrix
  return [[c, s, 0], [-s, c, 0], [0, 0, 1]]; // biome-ignore format: a line a matrix
}
