/** What to take away: draws, finished plots, the report, and the code of what is on the screen. */
import type { ExportFormat, Subject } from "../messages.js";
import type { Client } from "./client.js";
import { codeOf, type RunOptions } from "./code.js";
import { button, card, element, setText } from "./dom.js";
import { download } from "./files.js";
import { drawPlots } from "./finished.js";

export class KeepCard {
  readonly element: HTMLElement;
  private readonly status = element("p", { class: "facts", role: "status" });
  private readonly place = element("div", { class: "finished" });

  constructor(
    private readonly client: Client,
    private readonly slot: string,
    private readonly subject: () => Subject | undefined,
    private readonly run: () => RunOptions = () => ({ draws: 1000, seed: 42 }),
  ) {
    this.element = card(
      "Take it away",
      element(
        "div",
        { class: "buttons" },
        button("Draws as NetCDF", () => void this.file("netcdf"), { "data-export": "netcdf" }),
        button("Draws as CSV", () => void this.file("csv"), { "data-export": "csv" }),
        button("Report", () => void this.file("report"), { "data-export": "report" }),
        button("Finished plots", () => void this.plots(), { "data-export": "plots" }),
        button("Code", () => this.code(), { "data-export": "code" }),
      ),
      this.status,
      this.place,
    );
    this.element.classList.add("keep");
  }

  private async file(format: ExportFormat): Promise<void> {
    await this.attempt("The file", async () => {
      const { bytes, name, type } = await this.client.call("export", { slot: this.slot, format });
      download(bytes, name, type);
      return `${name}, ${Math.round(bytes.length / 1000)} kB`;
    });
  }

  private async plots(): Promise<void> {
    const subject = this.subject();
    if (subject === undefined) return;
    await this.attempt("The plots", async () => {
      const milliseconds = await drawPlots(this.client, this.slot, subject, this.place);
      return `Drawn in ${Math.round(milliseconds)} ms.`;
    });
  }

  private code(): void {
    const subject = this.subject();
    if (subject === undefined) return;
    const text = codeOf(subject, this.run());
    const copy = button("Copy", () => void this.attempt("The text", () => copied(text)));
    const area = element(
      "pre",
      { tabindex: 0, "aria-label": "Code that reproduces what is on the screen" },
      element("code", {}, text),
    );
    this.place.replaceChildren(element("div", { class: "buttons" }, copy), area);
    setText(this.status, "Runs in Node 20 or later, to the same draws.");
  }

  private async attempt(what: string, make: () => Promise<string>): Promise<void> {
    setText(this.status, `${what} is being made …`);
    this.status.classList.remove("alarm");
    try {
      setText(this.status, await make());
    } catch (error) {
      this.status.classList.add("alarm");
      setText(this.status, (error as Error).message);
    }
  }
}

async function copied(text: string): Promise<string> {
  await navigator.clipboard.writeText(text);
  return "Copied.";
}
