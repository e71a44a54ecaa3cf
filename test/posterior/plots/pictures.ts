/** What tests of plots share: draws with a known seed, and elements, vertices and scales read back from a picture. */
import type { NamedArray } from "../../../bindings/posterior/array.js";
import { RandomNumbers } from "../../../bindings/posterior/statistics/random_numbers.js";

/** Independent normal draws, an array a chain. */
export function normalChains(seed: number, chains = 4, draws = 250, shift = 0): Float64Array[] {
  const random = new RandomNumbers(seed);
  return Array.from({ length: chains }, () => Float64Array.from({ length: draws }, () => shift + random.normal()));
}

export function elements(picture: Element, selector: string): Element[] {
  return [...picture.querySelectorAll(selector)];
}

export function numberOf(element: Element, attribute: string): number {
  return Number(element.getAttribute(attribute));
}

/** The corners of a path or of each of its parts, in pixels. */
export function vertices(path: Element): [number, number][] {
  const parts = (path.getAttribute("d") ?? "").match(/-?\d[\d.e+-]*,-?[\d.e+-]+/g) ?? [];
  return parts.map((pair) => pair.split(",").map(Number) as [number, number]);
}

/** The straight line through two places of values in pixels: what a linear scale does. */
export function scaleThrough([a, pixelA]: [number, number], [b, pixelB]: [number, number]): (value: number) => number {
  return (value) => pixelA + ((value - a) / (b - a)) * (pixelB - pixelA);
}

/** Texts of a picture in their order. */
export function texts(picture: Element): string[] {
  return elements(picture, "text").map((element) => (element.textContent ?? "").trim());
}

/** An array [chain, draw, row]. */
export function predictions(sets: readonly (readonly number[])[], chains = 1): NamedArray {
  const rows = sets[0]?.length ?? 0;
  return {
    dims: ["chain", "draw", "row"],
    shape: [chains, sets.length / chains, rows],
    coords: {},
    values: Float64Array.from(sets.flat()),
  };
}
