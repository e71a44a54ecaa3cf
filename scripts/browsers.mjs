/**
 * The browsers that tests drive, and how they come to a machine that has none: by apt where that may be done (Debian, as root), else
 * Playwright's own Chromium. WASMCMC_BROWSERS=none leaves the machine as it is; tests that need a browser are skipped then, by name.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";

/** WASMCMC_CHROMIUM, Debian's, or Playwright's own; undefined where there is none. */
export function chromiumPath() {
  return firstThere([process.env.WASMCMC_CHROMIUM, "/usr/bin/chromium", chromium.executablePath()]);
}

/** WASMCMC_FIREFOX or Debian's; undefined where there is none. Playwright drives its own build alone. */
export function firefoxPath() {
  return firstThere([process.env.WASMCMC_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"]);
}

/** @param {readonly (string | undefined)[]} paths */
function firstThere(paths) {
  return paths.find((path) => path !== undefined && path !== "" && existsSync(path));
}

/** @param {string} command @param {readonly string[]} args */
function runs(command, ...args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env: environment }).status === 0;
}

const mayUseApt = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/** Debian's packages that are missing: the browsers, and a font for what is drawn. */
function missingPackages() {
  return [
    ...(chromiumPath() === undefined ? ["chromium"] : []),
    ...(firefoxPath() === undefined ? ["firefox-esr"] : []),
    ...(existsSync("/usr/share/fonts/truetype/dejavu") ? [] : ["fonts-dejavu-core"]),
  ];
}

/** Installs what is missing and can be had. */
export function installBrowsers() {
  if (process.env.WASMCMC_BROWSERS === "none") return;
  const packages = mayUseApt() ? missingPackages() : [];
  if (packages.length > 0) {
    const done =
      runs("apt-get", "update", "-q") && runs("apt-get", "install", "-q", "-y", "--no-install-recommends", ...packages);
    if (!done) console.log(`${packages.join(", ")} could not be installed.`);
  }
  if (chromiumPath() === undefined) runs(process.execPath, "node_modules/playwright/cli.js", "install", "chromium");
  if (chromiumPath() === undefined) console.log("There is no Chromium: tests that need one are skipped.");
}
