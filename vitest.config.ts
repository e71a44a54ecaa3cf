/** Tests run on sources in Node; a reporter of our own collects what was skipped and why. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#core$/, replacement: source("./bindings/engine/core_inlined.ts") },
      { find: /^#platform$/, replacement: source("./bindings/engine/platform_node.ts") },
      { find: /^#document$/, replacement: source("./bindings/posterior/plots/document_node.ts") },
      { find: /^#files$/, replacement: source("./bindings/data/files_node.ts") },
    ],
  },
  test: {
    environment: "node",
    include: ["test/**/*.test.ts"],
    reporters: ["default", source("./scripts/report_skips.mjs")],
    testTimeout: 30_000,
    // Both cores of a small machine: by default one of two stays idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    silent: "passed-only",
    // The built package is loaded by Node itself, as users load it: its workers are files beside it.
    server: { deps: { external: [/\/dist\//] } },
  },
});
