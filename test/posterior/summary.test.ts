import { describe, expect, test } from "vitest";
import { namedArray } from "../../bindings/posterior/array.js";
import { type Summary, type SummaryRow, summarize } from "../../bindings/posterior/summary.js";
import { roundTo } from "../../bindings/posterior/summary_table.js";
import { disagreement, drawSpec, drawsOf, fixture, type Stored } from "./draw_sets.js";
import { arraysOf } from "./styles.js";

/** As for single statistics; a mean near zero is judged by the standard deviation that its digits are read against. */
const Tolerance = 1e-10;

const Names = ["mean", "sd", "hdi_lower", "hdi_upper", "mcse_mean", "mcse_sd", "ess_bulk", "ess_tail", "r_hat"] as const;

function problemsOf(row: SummaryRow, stored: readonly Stored[]): string[] {
  const sd = Number(stored[1]);
  const found = Names.map((name, k) =>
    disagreement(`${row.label} ${name}`, row[name], stored[k]!, Tolerance, k === 0 ? sd || 0 : 0),
  );
  return found.filter(Boolean);
}

describe("a summary row", () => {
  test.each(fixture.cases)("of $spec.name has ArviZ's numbers", ({ spec, summary }) => {
    const { values, chains, draws } = drawsOf(spec);
    const { rows } = summarize({ x: namedArray(values, [chains, draws], ["chain", "draw"]) });
    expect(rows).toHaveLength(1);
    expect(problemsOf(rows[0]!, summary)).toEqual([]);
  });
});

describe("a summary", () => {
  test.each(fixture.tables)("of $name has ArviZ's rows and prints ArviZ's table", ({ variables, labels, rows, text }) => {
    const summary = summarize(arraysOf(variables));
    expect(summary.rows.map(({ label }) => label)).toEqual(labels);
    expect(summary.rows.flatMap((row, i) => problemsOf(row, rows[i]!))).toEqual([]);
    expect(String(summary)).toBe(text);
  });

  test("names its columns as ArviZ does for any share", () => {
    const arrays = arraysOf(fixture.tables[0]!.variables);
    for (const [probability, columns] of Object.entries(fixture.columns)) {
      expect(summarize(arrays, { probability: Number(probability) }).columns).toEqual(columns);
    }
  });

  test("keeps variable and coordinates of a row", () => {
    const summary: Summary = summarize(arraysOf(fixture.tables[1]!.variables));
    expect(summary.row("theta[Choate]")).toMatchObject({ variable: "theta", coords: { school: "Choate" } });
    expect(() => summary.row("theta")).toThrow(expect.objectContaining({ code: "unknown-variable", variable: "theta" }));
  });

  test("takes variables with different numbers of draws, and vectors without elements", () => {
    const short = drawsOf(drawSpec({ draws: 10 }));
    const long = drawsOf(drawSpec({ draws: 20 }));
    const { rows } = summarize({
      short: namedArray(short.values, [4, 10], ["chain", "draw"]),
      empty: namedArray(new Float64Array(0), [4, 10, 0], ["chain", "draw", "nothing"]),
      long: namedArray(long.values, [4, 20], ["chain", "draw"]),
    });
    expect(rows.map(({ label }) => label)).toEqual(["short", "long"]);
    expect(rows[1]).toMatchObject(summarize({ long: namedArray(long.values, [4, 20], ["chain", "draw"]) }).rows[0]!);
  });

  test("refuses arrays that are not draws, by name", () => {
    const array = namedArray(new Float64Array(12), [3, 4], ["draw", "chain"]);
    expect(() => summarize({ x: array })).toThrow(expect.objectContaining({ code: "bad-shape", variable: "x" }));
    expect(() => summarize({}, { probability: 0 })).toThrow(expect.objectContaining({ code: "bad-option" }));
  });
});

describe("rounding", () => {
  test("takes halves to the even neighbour and keeps the sign of zero", () => {
    expect([0.5, 1.5, 2.5, -0.5].map((value) => roundTo(value, 0))).toEqual([0, 2, 2, -0]);
    expect([0.0625, 0.1875].map((value) => roundTo(value, 3))).toEqual([0.062, 0.188]);
    expect([NaN, Infinity, -Infinity].map((value) => roundTo(value, 3))).toEqual([NaN, Infinity, -Infinity]);
  });
});
