/** The live page: four tabs over one worker. A tab is made when it is first shown. */

import { Client } from "./page/client.js";
import { byId } from "./page/dom.js";
import { makeTabs } from "./page/tabs.js";
import { LineTab } from "./tabs/line_tab.js";
import { LiveTab } from "./tabs/live_tab.js";
import { MixtureTab } from "./tabs/mixture_tab.js";
import { NutsTab } from "./tabs/nuts_tab.js";

const client = new Client();
const line = new LineTab(client);
let mixture: MixtureTab | undefined;
const made = new Set<string>(["line"]);

function mixtureTab(): MixtureTab {
  made.add("mixture");
  mixture ??= new MixtureTab(client);
  return mixture;
}

const makers: Readonly<Record<string, () => unknown>> = {
  mixture: mixtureTab,
  nuts: () => new NutsTab(client, () => line.data.points),
  live: () => new LiveTab(client, { line: () => line.subject(), mixture: () => mixtureTab().subject() }),
};

// A file that misses its card would take the page's place.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());

makeTabs(byId("tabs"), (panel) => {
  if (made.has(panel)) return;
  made.add(panel);
  makers[panel]?.();
});
