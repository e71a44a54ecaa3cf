/** Pages in the browsers that tests drive. */
import { chromium } from "playwright";
import puppeteer from "puppeteer-core";
import { chromiumPath, firefoxPath } from "../../scripts/browsers.mjs";

export { chromiumPath, firefoxPath };

/** What a page's `globalThis.run(...args)` gives, as JSON carries it. */
export type RunInPage = (url: string, args: readonly unknown[]) => Promise<unknown>;

export interface OpenBrowser {
  readonly run: RunInPage;
  close(): Promise<void>;
}

export async function openChromium(): Promise<OpenBrowser> {
  const browser = await chromium.launch({ executablePath: chromiumPath()!, args: ["--no-sandbox"] });
  return {
    run: async (url, args) => {
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForFunction("typeof run === 'function'");
      return page.evaluate(`run(...${JSON.stringify(args)})`).finally(() => page.close());
    },
    close: () => browser.close(),
  };
}

export async function openFirefox(): Promise<OpenBrowser> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath()!, headless: true });
  return {
    run: async (url, args) => {
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForFunction("typeof run === 'function'");
      return page.evaluate(`run(...${JSON.stringify(args)})`).finally(() => page.close());
    },
    close: () => browser.close(),
  };
}
