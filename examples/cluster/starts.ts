/** Where chains start: near the cluster, where the stars about its centre are denser than the field's. */

/**
 * The number about which there are most stars inside beyond those that the field outside would put there, within a window of this width.
 *
 *     densestExcess(pmraInside, pmraOutside, 0.5)   // mas/yr
 */
export function densestExcess(inside: ArrayLike<number>, outside: ArrayLike<number>, width: number): number {
  const [own, other] = [Float64Array.from(inside).sort(), Float64Array.from(outside).sort()];
  const scale = other.length === 0 ? 0 : own.length / other.length;
  let [best, place] = [-Infinity, NaN];
  const [first, second] = [new Window(own), new Window(other)];
  for (const centre of own) {
    const excess =
      first.count(centre - width / 2, centre + width / 2) - scale * second.count(centre - width / 2, centre + width / 2);
    if (excess > best) [best, place] = [excess, centre];
  }
  return place;
}

/** Counts sorted numbers in a window that only moves up. */
class Window {
  private from = 0;
  private to = 0;

  constructor(private readonly sorted: Float64Array) {}

  count(low: number, high: number): number {
    const { sorted } = this;
    while (this.from < sorted.length && (sorted[this.from] as number) < low) this.from++;
    while (this.to < sorted.length && (sorted[this.to] as number) <= high) this.to++;
    return this.to - this.from;
  }
}

/** The middle of the numbers. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] as number;
}
