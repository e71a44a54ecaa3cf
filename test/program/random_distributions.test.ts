/** Random variates of the engine against their distributions: chi-square over bins, and moments, at fixed seeds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import { StoredDraws } from "../../bindings/engine/stored_draws.js";
import { opTable } from "../../bindings/program/ops.js";
import { fixtures } from "../oracle/fixtures.js";
import { chiSquare, critical, joined, z } from "./chi_square.js";
import { engine } from "./evaluators.js";
import { readFixture } from "./fixture.js";
import { simulation } from "./simulation.js";

interface Case {
  readonly operands: readonly number[];
  /** Ends of the bins, each belonging to the bin below it; the last bin has none. */
  readonly edges: readonly number[];
  readonly probabilities: readonly number[];
  readonly mean: number;
  readonly sd: number;
  /** In excess of the normal distribution's. */
  readonly kurtosis: number;
}

const name = "random_variates.json";
const fixture = readFixture<Record<string, readonly Case[]>>(name);
const cases = opTable
  .filter(({ immediate }) => immediate === "stream")
  .flatMap((op) => (fixture[op.name] ?? []).map((expected) => ({ ...op, ...expected })));

const [rows, iterations] = [400, 100];
const count = rows * iterations;

/** 40000 variates, of 400 rows and 100 iterations. */
function draw({ op, operands }: (typeof cases)[number]): Float64Array {
  const { program, data } = simulation(op, operands, rows);
  const all = new Float64Array(count);
  new StoredDraws(engine(program, data)).forEach(Section.Simulate, iterations, (x, k) => all.set(x, k * rows), {
    seed: 3,
    chain: 0,
  });
  return all;
}

function binOf(x: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x <= (edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

describe("random variates are distributed as they should be", () => {
  // 55 cases of three tests, each with a chance of 1e-4 (or 2e-4 for two sides) of failing for an arbitrary seed.
  test.each(cases.map((given) => [`${given.name}(${given.operands.join(", ")})`, given] as const))("%s", (_name, given) => {
    const draws = draw(given);
    const { edges, probabilities, mean, sd, kurtosis } = given;
    expect(draws.every((x) => Number.isFinite(x))).toBe(true);

    const observed = probabilities.map(() => 0);
    for (const x of draws) observed[binOf(x, edges)] = (observed[binOf(x, edges)] as number) + 1;
    observed.forEach((seen, bin) => {
      if (probabilities[bin] === 0) expect(seen).toBe(0);
    });
    const bins = joined(
      observed,
      probabilities.map((p) => p * count),
    );
    if (bins.length > 1) expect(chiSquare(bins)).toBeLessThan(critical(bins.length - 1));

    // Of a mean of 40000 and of a mean of squares; that of squares is skewed for rare counts, hence 5 sigma there.
    const offsets = draws.map((x) => (x - mean) / sd);
    const average = offsets.reduce((sum, x) => sum + x, 0) / count;
    const spread = offsets.reduce((sum, x) => sum + x * x, 0) / count;
    expect(Math.abs(average) * Math.sqrt(count)).toBeLessThan(z);
    expect(Math.abs(spread - 1) * Math.sqrt(count / (kurtosis + 2 + 1e-9))).toBeLessThan(5);
  });

  test("reach the ends of their ranges", () => {
    const [n, p] = [1e6, 1e-300];
    expect(draw({ ...find("randomBinomial"), operands: [n, p] }).every((x) => x === 0)).toBe(true);
    expect(draw({ ...find("randomBinomial"), operands: [n, 1] }).every((x) => x === n)).toBe(true);
    expect(draw({ ...find("randomPoisson"), operands: [0] }).every((x) => x === 0)).toBe(true);
    expect(draw({ ...find("randomLogGamma"), operands: [0] }).every((x) => x === -Infinity)).toBe(true);
    const angles = draw({ ...find("randomVonMises"), operands: [0] });
    expect(angles.every((x) => x > -Math.PI && x <= Math.PI)).toBe(true);
    expect(Math.max(...angles)).toBeGreaterThan(3.141);
    const uniforms = draw({ ...find("randomUniform"), operands: [] });
    expect(uniforms.every((x) => x > 0 && x < 1)).toBe(true);
  });
});

const find = (name: string): (typeof cases)[number] => cases.find((given) => given.name === name) as (typeof cases)[number];

const remade = fixtures("random_variates.py");
describe.skipIf(remade === undefined)("the fixture of random variates", () => {
  test("is what its script writes (needs Python)", () => {
    const again = JSON.parse(readFileSync(join(remade as string, name), "utf8")) as typeof fixture;
    const numbers = (table: typeof fixture): number[] =>
      Object.values(table).flatMap((list) =>
        Array.isArray(list)
          ? (list as Case[]).flatMap((c) => [...c.operands, ...c.edges, ...c.probabilities, c.mean, c.sd, c.kurtosis])
          : [],
      );
    const [ours, theirs] = [numbers(fixture), numbers(again)];
    expect(theirs.length).toBe(ours.length);
    // Other machines' libraries may round otherwise: far less than 40000 draws can tell.
    theirs.forEach((x, i) => {
      expect(Math.abs(x - (ours[i] as number))).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(x)));
    });
  });
});
