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

/** What pages of Playwright and of Puppeteer have alike. */
interface Page {
  goto(url: string): Promise<unknown>;
  waitForFunction(expression: string): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

function opened(browser: { newPage(): Promise<Page>; close(): Promise<void> }): OpenBrowser {
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

export async function openChromium(): Promise<OpenBrowser> {
  return opened(await chromium.launch({ executablePath: chromiumPath()!, args: ["--no-sandbox"] }));
}

export async function openFirefox(): Promise<OpenBrowser> {
  return opened(await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath()!, headless: true }));
}
