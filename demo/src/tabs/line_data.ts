/** The points on the screen, and what may be done to them. */
import type { LinePoints } from "../messages.js";

export class LineData {
  points: LinePoints = { x: new Float64Array(0), y: new Float64Array(0), yErr: new Float64Array(0) };

  get count(): number {
    return this.points.x.length;
  }

  set(points: LinePoints): void {
    this.points = points;
  }

  move(point: number, x: number, y: number): void {
    const { points } = this;
    const changed = { ...points, x: points.x.slice(), y: points.y.slice() };
    changed.x[point] = x;
    changed.y[point] = y;
    this.points = changed;
  }

  /** With the median of the errors; gives its number. */
  add(x: number, y: number): number {
    const { points } = this;
    const error = median(points.yErr) || 1;
    this.points = {
      x: Float64Array.of(...points.x, x),
      y: Float64Array.of(...points.y, y),
      yErr: Float64Array.of(...points.yErr, error),
    };
    return this.count - 1;
  }

  remove(point: number): void {
    const others = (values: Float64Array) => values.filter((_, i) => i !== point);
    const { x, y, yErr } = this.points;
    this.points = { x: others(x), y: others(y), yErr: others(yErr) };
  }

  /** Errors as they are given where they are positive; else a twentieth of the values' range. */
  errorsOf(y: Float64Array, given: Float64Array | undefined): Float64Array {
    const range =
      y.reduce((most, value) => Math.max(most, value), y[0]!) - y.reduce((least, value) => Math.min(least, value), y[0]!);
    const fallback = range / 20 || 1;
    return y.map((_, i) => ((given?.[i] ?? 0) > 0 ? given![i]! : fallback));
  }

  /** Priors that are wide for these points. */
  spread(): { slope: number; intercept: number; spread: number } {
    const width = (values: Float64Array) =>
      values.reduce((most, value) => Math.max(most, value), values[0]!) -
        values.reduce((least, value) => Math.min(least, value), values[0]!) || 1;
    const { x, y } = this.points;
    const rounded = (value: number) => Number(value.toPrecision(2));
    const farthest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const steep = width(y) / width(x);
    return {
      slope: rounded(2 * steep),
      intercept: rounded(width(y) + steep * farthest),
      spread: rounded(width(y) / 3),
    };
  }
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1] ?? 0;
}
