/** What a run has drawn up to now can be read while it goes on. */
import { expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { sample, soFar } from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const options = { chains: 2, warmup: 100, draws: 3000, seed: 5, workers: false } as const;

test("the draws so far are the first of those that the fit has, and stay as they are", async () => {
  const run = sample(lineModel(library), linePoints(library), options);
  let early: ReturnType<typeof soFar<ReturnType<typeof lineModel>>>;
  for await (const _ of run) early ??= soFar(run);
  const fit = await run;
  if (early === undefined) throw new Error("the run was never seen under way");
  const count = early.drawCount;
  expect(count).toBeLessThan(fit.drawCount);
  for (const chain of [0, 1]) {
    const here = early.draws.m.subarray(chain * count, (chain + 1) * count);
    expect(Array.from(here)).toEqual(Array.from(fit.draws.m.subarray(chain * 3000, chain * 3000 + count)));
  }
  expect(early.stopped).toBe("aborted");
});

test("there is no fit before the first draw", () => {
  expect(soFar(sample(lineModel(library), linePoints(library), { ...options, draws: 1 }))).toBeUndefined();
});
