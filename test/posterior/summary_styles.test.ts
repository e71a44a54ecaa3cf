import { describe, expect, test } from "vitest";
import {
  type Arviz0Kind,
  type Arviz1Kind,
  arviz0Median,
  arviz1,
  namedArray,
  type Summary,
  summarize,
} from "../../bindings/index.js";
import { disagreement, drawSpec, drawsOf, type Stored } from "./draw_sets.js";
import { type ArvizOptions, arraysOf, styles } from "./styles.js";

/** As for single statistics; a mean near zero is judged by the standard deviation that its digits are read against. */
const Tolerance = 1e-10;

type Rows = Pick<Summary<never>, "columns"> & { readonly rows: readonly object[] };

/** Numbers of the first row in the order of the columns. */
function numbersOf(summary: Rows, fields: readonly string[]): number[] {
  return fields.map((field) => (summary.rows[0] as Record<string, number>)[field]!);
}

const Fields: Readonly<Record<string, readonly string[]>> = {
  all: ["mean", "sd", "ci_lower", "ci_upper", "ess_bulk", "ess_tail", "r_hat", "mcse_mean", "mcse_sd"],
  stats: ["mean", "sd", "ci_lower", "ci_upper"],
  diagnostics: ["ess_bulk", "ess_tail", "r_hat", "mcse_mean", "mcse_sd"],
  all_median: ["median", "mad", "ci_lower", "ci_upper", "ess_median", "ess_tail", "r_hat", "mcse_median"],
  stats_median: ["median", "mad", "ci_lower", "ci_upper"],
  diagnostics_median: ["ess_median", "ess_tail", "r_hat", "mcse_median"],
  mc_diagnostics: ["mcse_mean", "ess_mean", "min_ss"],
};
const MedianFields = ["median", "mad", "eti_lower", "eti_upper", "mcse_median", "ess_median", "ess_tail", "r_hat"];

function problemsOf(found: readonly number[], stored: readonly Stored[], fields: readonly string[], scale: number): string[] {
  return fields
    .map((field, k) => disagreement(field, found[k]!, stored[k]!, Tolerance, field === "mean" || field === "median" ? scale : 0))
    .filter(Boolean);
}

describe.each(styles.cases)("a row about $spec.name", ({ spec, "1.x": new1, "0.x": old }) => {
  const { values, chains, draws } = drawsOf(spec);
  const arrays = { x: namedArray(values, [chains, draws], ["chain", "draw"]) };
  const spread = Number(new1.rows.stats?.[1]) || 0;

  test.each(Object.entries(Fields))("of the kind %s has the numbers of arviz-stats", (kind, fields) => {
    const summary = summarize(arrays, { style: arviz1, kind: kind as Arviz1Kind });
    const stored = new1.rows[kind];
    if (stored !== null && stored !== undefined)
      expect(problemsOf(numbersOf(summary, fields), stored, fields, spread)).toEqual([]);
    else expect(summary.rows[0]!.min_ss).toBeNaN();
  });

  test("about the median has the numbers of ArviZ 0.x", () => {
    const found = numbersOf(summarize(arrays, { style: arviz0Median }), MedianFields);
    expect(problemsOf(found, old.median_row, MedianFields, spread)).toEqual([]);
  });
});

/** Our options for ArviZ's. */
function optionsOf({ kind, ci_prob, hdi_prob, round_to }: ArvizOptions) {
  const probability = ci_prob ?? hdi_prob;
  return {
    ...(kind !== undefined && { kind }),
    ...(probability !== undefined && { probability: Number(probability) }),
    ...(round_to !== undefined && { roundTo: round_to as number | "none" }),
  };
}

describe.each(styles.tables)("the table of $name", ({ variables, texts }) => {
  const arrays = arraysOf(variables);

  test.each(texts["1.x"])("prints as arviz-stats prints it: $options", ({ options, text }) => {
    if (text === null) return;
    expect(String(summarize(arrays, { style: arviz1, ...(optionsOf(options) as { kind?: Arviz1Kind }) }))).toBe(text);
  });

  test.each(texts["0.x"])("prints as ArviZ 0.x prints it: $options", ({ options, text }) => {
    const ours = optionsOf(options) as { kind?: Arviz0Kind };
    const summary =
      options.stat_focus === "median" ? summarize(arrays, { style: arviz0Median, ...ours }) : summarize(arrays, ours);
    expect(String(summary)).toBe(text);
  });
});

describe("the options of a summary", () => {
  const { values } = drawsOf(drawSpec({ draws: 100, phi: 0.2 }));
  const draws = namedArray(values, [4, 100], ["chain", "draw"]);
  const arrays = { a: draws, b: draws, c: draws };

  test("choose variables, in their order", () => {
    expect(summarize(arrays, { variables: ["c", "a"] }).rows.map(({ label }) => label)).toEqual(["c", "a"]);
    expect(() => summarize(arrays, { variables: ["d"] })).toThrow(
      expect.objectContaining({ code: "unknown-variable", variable: "d" }),
    );
  });

  test("leave the numbers of rows as they are", () => {
    expect(summarize(arrays, { roundTo: 0, kind: "stats" }).rows).toEqual(summarize(arrays).rows);
  });

  test("give the narrowest interval where it is asked for, under the name that arviz-stats has for it", () => {
    const summary = summarize(arrays, { style: arviz1, interval: "hdi" });
    expect(summary.columns).toContain("hdi89_lb");
    const { ci_lower, ci_upper } = summary.row("a");
    const { hdi_lower, hdi_upper } = summarize(arrays, { probability: 0.89 }).row("a");
    expect([ci_lower, ci_upper]).toEqual([hdi_lower, hdi_upper]);
  });

  test("that there are not are refused by name", () => {
    const refusal = (variable: string) => expect.objectContaining({ code: "bad-option", variable });
    expect(() => summarize(arrays, { style: arviz1, kind: "everything" as "all" })).toThrow(refusal("kind"));
    expect(() => summarize(arrays, { style: arviz0Median, interval: "hdi" })).toThrow(refusal("interval"));
    expect(() => summarize(arrays, { probability: 1 })).toThrow(refusal("probability"));
    expect(() => summarize(arrays, { roundTo: 1.5 })).toThrow(refusal("roundTo"));
  });

  test("keep the warnings, which are the same in every style", () => {
    const stats = { chains: 4, draws: 100, diverging: [1] };
    const codes = summarize(arrays, { stats }).warnings.map(({ code }) => code);
    expect(codes).toContain("divergences");
    expect(summarize(arrays, { stats, style: arviz1, kind: "stats" }).warnings.map(({ code }) => code)).toEqual(codes);
    expect(summarize(arrays, { stats, warnings: [] }).warnings).toEqual([]);
  });
});
