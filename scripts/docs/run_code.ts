/** Makes distributions and expressions from the text that a page shows. */
import * as library from "../../bindings/index.js";
import { type AnyDist, Dist } from "../../bindings/model/dist.js";

const names = Object.keys(library).filter((name) => /^[a-z]\w*$/.test(name));
const values = names.map((name) => (library as Record<string, unknown>)[name]);

/** The value of an expression in terms of the package's exports and of what is given by name. */
export function run(text: string, given: Readonly<Record<string, unknown>> = {}): unknown {
  const own = names.filter((name) => !(name in given));
  const make = new Function(...own, ...Object.keys(given), `"use strict"; return (${text});`);
  return make(...own.map((name) => values[names.indexOf(name)]), ...Object.values(given));
}

export function runDistribution(text: string, given: Readonly<Record<string, unknown>> = {}): AnyDist {
  const made = run(text, given);
  if (made instanceof Dist) return made;
  throw new Error(`${text} is no distribution.`);
}

/** Names of the package that stand in a text, in alphabetical order. */
export function namesIn(text: string): string[] {
  const words = new Set(text.match(/(?<![.\w])[A-Za-z]\w*(?!\w*:)/g));
  return names.filter((name) => words.has(name)).sort();
}
