/** The damaged file of a number. */
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";
import { mutate } from "./mutate.js";
import type { Seed } from "./seeds.js";

/** Odd numbers are damaged in their data, even ones in their structure; seeds take turns. */
export function damaged(seeds: readonly Seed[], firstSeed: number, number: number): Seed {
  const { name, bytes } = seeds[Math.floor(number / 2) % seeds.length]!;
  const random = new RandomNumbers(firstSeed * 1_000_003 + number);
  return { name, bytes: mutate(bytes, number % 2 === 1 ? "data" : "structure", random) };
}
