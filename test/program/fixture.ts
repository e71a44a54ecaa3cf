/** Reads committed fixtures; numbers that JSON has no word for are strings. */
import { readFileSync } from "node:fs";

export type JsonNumber = number | "inf" | "-inf" | "nan";

export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8")) as T;
}

export function toNumber(x: JsonNumber): number {
  if (typeof x === "number") return x;
  return x === "nan" ? NaN : x === "inf" ? Infinity : -Infinity;
}
