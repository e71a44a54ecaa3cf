import { describe, expect, test } from "vitest";
import {
  deserialize,
  diagnose,
  flat,
  halfNormal,
  index,
  lower,
  model,
  normal,
  observe,
  param,
  sample,
  serialize,
  vector,
} from "../../bindings/index.js";
import { manyModels } from "../fit/many_models.js";
import { healthy } from "./healthy.js";
import { sick } from "./sick.js";

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

test("what the summary warns of is in the report, in the same words", async () => {
  for (const { run } of sick) {
    const fit = await run(2);
    const { problems } = diagnose(fit);
    const told = problems.flatMap((problem) => [problem, ...problem.symptoms]);
    for (const { code, message } of fit.warnings) {
      expect(told.some((each) => each.code === code && each.message.startsWith(message))).toBe(true);
    }
  }
});

describe("what a model knows of its parameters", () => {
  const groups = { y: [0.2, 1.9, 1.1, 0.7], group: ["a", "b", "a", "b"] };

  test("has bounds that are other parameters, and parameters that are not returned", async () => {
    const hidden = model({ y: vector("row") }, ({ y }) => {
      const low = param(normal(0, 1));
      const high = param(normal(0, 10), { constraint: lower(low), name: "high", track: false });
      return { low, y: observe(y, normal(high, 0.1)) };
    });
    const fit = await sample(hidden, { y: [-4, -4.1, -3.9, -4] }, { seed: 1, workers: false });
    const found = diagnose(fit).problems.flatMap((problem) => [problem, ...problem.symptoms]);
    expect(found.map(({ code, variable }) => [code, variable])).toContainEqual(["prior-data-conflict", "low"]);
  });

  test("is the same for a model that was read from bytes", async () => {
    const conflicting = model({ y: vector("row"), group: index("group", "row") }, ({ y, group }) => {
      const level = param(normal(0, 0.01), { dims: "group" });
      const sigma = param(halfNormal(1));
      return { level, sigma, y: observe(y, normal(level.at(group).add(20), sigma.mul(0.01))) };
    });
    const target = conflicting.bind(groups);
    const options = { seed: 4, workers: false } as const;
    const fits = [await sample(target, options), await sample(deserialize(serialize(target)), options)];
    const heads = fits.map((fit) => diagnose(fit).problems.map(({ code, variable }) => [code, variable]));
    expect(heads[0]).toEqual([["prior-data-conflict", heads[0]![0]![1]]]);
    expect(heads[1]!.map(([code]) => code)).toEqual(["prior-data-conflict"]);
  });

  test("does not need priors that can be drawn from", async () => {
    const improper = model({ y: vector("row") }, ({ y }) => {
      const mu = param(flat());
      const sigma = param(halfNormal(1));
      return { mu, sigma, y: observe(y, normal(mu, sigma.mul(0.01))) };
    });
    const fit = await sample(improper, { y: groups.y.map((v) => 100 * v) }, { seed: 1, workers: false });
    expect(diagnose(fit).problems.map(({ code, variable }) => [code, variable])).toEqual([["prior-data-conflict", "sigma"]]);
  });
});

test("a run that was stopped before its first draw has nothing to be diagnosed", async () => {
  const control = new AbortController();
  control.abort();
  const fit = await sample(manyModels["line"]!, { seed: 1, signal: control.signal, workers: false });
  expect(() => diagnose(fit)).toThrow(expect.objectContaining({ code: "too-few-draws" }));
});
