/** What a finger, a mouse and keys do to the points, and what follows from it. */
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../browser/browsers.js";
import { atRest, DemoPage, numberIn } from "./demo_page.js";

const browser = chromiumPath() !== undefined;
/** A machine that does much else at the same time may take long. */
const soon = { timeout: 10_000 };

/** Height of the band's middle at the right edge of the plot, in pixels from the top: where the line leaves it. */
function lineAtRight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("#line .plot canvas")!;
    const ratio = canvas.width / canvas.clientWidth;
    const { data } = canvas.getContext("2d")!.getImageData(canvas.width - Math.round(14 * ratio), 0, 1, canvas.height);
    const rows = Array.from({ length: canvas.height }, (_, row) => row);
    const blue = rows.filter((row) => data[4 * row + 3]! > 0 && data[4 * row + 2]! > data[4 * row]! + 15);
    return blue.reduce((sum, row) => sum + row, 0) / blue.length / ratio;
  });
}

const outlierShare = async (page: Page, point: number): Promise<number> => {
  const label = await page.locator("#line .handle").nth(point).getAttribute("aria-label");
  return Number(/probability ([\d.]+)/.exec(label ?? "")?.[1]);
};

describe.skipIf(!browser)("the points of the live page", () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await DemoPage.start();
  });
  afterAll(() => demo?.stop());

  test("a dragged point changes the line, the memberships and the numbers while it moves, and again at rest (needs a browser)", async () => {
    const { page, errors } = await demo.open("line");
    const last = (await page.locator("#line .handle").count()) - 1;
    const before = {
      line: await lineAtRight(page),
      slope: await numberIn(page, "line", "slope", "mean"),
      share: await outlierShare(page, last),
    };
    expect(before.share).toBeLessThan(0.2);
    const box = (await page.locator("#line .handle").nth(last).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 20; step++) await page.mouse.move(x, y + 12 * step);
    // The button is still down: this is the posterior of a moving point.
    await page.locator("#line .numbers .facts:not(:has-text('× 1,000 draws'))").waitFor();
    await expect.poll(() => outlierShare(page, last), soon).toBeGreaterThan(0.8);
    const moving = await numberIn(page, "line", "slope", "mean");
    expect(moving).not.toBe(before.slope);
    await page.mouse.up();
    await atRest(page, "line");
    expect(await outlierShare(page, last)).toBeGreaterThan(0.8);
    expect(await numberIn(page, "line", "slope", "mean")).not.toBe(before.slope);
    expect(await lineAtRight(page)).not.toBe(before.line);
    expect(await numberIn(page, "line", "slope", "R-hat")).toBeLessThan(1.02);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("points are moved, added, made outliers and deleted by keys and buttons (needs a browser)", async () => {
    const { page } = await demo.open("line");
    const handles = page.locator("#line .handle");
    const count = await handles.count();
    await page.locator('#line .handle[tabindex="0"]').focus();
    const label = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    const height = async () => Number(/y (-?[\d.e+-]+)/.exec(await label())?.[1]);
    const start = await height();
    for (let press = 0; press < 5; press++) await page.keyboard.press("Shift+ArrowUp");
    await expect.poll(height, soon).toBeGreaterThan(start);
    await page.keyboard.press("PageDown");
    expect(await label()).toMatch(/^Point 2 of/);
    await page.getByRole("button", { name: "Make it an outlier" }).click();
    await expect.poll(() => outlierShare(page, 1), soon).toBeGreaterThan(0.8);
    await page.getByRole("button", { name: "Add a point" }).click();
    await expect.poll(() => handles.count(), soon).toBe(count + 1);
    await page
      .locator("#line .plot canvas")
      .first()
      .dblclick({ position: { x: 300, y: 330 } });
    await expect.poll(() => handles.count(), soon).toBe(count + 2);
    await page.keyboard.press("Delete");
    await expect.poll(() => handles.count(), soon).toBe(count + 1);
    await atRest(page, "line");
    await page.context().close();
  });

  test("a prior moves the posterior by its slider (needs a browser)", async () => {
    const { page } = await demo.open("line");
    const before = await numberIn(page, "line", "outliers", "mean");
    const slider = page.getByLabel("Share of outliers: beta, mean");
    await slider.focus();
    await page.keyboard.press("End");
    await expect.poll(() => numberIn(page, "line", "outliers", "mean"), soon).toBeGreaterThan(before);
    await page.context().close();
  });

  test("a mixture has as many components as its slider says (needs a browser)", async () => {
    const { page, errors } = await demo.open("mixture");
    await page.locator("#mixture").getByLabel("Components", { exact: true }).focus();
    await page.keyboard.press("ArrowRight");
    const names = page.locator("#mixture .numbers tbody th");
    await expect.poll(() => names.count(), soon).toBe(12);
    await atRest(page, "mixture");
    const means = await Promise.all([0, 1, 2, 3].map((k) => numberIn(page, "mixture", `mean[${k}]`, "mean")));
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("NUTS is shown step by step, and every transition ends in a draw (needs a browser)", async () => {
    const { page, errors } = await demo.open("nuts");
    const story = () => page.locator("#nuts .story").innerText();
    await page.getByRole("button", { name: "Leapfrog step" }).click();
    expect(await story()).toMatch(
      /^Transition 1, doubling 1, (forward|backward) in time: step 1\.$|^Transition 1: one leapfrog step/,
    );
    await page.getByRole("button", { name: "Whole transition" }).click();
    expect(await story()).toMatch(/^Transition 1: .* leapfrog steps?, then .*\. The ringed point is the new draw\.$/);
    await page.getByRole("button", { name: "50 draws" }).click();
    expect(await story()).toMatch(/^Transition 51: /);
    for (const landscape of ["funnel", "modes", "line"]) {
      await page.getByLabel("Posterior", { exact: true }).selectOption(landscape);
      await page.locator("#nuts .story", { hasText: "Transition 1 begins" }).waitFor();
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
