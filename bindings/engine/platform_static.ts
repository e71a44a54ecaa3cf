/**
 * Threads in browsers, for the files in dist/browser, which are loaded as they are: from the page's own host or another. No bundler sees
 * this module, so the worker's script is known to be beside it.
 */
import type { Platform } from "./messages.js";
import { platform as bundled } from "./platform_browser.js";

export const platform: Platform = {
  thread: bundled.thread,
  cores: bundled.cores,
  spawn: (url) => bundled.spawn(url ?? new URL("./worker.js", import.meta.url)),
  parent: bundled.parent,
};
