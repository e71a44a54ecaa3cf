/** Round numbers for axes so small that their labels would touch each other, or those of the panel beside them. */
import type { ScaleOptions } from "@observablehq/plot";
import { CharacterWidth, exponentFormat, needsExponents } from "./labels.js";

/** Shares of the axis at its ends where a label would reach into the next panel. */
const Ends = 0.07;
const MostTicks = 5;
const LineHeight = 20;
/** Characters that there is room for beside an axis: longer numbers are written with exponents where that is shorter. */
const LongestLabel = 5;

/** Ticks and their format for an axis of so many pixels, across or upwards. */
export function smallAxis(range: readonly [number, number], pixels: number, direction: "across" | "up"): ScaleOptions {
  const [low, high] = [range[0] + Ends * (range[1] - range[0]), range[1] - Ends * (range[1] - range[0])];
  if (!(high > low) || needsExponents(range)) return { ticks: 2 };
  const formatOf = (ticks: readonly number[], decimals: number) => {
    const plain = (value: number) => told(value, decimals);
    const short = exponentFormat(range);
    const longest = (format: (value: number) => string) => Math.max(...ticks.map((tick) => format(tick).length));
    return longest(plain) > LongestLabel && longest(short) < longest(plain) ? short : plain;
  };
  const { ticks, decimals } = ticksWithin(low, high, (ticks, decimals) => {
    const labels = ticks.map(formatOf(ticks, decimals));
    const widest = Math.max(...labels.map(({ length }) => length)) * CharacterWidth + 8;
    const areApart = new Set(labels).size === labels.length;
    return areApart && labels.length <= MostTicks && labels.length * (direction === "across" ? widest : LineHeight) <= pixels;
  });
  return { ticks, tickFormat: formatOf(ticks, decimals) };
}

/** At least two multiples of the least of 1, 2 and 5 times a power of ten whose labels fit; else every second of them, else one. */
function ticksWithin(low: number, high: number, haveRoom: (ticks: readonly number[], decimals: number) => boolean) {
  const start = Math.floor(Math.log10(high - low)) - 1;
  const steps = [0, 1, 2, 3].flatMap((more) => [1, 2, 5].map((factor) => ({ factor, power: start + more })));
  const choices = [(ticks: number[]) => ticks, everySecond, middle];
  for (const chosen of choices) {
    for (const { factor, power } of steps) {
      const decimals = Math.max(0, -power);
      const ticks = chosen(multiples(factor, power, low, high));
      const isEnough = ticks.length > (chosen === middle ? 0 : 1);
      if (isEnough && haveRoom(ticks, decimals)) return { ticks, decimals };
    }
  }
  return { ticks: [(low + high) / 2], decimals: Math.max(0, 1 - start) };
}

const everySecond = (ticks: number[]): number[] => ticks.filter((_, place) => place % 2 === 0);
const middle = (ticks: number[]): number[] => ticks.slice(Math.floor(ticks.length / 2), Math.floor(ticks.length / 2) + 1);

function multiples(factor: number, power: number, low: number, high: number): number[] {
  // Dividing by a power of ten, not multiplying by its inverse, gives the number nearest to the decimal one.
  const at = (k: number): number => (power < 0 ? (k * factor) / 10 ** -power : k * factor * 10 ** power);
  const first = Math.ceil(low / at(1));
  const count = Math.floor(high / at(1)) - first + 1;
  return Array.from({ length: Math.max(0, Math.min(count, 200)) }, (_, i) => at(first + i) + 0);
}

const told = (value: number, decimals: number): string => value.toFixed(decimals).replace("-", "−");
