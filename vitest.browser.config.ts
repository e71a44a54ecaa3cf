/** Tests that need nothing of Node run once more in Chromium itself, on the same sources: models, programs, the engine, draws. */
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumPath } from "./scripts/browsers.mjs";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#core$/, replacement: source("./bindings/engine/core_inlined.ts") },
      { find: /^#platform$/, replacement: source("./bindings/engine/platform_browser.ts") },
      { find: /^#document$/, replacement: source("./bindings/posterior/plots/document_browser.ts") },
      { find: /^#files$/, replacement: source("./bindings/data/files_browser.ts") },
    ],
  },
  test: {
    include: [
      "test/engine/evaluate.test.ts",
      "test/fit/{circle,found_starts,masked_weights,predict,random_*,simulate_*,vector_draws,warnings,wrong_input}.test.ts",
      "test/model/{calc,check_data,distributions,expression,model,vectors}.test.ts",
      "test/program/{custom,encode,engine_{evaluator,models},hmm,lag,linear_recurrence,mv_mixture,random_streams,row_order,scan,verify}.test.ts",
    ],
    reporters: ["default", source("./scripts/report_skips.mjs")],
    testTimeout: 30_000,
    silent: "passed-only",
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: chromiumPath()!, args: ["--no-sandbox"] } }),
      instances: [{ browser: "chromium" }],
    },
  },
});
