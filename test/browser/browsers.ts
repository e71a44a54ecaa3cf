/** The browsers that tests drive: Debian's Chromium and Firefox, or others that variables name. */
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import puppeteer from "puppeteer-core";

/** WASMCMC_CHROMIUM, Debian's, or Playwright's own; undefined where there is none. */
export function chromiumPath(): string | undefined {
  return firstThere([process.env.WASMCMC_CHROMIUM, "/usr/bin/chromium", chromium.executablePath()]);
}

/** WASMCMC_FIREFOX or Debian's; undefined where there is none. Playwright drives its own build alone. */
export function firefoxPath(): string | undefined {
  return firstThere([process.env.WASMCMC_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"]);
}

function firstThere(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find((path) => path !== undefined && path !== "" && existsSync(path));
}

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
