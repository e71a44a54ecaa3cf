/** Runs that stop at a precision: deterministic, the same with and without workers, and the same bits as a run of as many draws. */
import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const { closeWorkers, model, normal, observe, param, sample, vector } = library;
const line = lineModel(library);
const data = linePoints(library);
afterAll(() => closeWorkers());

const options = { chains: 4, warmup: 200, draws: 20_000, seed: 11, workers: false } as const;
const until = { ess: 500, rhat: 1.01, every: 50 } as const;
const hash = (fit: Library.Fit<typeof line>) =>
  ([...Object.values(fit.draws), ...Object.values(fit.sampleStats)] as Float64Array[])
    .reduce((sha, { buffer }) => sha.update(new Uint8Array(buffer)), createHash("sha256"))
    .digest("hex");

/** What the summary says of the parameters. */
function precision(fit: Library.Fit<typeof line>): { ess: number; rhat: number } {
  const rows = fit.summary().rows.filter(({ variable }) => ["m", "b", "ln_s_out", "w"].includes(variable));
  return {
    ess: Math.min(...rows.flatMap(({ ess_bulk, ess_tail }) => [ess_bulk, ess_tail])),
    rhat: Math.max(...rows.map(({ r_hat }) => r_hat)),
  };
}

describe("a run until a precision", () => {
  test("stops at the first count where the summary's numbers are good enough, with the bits of a run of as many draws", async () => {
    const fit = await sample(line, data, { ...options, until });
    expect(fit.stopped).toBe("precision");
    expect(fit.aborted).toBe(false);
    expect(fit.drawCount % 50).toBe(0);
    expect(fit.drawCount).toBeLessThan(20_000);
    expect(fit.look).toMatchObject({ draws: fit.drawCount, reached: true });
    expect(fit.settings.until).toEqual(until);
    const { ess, rhat } = precision(fit);
    expect(ess).toBeGreaterThanOrEqual(500);
    expect(fit.look?.ess).toBeCloseTo(ess, 8);
    expect(rhat).toBeLessThanOrEqual(1.01);
    const same = await sample(line, data, { ...options, draws: fit.drawCount });
    expect(hash(fit)).toBe(hash(same));
    for (let draws = 50; draws < fit.drawCount; draws += 50) {
      const shorter = precision(await sample(line, data, { ...options, draws }));
      expect(shorter.ess < 500 || shorter.rhat > 1.01).toBe(true);
    }
  });

  test.each([
    ["in one worker", 1],
    ["in two workers", 2],
    ["in three workers", 3],
  ] as const)("does not depend on where it runs: %s", async (_, workers) => {
    const here = await sample(line, data, { ...options, until });
    const there = await sample(line, data, { ...options, until, workers });
    expect(there.drawCount).toBe(here.drawCount);
    expect(hash(there)).toBe(hash(here));
  });

  test("shows each look in its progress, and being watched changes nothing", async () => {
    const run = sample(line, data, { ...options, until: { ess: 300 }, workers: 2 });
    const looks = new Set<Library.Look>();
    let most = 0;
    for await (const { look, draws } of run) {
      if (look !== undefined) looks.add(look);
      most = Math.max(most, ...draws.map((count) => count - (look?.draws ?? 0)));
    }
    const fit = await run;
    const unwatched = await sample(line, data, { ...options, until: { ess: 300 } });
    expect(hash(fit)).toBe(hash(unwatched));
    expect([...looks].every(({ draws }) => draws % 100 === 0)).toBe(true);
    expect([...looks].at(-1)).toEqual(fit.look);
    // No chain runs on beyond the look after the next one.
    expect(most).toBeLessThanOrEqual(200);
  });

  test("that never gets there makes all draws, and says so", async () => {
    const fit = await sample(line, data, { ...options, draws: 130, until: { ess: 1e6, every: 50 } });
    expect(fit).toMatchObject({ drawCount: 130, stopped: "draws", look: { draws: 130, reached: false } });
    const plain = await sample(line, data, { ...options, draws: 130 });
    expect(plain).toMatchObject({ stopped: "draws", look: undefined });
    expect(hash(fit)).toBe(hash(plain));
  });

  test("looks at the variables that are named, tracked ones too, and is stopped by a signal as any other", async () => {
    const scaled = model({ y: vector("row") }, ({ y }) => {
      const z = param(normal(0, 1), { dims: "row" });
      const theta = z.mul(3);
      return { z, theta, y: observe(y, normal(theta, 1)) };
    });
    const one = { ...options, until: { ess: 200, variables: ["theta"] } };
    const fit = await sample(scaled, { y: [1, 2] }, one);
    expect(fit).toMatchObject({ stopped: "precision", look: { variable: "theta" } });
    const stopped = await sample(line, data, { ...options, until, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ stopped: "aborted", aborted: true });
  });

  test("does not wait for the R-hat of numbers that never change", async () => {
    const correlated = model({ y: vector("row") }, ({ y }) => {
      const L = param(library.lkjCholesky(2, 2));
      const mu = param(normal(0, 1));
      return { L, mu, y: observe(y, normal(mu, 1)) };
    });
    const fit = await sample(correlated, { y: [1, 2] }, { ...options, until });
    expect(fit.summary().row("L[0, 1]").r_hat).toBeNaN();
    expect(fit.stopped).toBe("precision");
  });

  const wrong: [what: string, until: unknown, chains?: number][] = [
    ["no precision", {}],
    ["no object", 400],
    ["null", null],
    ["an effective sample size of 0", { ess: 0 }],
    ["an effective sample size that is not finite", { ess: Number.POSITIVE_INFINITY }],
    ["an R-hat of 1", { rhat: 1 }],
    ["an R-hat of one chain", { rhat: 1.01 }, 1],
    ["looks at every 2.5 draws", { ess: 100, every: 2.5 }],
    ["looks at every 3 draws", { ess: 100, every: 3 }],
    ["no variables", { ess: 100, variables: [] }],
    ["an unknown key", { ess: 100, mcse: 0.1 }],
  ];
  test.each(wrong)("refuses %s", async (_, refused, chains = 2) => {
    const run = sample(line, data, { ...options, chains, until: refused as never });
    await expect(run).rejects.toMatchObject({ code: "bad-option", variable: "until" });
  });

  test("refuses names that the model does not have", async () => {
    const run = sample(line, data, { ...options, until: { ess: 100, variables: ["slope"] } });
    await expect(run).rejects.toMatchObject({ code: "unknown-variable", variable: "slope" });
  });
});
