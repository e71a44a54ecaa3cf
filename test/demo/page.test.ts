/** What the page loads and when, whether everybody can use it, and whether it fits a phone. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../browser/browsers.js";
import { DemoPage } from "./demo_page.js";

const browser = chromiumPath() !== undefined;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tabs = ["line", "mixture", "nuts", "live"] as const;

/** Violations of all of axe's rules, as texts. */
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axeSource });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  });
}

const sizeOf = (folder: string, files: readonly string[]) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(`${folder}/${file || "index.html"}`)).length, 0);

describe.skipIf(!browser)("the live page", () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await DemoPage.start();
  });
  afterAll(() => demo?.stop());

  test("loads under 400 kB gzipped from its own folder, and readers, plots and writers only when they are asked for (needs a browser)", async () => {
    const { page, requests } = await demo.open("line");
    const files = () => [...new Set(requests)].filter((address) => !address.startsWith("data:") && !address.startsWith("#"));
    const initial = files();
    expect(initial.every((file) => !/^https?:/.test(file))).toBe(true);
    expect(initial.filter((file) => /data-|plots-|hdf5|arrow|zstd/i.test(file))).toEqual([]);
    expect(sizeOf(demo.folder, initial)).toBeLessThan(400_000);
    const since = (known: readonly string[]) => files().filter((file) => !known.includes(file));
    await page.locator("#line textarea").fill("x,y\n1,1\n2,2\n3,3\n");
    await page.getByRole("button", { name: "Read the pasted rows" }).first().click();
    await page.locator("#line .data .facts", { hasText: "3 rows" }).waitFor();
    const read = since(initial);
    expect(read.filter((file) => /later\/data-/.test(file))).toHaveLength(1);
    expect(read.filter((file) => /hdf5|plots-/.test(file))).toEqual([]);
    const known = files();
    await Promise.all([page.waitForEvent("download"), page.locator("#line [data-export=netcdf]").click()]);
    expect(since(known).filter((file) => /hdf5/.test(file))).toHaveLength(1);
    await page.locator("#line [data-export=plots]").click();
    await page.locator("#line .finished svg").nth(2).waitFor();
    expect(since(known).filter((file) => /plots-/.test(file))).toHaveLength(1);
    expect(files().every((file) => !/^https?:/.test(file))).toBe(true);
    await page.context().close();
  });

  test.each(["light", "dark"] as const)("axe finds no violation in any tab, %s (needs a browser)", async (colorScheme) => {
    const { page } = await demo.open("line", { colorScheme, bypassCSP: true });
    for (const tab of tabs) {
      await page.locator(`#tab-${tab}`).click();
      if (tab === "mixture") await page.locator("#mixture .numbers tbody tr").first().waitFor();
      if (tab === "line") await page.locator("#line [data-export=code]").click();
      expect(await violations(page), tab).toEqual([]);
    }
    await page.context().close();
  });

  test("tabs are gone through by arrow keys, Home and End, and the address remembers the tab (needs a browser)", async () => {
    const { page } = await demo.open("line");
    await page.locator("#tab-line").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#tab-mixture").getAttribute("aria-selected")).toBe("true");
    expect(await page.locator("#mixture").isVisible()).toBe(true);
    expect(await page.locator("#line").isVisible()).toBe(false);
    await page.keyboard.press("End");
    expect(new URL(page.url()).hash).toBe("#live");
    await page.keyboard.press("Home");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("tab-line");
    await page.context().close();
  });

  test("nothing is wider than a phone, and a finger drags a point without the page scrolling (needs a browser)", async () => {
    const { page } = await demo.open("line", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    for (const tab of tabs) {
      await page.locator(`#tab-${tab}`).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), tab).toBeLessThanOrEqual(390);
    }
    await page.locator("#tab-line").click();
    expect(
      await page
        .locator("#line .handle")
        .first()
        .evaluate((handle) => getComputedStyle(handle).touchAction),
    ).toBe("none");
    await page.context().close();
  });
});
