import { describe, expect, test } from "vitest";
import { diagnose, diagnoseDraws, namedArray } from "../../bindings/index.js";
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";
import { healthy, sick } from "./diagnose_models.js";

describe("a sick fit has its cause reported first", () => {
  test.each(sick)("$name: $first", async ({ first, run }) => {
    const report = diagnose(await run(1));
    expect([report.problems[0]?.code, report.healthy], String(report)).toEqual([first, false]);
    for (const { message, remedy } of report.problems)
      expect([message, remedy].every((text) => text.endsWith(".") || text.endsWith("`)."))).toBe(true);
  });
});

describe("a healthy fit has no problem", () => {
  test.each(healthy)("$name", async ({ run }) => {
    const report = diagnose(await run(1));
    expect(String(report)).toBe("No problem was found: the draws may be used.");
  });
});

test("divergences are told with the place where they lie", async () => {
  const report = diagnose(await sick[0]!.run(1));
  const told = report.problems[0]?.symptoms.find(({ code }) => code === "divergences");
  expect(told?.message).toMatch(/They lie at small tau \(\d+ of \d+ below its 10 % quantile, -\d.*\)/);
  expect(String(report)).toContain("Try:");
});

test("draws from elsewhere are judged by what is known of them", () => {
  const random = new RandomNumbers(3);
  const values = Float64Array.from({ length: 4000 }, () => random.normal());
  const arrays = { x: namedArray(values, [4, 1000], ["chain", "draw"]) };
  expect(diagnoseDraws({ arrays, stats: { chains: 4, draws: 1000 } }).healthy).toBe(true);
  const frozen = {
    x: namedArray(
      values.map((value, i) => (i < 1000 ? 0.3 : value)),
      [4, 1000],
      ["chain", "draw"],
    ),
  };
  expect(diagnoseDraws({ arrays: frozen, stats: { chains: 4, draws: 1000 } }).problems[0]?.code).toBe("stuck-chain");
});
