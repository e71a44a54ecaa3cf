/** The pages of docs/distributions/ are what the generator makes of the sources as they are now. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readDocstring } from "../scripts/docs/docstring.js";
import { exportedDistributions } from "../scripts/docs/exported.js";
import { generate } from "../scripts/docs/generate.js";
import { samples } from "../scripts/docs/samples/index.js";
import { grey, inks } from "../scripts/docs/svg.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}docs/distributions/`;
const exported = exportedDistributions(root);

describe("the pages of the distributions", () => {
  test("are those that npm run docs makes", () => {
    const made = generate(root);
    expect(readdirSync(folder).sort()).toEqual([...made.keys()].sort());
    const stale = [...made].filter(([name, text]) => readFileSync(folder + name, "utf8") !== text).map(([name]) => name);
    expect(stale, "run npm run docs").toEqual([]);
  });

  test("have a sample each, and no sample is left over", () => {
    const names = exported.map(({ name }) => name);
    expect(names.filter((name) => !(name in samples))).toEqual([]);
    expect(Object.keys(samples).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("say how Stan and PyMC call the distribution", () => {
    const nameless = exported.filter(({ docstring }) => {
      const { names } = readDocstring(docstring);
      return names["Stan"] === undefined || names["PyMC"] === undefined;
    });
    expect(nameless.map(({ name }) => name)).toEqual([]);
  });

  test("begin with a formula, where there is a density to write down", () => {
    // The improper priors have the log density 0, and a custom density is the person's own.
    const without = exported.filter(({ docstring }) => !readDocstring(docstring).blocks.some(({ kind }) => kind === "formula"));
    expect(without.map(({ name }) => name)).toEqual(["custom", "flat", "halfFlat"]);
  });
});

/** Relative luminance and contrast as the Web Content Accessibility Guidelines define them. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test.each(["#ffffff", "#0d1117"])("the colours of the plots stand out from a page of %s", (background) => {
  // 3 : 1 is what graphics and large text need.
  for (const color of [...inks, grey]) expect(contrast(color, background)).toBeGreaterThan(3);
});

test("a docstring is taken apart into prose, formula, names and source", () => {
  const { blocks, names, source } = readDocstring(`/**
   * Half as much, as in a.b(c).
   *
   *     p(x) = 2 x
   *
   * Mean 1. Stan: half(a, b = 0.5); PyMC: Half(a); scipy: half(a). Drawn by halves. Source: Half, 1900.
   */`);
  expect(blocks).toEqual([
    { kind: "prose", text: "Half as much, as in a.b(c)." },
    { kind: "formula", text: "p(x) = 2 x" },
    { kind: "prose", text: "Mean 1. Drawn by halves." },
  ]);
  expect(names).toEqual({ Stan: "half(a, b = 0.5)", PyMC: "Half(a)", scipy: "half(a)" });
  expect(source).toBe("Half, 1900");
});
