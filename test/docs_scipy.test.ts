/** What the pages call a distribution in scipy is the same distribution. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { densities } from "../scripts/docs/densities.js";
import { readDocstring } from "../scripts/docs/docstring.js";
import { exportedDistributions } from "../scripts/docs/exported.js";
import { runDistribution } from "../scripts/docs/run_code.js";
import { samples } from "../scripts/docs/samples/index.js";
import { python } from "./oracle/python.js";

const interpreter = python();

interface Case {
  readonly distribution: string;
  readonly call: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly discrete: boolean;
  readonly x: readonly number[];
}

/** Distributions of single numbers with a range to plot, at each of their sample's settings. */
const cases = exportedDistributions(fileURLToPath(new URL("..", import.meta.url))).flatMap(({ name, docstring }): Case[] => {
  const { cases, over, scipy, value } = samples[name]!;
  const call = readDocstring(docstring).names["scipy"] ?? scipy;
  if (call === undefined || over === undefined || value !== undefined) return [];
  return cases.map((distribution) => {
    const { node } = runDistribution(distribution);
    if (node.kind !== "plain") throw new Error(`${distribution} has no parameters of its own.`);
    const parameters = Object.entries(node.parameters).map(([key, each]) => [
      key,
      each.kind === "constant" ? each.values[0]! : NaN,
    ]);
    const { discrete } = node.family;
    const [from, to] = over;
    const x = Array.from({ length: 9 }, (_, i) => from + ((to - from) * (i + 0.5)) / 9).map((at) =>
      discrete ? Math.floor(at) : at,
    );
    return { distribution, call, parameters: Object.fromEntries(parameters), discrete, x };
  });
});

test.skipIf(interpreter === undefined)("scipy gives the densities of the pages' plots (needs Python)", () => {
  const script = fileURLToPath(new URL("./oracle/scipy_densities.py", import.meta.url));
  // JSON has no infinity.
  const input = JSON.stringify(cases, (_, value) => (value === Infinity ? "Infinity" : value));
  const { stdout, stderr } = spawnSync(interpreter!, [script], { input, encoding: "utf8" });
  expect(stderr).not.toContain("Error");
  const answers = JSON.parse(stdout.replace(/-Infinity/g, "-1e999")) as number[][];
  expect(cases.length).toBeGreaterThan(60);
  cases.forEach(({ distribution, x }, k) => {
    const ours = densities(distribution, "x", { x: [...x], y: x.map(() => 0) });
    // scipy's own error is some 1e-12 where it goes through cancelling terms.
    ours.forEach((density, i) => {
      const wanted = Math.exp(answers[k]![i]!);
      expect(Math.abs(density - wanted), `${distribution} at ${x[i]}`).toBeLessThanOrEqual(1e-10 * wanted + 1e-300);
    });
  });
});
