/** Fingers on the live page: points are dragged, added and deleted, sliders move, and the page scrolls only where nothing is held. */
import type { CDPSession, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../browser/browsers.js";
import { atRest, DemoPage, numberIn } from "./demo_page.js";

const browser = chromiumPath() !== undefined;
/** A machine that does much else at the same time may take long. */
const soon = { timeout: 10_000 };

type Place = readonly [x: number, y: number];

/** Fingers as Chromium's own protocol has them: gestures follow from them as from real ones. */
class Finger {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  private dispatch(type: "touchStart" | "touchMove" | "touchEnd", ...places: Place[]): Promise<unknown> {
    const touchPoints = places.map(([x, y], id) => ({ x, y, id }));
    return this.session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** One finger from a place by so many pixels; `second` rests at a place of its own meanwhile. */
  async swipe([x, y]: Place, [dx, dy]: Place, second?: Place): Promise<void> {
    const others = second === undefined ? [] : [second];
    await this.dispatch("touchStart", [x, y]);
    if (second !== undefined) await this.dispatch("touchStart", [x, y], second);
    for (let step = 1; step <= 10; step++) {
      await this.dispatch("touchMove", [x + (dx * step) / 10, y + (dy * step) / 10], ...others);
      await this.page.waitForTimeout(16);
    }
    await this.dispatch("touchEnd");
    await this.page.waitForTimeout(300);
  }
}

const heightOf = async (page: Page, point: number): Promise<number> => {
  const label = await page.locator("#line .handle").nth(point).getAttribute("aria-label");
  return Number(/y (-?[\d.e+-]+)/.exec(label ?? "")?.[1]);
};

const scrolled = (page: Page) => page.evaluate(() => scrollY);

/** The middle of what is to be touched, in the middle of the screen where it can be. */
async function middleOf(page: Page, selector: string, place = 0): Promise<Place> {
  const found = page.locator(selector).nth(place);
  await found.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = (await found.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

describe.skipIf(!browser)("fingers on the live page", () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await DemoPage.start();
  });
  afterAll(() => demo?.stop());

  test("a finger drags a point and not the page, and adds, deletes and slides (needs a browser)", async () => {
    const { page, errors } = await demo.open("line", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    expect(await scrolled(page)).toBe(0);
    const finger = await Finger.on(page);
    const handles = page.locator("#line .handle");
    const count = await handles.count();

    const point = 20;
    const [before, other] = [await heightOf(page, point), await heightOf(page, 2)];
    const held = await middleOf(page, "#line .handle", point);
    const resting = await scrolled(page);
    await finger.swipe(held, [0, -100], await centre(page, 2));
    expect(await scrolled(page)).toBe(resting);
    await expect.poll(() => heightOf(page, point), soon).toBeGreaterThan(before + 5);
    // The second finger rested on another point.
    expect(await heightOf(page, 2)).toBe(other);
    await atRest(page, "line");
    await expect.poll(() => numberIn(page, "line", "slope", "R-hat"), soon).toBeLessThan(1.02);

    // Where nothing is held, the same movement scrolls.
    await finger.swipe(await middleOf(page, "#line-help"), [0, -100]);
    expect(await scrolled(page)).toBeGreaterThan(resting + 40);

    const [x, y] = await middleOf(page, "#line .plot canvas");
    await page.touchscreen.tap(x + 40, y + 90);
    await page.touchscreen.tap(x + 40, y + 90);
    await expect.poll(() => handles.count(), soon).toBe(count + 1);
    await page.touchscreen.tap(...(await middleOf(page, "#line .handle", 5)));
    await page.getByRole("button", { name: "Delete it" }).tap();
    await expect.poll(() => handles.count(), soon).toBe(count);

    const slider = page.getByLabel("Slope: normal, sd");
    const value = Number(await slider.inputValue());
    await slider.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const box = (await slider.boundingBox())!;
    const top = await scrolled(page);
    await finger.swipe([box.x + box.width / 3, box.y + box.height / 2], [80, 3]);
    expect(Number(await slider.inputValue())).toBeGreaterThan(value);
    expect(await scrolled(page)).toBe(top);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

async function centre(page: Page, point: number): Promise<Place> {
  const box = (await page.locator("#line .handle").nth(point).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}
