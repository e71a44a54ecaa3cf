/** Summaries of a fit, in all styles, against what ArviZ prints for the same draws. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { python } from "../oracle/python.js";
import { lineModel, linePoints } from "./line_model.js";

const { arviz0Median, arviz1 } = library;
const interpreter = python();
const script = fileURLToPath(new URL("../oracle/print_summaries.py", import.meta.url));

interface Printed {
  readonly arviz0: string;
  readonly arviz0Median: string;
  readonly arviz1: string | null;
}

/** What ArviZ prints for a fit's draws. */
function printedByArviz(fit: library.Fit<ReturnType<typeof lineModel>>): Printed {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-summary-"));
  try {
    const names = fit.names as readonly Parameters<typeof fit.array>[0][];
    for (const name of names) writeFileSync(join(folder, name), fit.array(name).values);
    const shapes = names.map((name) => ({ name, shape: fit.array(name).shape }));
    writeFileSync(join(folder, "shapes.json"), JSON.stringify(shapes));
    const run = spawnSync(interpreter as string, [script, folder], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("a summary of the line with outliers", () => {
  let fit: library.Fit<ReturnType<typeof lineModel>>;

  beforeAll(async () => {
    fit = await library.sample(lineModel(library), linePoints(library), { chains: 4, draws: 501, seed: 3, workers: false });
  });

  test.skipIf(interpreter === undefined)("is what ArviZ prints, to all digits, in every style (needs Python)", () => {
    const printed = printedByArviz(fit);
    expect(fit.summary().table()).toBe(printed.arviz0);
    expect(fit.summary({ style: arviz0Median }).table()).toBe(printed.arviz0Median);
    if (printed.arviz1 !== null) expect(fit.summary({ style: arviz1 }).table()).toBe(printed.arviz1);
  });

  test("passes options on, and has the same warnings in every style", () => {
    const summary = fit.summary({ style: arviz1, kind: "stats", variables: ["m", "w"], probability: 0.5 });
    expect(summary.rows.map(({ label }) => label)).toEqual(["m", "w[0]", "w[1]"]);
    expect(summary.columns).toEqual(["mean", "sd", "eti50_lb", "eti50_ub"]);
    expect(summary.warnings).toEqual(fit.warnings);
    expect(fit.summary({ variables: ["b"], roundTo: 1 }).table()).toContain("hdi_3%");
  });

  test("without options is made once", () => {
    expect(fit.summary()).toBe(fit.summary());
    expect(() => fit.summary({ variables: ["slope"] })).toThrow(expect.objectContaining({ code: "unknown-variable" }));
  });
});
