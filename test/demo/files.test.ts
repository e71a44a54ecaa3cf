/** Tables that come in, runs that are stopped, and files that go out. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Table, writeFits, writeParquet } from "../../bindings/data/index.js";
import { chromiumPath } from "../browser/browsers.js";
import { python } from "../oracle/python.js";
import { atRest, DemoPage, numberIn } from "./demo_page.js";

const browser = chromiumPath() !== undefined;
/** A machine that does much else at the same time may take long. */
const soon = { timeout: 10_000 };
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Drops a file on the card of the tab's data, as a browser does. */
async function drop(page: Page, name: string, bytes: Uint8Array | string): Promise<void> {
  const base64 = Buffer.from(bytes as Uint8Array).toString("base64");
  const transfer = await page.evaluateHandle(
    ({ name: fileName, base64: text }) => {
      const transferred = new DataTransfer();
      transferred.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], fileName));
      return transferred;
    },
    { name, base64 },
  );
  await page.locator("#line .data").dispatchEvent("drop", { dataTransfer: transfer });
}

/** y = 2 x + 1 without outliers. */
const table = Table.from({
  id: Array.from({ length: 20 }, (_, i) => `star ${i}`),
  x: Array.from({ length: 20 }, (_, i) => i),
  y: Array.from({ length: 20 }, (_, i) => 2 * i + 1 + 0.3 * Math.sin(7 * i)),
  y_err: Array.from({ length: 20 }, () => 0.3),
});

describe.skipIf(!browser)("files on the live page", () => {
  let demo: DemoPage;
  let folder: string;
  beforeAll(async () => {
    demo = await DemoPage.start();
    folder = mkdtempSync(join(tmpdir(), "demo-"));
  });
  afterAll(async () => {
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function exported(page: Page, tab: string, format: string): Promise<string> {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(`#${tab} [data-export=${format}]`).click(),
    ]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  test("FITS, Parquet and pasted CSV are read and fitted; a bad file is an error in words (needs a browser)", async () => {
    const { page, errors } = await demo.open("line");
    const status = page.locator("#line .data .facts");
    for (const [name, bytes] of [
      ["stars.fits", writeFits(table)],
      ["stars.parquet", await writeParquet(table)],
    ] as const) {
      await page.getByRole("button", { name: "Other points" }).click();
      await drop(page, name, bytes);
      await expect.poll(() => status.innerText(), soon).toBe(`${name}: 20 rows are fitted.`);
      expect(
        await page.locator("#line .chooser select").evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value)),
      ).toEqual(["x", "y", "y_err"]);
      await atRest(page, "line");
      await expect.poll(() => numberIn(page, "line", "slope", "mean"), soon).toBeCloseTo(2, 1);
    }
    await drop(page, "broken.fits", "SIMPLE  =                    T / but nothing follows");
    await page.locator("#line .data .facts.alarm").waitFor();
    expect(await status.innerText()).toMatch(/FITS/);
    await drop(page, "words.csv", "name,colour\nVega,blue\nArcturus,orange\n");
    await expect.poll(() => status.innerText(), soon).toMatch(/No column of numbers/);
    await page.locator("#line textarea").fill("a;b;c\n1;5;0.1\n2;4;0.1\n3;3;0.1\n4;2;0.1\n".replaceAll(";", ","));
    await page.getByRole("button", { name: "Read the pasted rows" }).first().click();
    await expect.poll(() => numberIn(page, "line", "slope", "mean"), soon).toBeCloseTo(-1, 0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("tables that cannot be fitted are refused in words, and odd ones are fitted (needs a browser)", async () => {
    const { page, errors } = await demo.open("line");
    const status = page.locator("#line .data .facts");
    const csv = (rows: number, row: (i: number) => string) =>
      ["x,y", ...Array.from({ length: rows }, (_, i) => row(i))].join("\n");
    const refused = [
      ["empty.csv", "", /The file is empty/],
      ["broken.parquet", "PAR1 nope", /no Parquet file/],
      ["broken.vot", "<VOTABLE><broken", /VOTable/],
      ["broken.json", '{"a": [1,2', /not JSON/],
      ["broken.arrow", "ARROW1", /damaged/],
      ["nulls.csv", "x,y\n,\n,\n", /No column of numbers/],
      ["one.csv", "x\n1\n2\n3\n4\n", /one column of numbers, "x"; .*Mixture/],
      ["two.csv", csv(2, (i) => `${i},${i}`), /Fewer than three rows/],
      ["huge.csv", csv(9, (i) => `${i},${i + 1}e300`), /y holds 9\.0e\+300, too large/],
      ["tiny.csv", csv(9, (i) => `${i}e-300,${i + 1}`), /x spans 8\.0e-300, too little/],
    ] as const;
    const slope = await numberIn(page, "line", "slope", "mean");
    for (const [name, text, words] of refused) {
      await drop(page, name, text);
      await expect.poll(() => status.innerText(), { ...soon, message: name }).toMatch(words);
      expect(await status.getAttribute("class")).toMatch(/alarm/);
    }
    expect(await numberIn(page, "line", "slope", "mean")).toBe(slope);
    // Julian dates, by blanks: x is measured from near them, else slope and intercept could not be told apart.
    await page.locator("#line textarea").fill(Array.from({ length: 12 }, (_, i) => `${2459000 + i} ${i / 2} 0.1`).join("\n"));
    await page.getByRole("button", { name: "Read the pasted rows" }).first().click();
    await expect.poll(() => status.innerText(), soon).toBe("pasted rows: 12 rows are fitted.");
    await atRest(page, "line");
    await expect.poll(() => numberIn(page, "line", "slope", "mean"), soon).toBeCloseTo(0.5, 1);
    expect(Math.abs(await numberIn(page, "line", "intercept", "mean"))).toBeLessThan(1);
    await drop(
      page,
      "large.csv",
      csv(100_000, (i) => `${i % 100},${2 * (i % 100)}`),
    );
    await expect.poll(() => status.innerText(), soon).toMatch(/^large.csv: 20,000 rows are fitted; 80,000 left out/);
    await page.locator("#line .numbers tbody tr").first().waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("two points are the least and more than 300 are shown without handles (needs a browser)", async () => {
    const { page, errors } = await demo.open("line");
    const press = (name: string, times: number) =>
      page.getByRole("button", { name }).evaluate((button, count) => {
        for (let k = 0; k < count; k++) (button as HTMLButtonElement).click();
      }, times);
    await press("Delete it", 40);
    const handles = page.locator("#line .handle");
    await expect.poll(() => handles.count(), soon).toBe(2);
    expect(await page.locator("#line [role=alert]").innerText()).toBe("Two points are the least that a line can be fitted to.");
    await press("Add a point", 300);
    await expect.poll(() => handles.count(), soon).toBe(0);
    await expect.poll(() => page.locator("#line-help").innerText(), soon).toMatch(/^More than 300 points/);
    await press("Delete it", 2);
    await expect.poll(() => handles.count(), soon).toBe(300);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("a run that is stopped keeps its draws (needs a browser)", async () => {
    const { page } = await demo.open("line");
    const kept = await stoppedRun(page);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(100_000);
    const rows = readFileSync(await exported(page, "live", "csv"), "utf8")
      .trim()
      .split("\n");
    expect(rows).toHaveLength(4 * kept + 1);
    expect(rows[0]).toMatch(/^chain,draw,slope,intercept,outliers,spread,lp,/);
    await page.context().close();
  });

  /** A long run that is stopped once draws have come; how many each chain keeps. */
  async function stoppedRun(page: Page): Promise<number> {
    await page.getByRole("tab", { name: "Long run" }).click();
    await page.getByLabel("Draws of each chain").focus();
    await page.keyboard.press("End");
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator("#live .story", { hasText: /of 100,000 draws a chain/ }).waitFor();
    await page.getByRole("button", { name: "Stop and keep the draws" }).click();
    const words = page.locator("#live .story", { hasText: "Stopped" });
    await words.waitFor();
    return Number(/of ([\d,]+) draws are kept/.exec(await words.innerText())?.[1]?.replaceAll(",", ""));
  }

  test.skipIf(python() === undefined)(
    "an exported NetCDF file opens in ArviZ with the numbers of the screen (needs a browser) (needs Python)",
    async () => {
      const { page } = await demo.open("line");
      const path = await exported(page, "line", "netcdf");
      const script =
        "import arviz, sys; d = arviz.from_netcdf(sys.argv[1]); print(dict(d.posterior.sizes)['draw'], float(d.posterior.slope.mean()), float(arviz.rhat(d.posterior).slope))";
      const [draws, slope, rhat] = execFileSync(python()!, ["-W", "ignore", "-c", script, path], { encoding: "utf8" })
        .trim()
        .split(" ")
        .map(Number);
      expect(draws).toBe(1000);
      // The screen shows three decimals of each.
      expect(slope).toBeCloseTo(await numberIn(page, "line", "slope", "mean"), 2);
      expect(rhat).toBeCloseTo(await numberIn(page, "line", "slope", "R-hat"), 2);
      await page.context().close();
    },
  );

  test("the code on the screen gives the screen's numbers in Node (needs a browser)", async () => {
    const { page } = await demo.open("line");
    await page.locator("#line [data-export=code]").click();
    const program = join(root, "build", "shown_code.mjs");
    writeFileSync(program, await page.locator("#line pre").innerText());
    const printed = execFileSync(process.execPath, [program], { encoding: "utf8", cwd: root });
    const [mean, sd, , , , , essBulk] = /^intercept +(.*)$/m.exec(printed)![1]!.split(/ +/).map(Number);
    expect(mean).toBeCloseTo(await numberIn(page, "line", "intercept", "mean"), 1);
    expect(sd).toBeCloseTo(await numberIn(page, "line", "intercept", "sd"), 1);
    // The same draws to the last bit have the same effective sample size; others would not.
    expect(essBulk).toBe(await numberIn(page, "line", "intercept", "ESS"));
    await page.context().close();
  });

  test("a report is one file with the summary and plots in it (needs a browser)", async () => {
    const { page, errors } = await demo.open("mixture");
    const report = readFileSync(await exported(page, "mixture", "report"), "utf8");
    expect(report).toMatch(/^<!doctype html>/);
    expect(report.match(/<svg/g)?.length).toBeGreaterThan(2);
    expect(report).toContain("mean[0]");
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
