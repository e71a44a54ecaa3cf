/** Axes of a plot: a linear scale each, with round ticks. */

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** The pixel of a value. */
  readonly at: (value: number) => number;
}

export function axis(from: number, to: number, firstPixel: number, lastPixel: number, { most = 8, leastStep = 0 } = {}): Axis {
  const step = Math.max(leastStep, tickStep(to - from, most));
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => round((first + k) * step));
  return { from, to, ticks, at: (value) => firstPixel + ((value - from) / (to - from)) * (lastPixel - firstPixel) };
}

/** 1, 2 or 5 times a power of ten, so that there are at most so many steps. */
function tickStep(span: number, most: number): number {
  let power = 1e-12;
  for (;;) {
    for (const digit of [1, 2, 5]) if (span / (digit * power) <= most) return digit * power;
    power *= 10;
  }
}

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
