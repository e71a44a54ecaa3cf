/** The report of a fit: what is in it, that it needs nothing else, and that words from outside stay words. */
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import * as wasmcmc from "../../bindings/index.js";
import { report } from "../../bindings/plots.js";
import { version } from "../../bindings/version.js";
import { lineModel, linePoints } from "../fit/line_model.js";
import { schools, schoolsData } from "../fit/many_models.js";

const fit = await wasmcmc.sample(lineModel(wasmcmc), linePoints(wasmcmc), {
  chains: 4,
  draws: 250,
  warmup: 300,
  seed: 1,
  workers: false,
});
const text = report(fit, { title: "A line", references: { m: 3, b: -12 } });
const { document } = parseHTML(text);
const all = (selector: string) => [...document.querySelectorAll(selector)];
const headings = all("h2").map(({ textContent }) => textContent);

describe("the report of the line with outliers", () => {
  test("has a verdict, the model, the summary, plots and settings, in this order", () => {
    expect(headings).toEqual(["Verdict", "What was fitted", "Summary", "Plots", "Settings"]);
    expect(document.querySelector("h1")!.textContent).toBe("A line");
  });

  test("says the verdict of diagnose, and each problem with its remedy", () => {
    const diagnosis = wasmcmc.diagnose(fit);
    expect(document.querySelector(".verdict")!.textContent).toBe(diagnosis.verdict);
    expect(all(".problem").length).toBe(diagnosis.problems.length);
    for (const { remedy } of diagnosis.problems) expect(document.body.textContent).toContain(remedy);
  });

  test("shows the graph with all nodes, the priors and the data", () => {
    expect(
      all("[data-node]")
        .map((node) => node.getAttribute("data-node"))
        .sort(),
    ).toEqual(["b", "ln_s_out", "m", "s_out", "w", "x", "y", "yErr"].sort());
    const tables = all("table caption").map(({ textContent }) => textContent);
    expect(tables).toEqual(expect.arrayContaining(["Priors", "Observations", "Data"]));
    const priors = all("table").find((table) => table.querySelector("caption")!.textContent === "Priors")!;
    expect([...priors.querySelectorAll("tbody th")].map(({ textContent }) => textContent)).toEqual(["m", "b", "ln_s_out", "w"]);
  });

  test("has the numbers of the summary, row by row", () => {
    const summary = fit.summary();
    const table = all("table").find((each) => each.querySelector("caption")!.textContent!.startsWith("Posterior"))!;
    const rows = [...table.querySelectorAll("tbody tr")];
    expect(rows.map((row) => row.querySelector("th")!.textContent)).toEqual(summary.rows.map(({ label }) => label));
    const printed = summary.table().split("\n");
    for (const [i, row] of rows.entries()) {
      const cells = [...row.querySelectorAll("td")].map(({ textContent }) => textContent);
      expect(printed[i + 1]!.trim().split(/\s+/).slice(-cells.length)).toEqual(cells);
    }
  });

  test("has the plots that matter, each with words for those who do not see them", () => {
    const names = all("figure > svg").map((svg) => svg.getAttribute("aria-label")!);
    for (const start of [
      "Graph",
      "Pair plot",
      "Densities and traces",
      "Rank plots",
      "Energies",
      "Histogram",
      "Predictive check",
      "Pareto k",
    ]) {
      expect(
        names.some((name) => name.startsWith(start)),
        start,
      ).toBe(true);
    }
    expect(all("figure figcaption").length).toBe(names.length);
  });

  test("has settings, seed and version", () => {
    const settings = all("table").at(-1)!.textContent!;
    expect(settings).toMatch(/seed\s*1/);
    expect(settings).toContain(version);
  });

  test("needs no network: no address but those that name things, no script", () => {
    const addresses = [...text.matchAll(/https?:\/\/[^\s"'<)]+/g)].map(([address]) => address);
    expect(new Set(addresses.filter((address) => !address.startsWith("http://www.w3.org/")))).toEqual(new Set());
    expect(text).not.toMatch(/<script|<link|@import|\ssrc=|url\((?!#)/i);
    for (const element of all("[href]")) expect(element.getAttribute("href")).toMatch(/^(#|data:)/);
  });

  test("is far below 2 MB, and holds nothing that is no number", () => {
    expect(text.length).toBeLessThan(2e6);
    expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  test("is the same for the same fit, but for the counter of clip paths", () => {
    const again = report(fit, { title: "A line", references: { m: 3, b: -12 } });
    const plain = (markup: string) => markup.replace(/plot-clip-\d+/g, "clip");
    expect(plain(again)).toBe(plain(text));
  });
});

describe("words from outside", () => {
  test("are escaped in titles and descriptions", () => {
    const title = `</title><script>alert("x")</script>`;
    const evil = report(fit, { title, description: "<img src=x onerror=alert(1)> & 'more'", variables: ["m", "b"] });
    expect(evil).not.toMatch(/<script|<img/);
    const page = parseHTML(evil).document;
    expect(page.querySelector("h1")!.textContent).toBe(title);
    expect(page.querySelector("header p")!.textContent).toContain("<img src=x");
  });

  test("are escaped in labels of coordinates, which stand in tables and in plots", async () => {
    const school = Array.from({ length: 8 }, (_, i) => `<script>${i}</script> & "co"`);
    const labelled = await wasmcmc.sample(schools.bind(schoolsData, { coords: { school } }), {
      chains: 2,
      draws: 60,
      warmup: 100,
      seed: 2,
      workers: false,
    });
    const evil = report(labelled, { variables: ["theta"] });
    expect(evil).not.toContain("<script");
    expect(parseHTML(evil).document.querySelector("tbody th")).not.toBeNull();
  });
});

test("refuses variables that are not in the fit", () => {
  expect(() => report(fit, { variables: ["nobody"] })).toThrow(expect.objectContaining({ code: "unknown-variable" }));
});
