/** Opens the live page, built and served as anybody would, in Chromium. */
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { buildDemo, serveDemo } from "../../scripts/demo.mjs";
import { chromiumPath } from "../browser/browsers.js";

export interface Opened {
  readonly page: Page;
  /** Addresses that were asked for, relative to the page where they are its own. */
  readonly requests: string[];
  readonly errors: string[];
}

export class DemoPage {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    readonly url: string,
    /** Test files run at the same time, so each has a page of its own. */
    readonly folder: string,
  ) {}

  static async start(): Promise<DemoPage> {
    const folder = fileURLToPath(new URL(`../../build/demo-${process.pid}`, import.meta.url));
    await buildDemo(folder);
    const server = await serveDemo(folder);
    const browser = await chromium.launch({ executablePath: chromiumPath()!, args: ["--no-sandbox"] });
    return new DemoPage(server, browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, folder);
  }

  /** A tab of the page in a context of its own, when its first whole run is shown. */
  async open(tab: "line" | "mixture" | "nuts" | "live", options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const [requests, errors]: [string[], string[]] = [[], []];
    page.on("request", (request) => requests.push(request.url().replace(this.url, "")));
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(`${this.url}#${tab}`);
    if (tab !== "live") await page.waitForFunction((id) => document.querySelector(`#${id} .plot canvas`)?.clientHeight, tab);
    if (tab === "line" || tab === "mixture") await atRest(page, tab);
    if (tab === "nuts") await page.locator("#nuts .story", { hasText: "begins" }).waitFor();
    return { page, requests, errors };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for a whole run of what is on the screen. */
export async function atRest(page: Page, tab: string): Promise<void> {
  await page.locator(`#${tab} .numbers .facts`, { hasText: "× 1,000 draws" }).waitFor();
}

/** A number of the table, by parameter and column. */
export async function numberIn(page: Page, tab: string, parameter: string, column: string): Promise<number> {
  const row = page.locator(`#${tab} .numbers tr`, { has: page.locator(`th:text-is("${parameter}")`) });
  return Number((await row.locator(`td[data-column="${column}"]`).innerText()).replace("−", "-").replaceAll(",", ""));
}
