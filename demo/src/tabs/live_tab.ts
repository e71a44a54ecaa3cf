/** The fourth tab: a long run whose draws come while they are made; stopped, it keeps them. */
import { type Area, Surface } from "../canvas/surface.js";
import { drawNoTraces, drawTraces, type Trace } from "../canvas/trace_plot.js";
import type { LiveUpdate, Subject, View } from "../messages.js";
import type { Client } from "../page/client.js";
import { button, byId, card, element, setText } from "../page/dom.js";
import { measured } from "../page/frames.js";
import { KeepCard } from "../page/keep_card.js";
import { NumbersCard, whole } from "../page/numbers_card.js";
import { slider } from "../page/slider.js";

export class LiveTab {
  private traces: Trace[] = [];
  private drawn = 0;
  private wanted = 60_000;
  private source: "line" | "mixture" = "line";
  private subject: Subject | undefined;
  private isRunning = false;
  private seed = 1;
  private readonly keep: KeepCard;
  /** What the draws that are kept were made with. */
  private kept = { draws: 0, seed: 0 };
  private readonly plot: Surface;
  private readonly numbers = new NumbersCard("Kept draws");
  private readonly status = element("p", { class: "story", role: "status" });
  private readonly bar = element("progress", { max: 1, value: 0, "aria-label": "Iterations done" });
  private readonly begin = button("Start", () => void this.start(), { class: "primary" });
  private readonly end = button("Stop and keep the draws", () => this.stop(), { disabled: true });

  constructor(
    private readonly client: Client,
    private readonly subjects: Readonly<Record<"line" | "mixture", () => Subject | undefined>>,
  ) {
    const canvas = element("canvas", { role: "img", "aria-label": "Traces of the draws, a line for each chain" });
    client.onLive = (update) => measured("live", () => this.take(update));
    this.keep = new KeepCard(
      this.client,
      "live",
      () => this.subject,
      () => this.kept,
    );
    this.offerKept(false);
    this.layOut(element("div", { class: "plot" }, canvas));
    this.plot = new Surface(
      canvas,
      (width) => (width < 460 ? 1.7 : 0.9),
      (area) => this.draw(area),
    );
  }

  private layOut(plot: HTMLElement): void {
    const select = element(
      "select",
      {
        id: "live-source",
        change: () => {
          this.source = select.value as "line" | "mixture";
        },
      },
      element("option", { value: "line" }, "Line with outliers"),
      element("option", { value: "mixture" }, "Mixture"),
    );
    const sliders = element(
      "div",
      { class: "sliders" },
      element("div", { class: "slider" }, element("label", { for: "live-source" }, "Posterior"), select),
      slider({
        label: "Draws of each chain",
        min: 2000,
        max: 100_000,
        step: 2000,
        value: this.wanted,
        format: whole,
        change: (value) => {
          this.wanted = value;
        },
      }).element,
    );
    byId("live").append(
      element("div", { class: "column broad" }, card("Traces", plot)),
      element(
        "div",
        { class: "column narrow" },
        card("A long run", sliders, element("div", { class: "buttons" }, this.begin, this.end), this.bar, this.status),
        this.numbers.element,
        this.keep.element,
      ),
    );
  }

  private async start(): Promise<void> {
    const subject = this.subjects[this.source]();
    if (subject === undefined || this.isRunning)
      return setText(this.status, "There is nothing to sample yet: open that tab first.");
    [this.traces, this.drawn, this.subject] = [[], 0, subject];
    this.running(true);
    this.plot.redraw();
    try {
      const view = await this.client.call("live", { subject, draws: this.wanted, seed: this.seed });
      this.kept = { draws: view.draws, seed: this.seed };
      this.finished(view);
    } catch (error) {
      setText(this.status, (error as Error).message);
    }
    this.seed += 1;
    this.running(false);
  }

  private stop(): void {
    setText(this.status, "Stopping …");
    void this.client.call("stop", {});
  }

  private running(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.begin.disabled = isRunning;
    this.end.disabled = !isRunning;
    if (isRunning) {
      setText(this.status, "Warm-up …");
      this.end.focus({ preventScroll: true });
    }
  }

  private take(update: LiveUpdate): void {
    this.drawn = update.drawn;
    this.bar.value = update.iterations / update.iterationsTotal;
    for (const [k, { label, chains }] of update.traces.entries()) {
      const trace = this.traces[k] ?? { label, chains: chains.map(() => ({ at: [], values: [] })) };
      this.traces[k] = trace;
      for (const [chain, { at, values }] of chains.entries()) {
        trace.chains[chain]?.at.push(...at);
        trace.chains[chain]?.values.push(...values);
      }
    }
    const ess = Number.isFinite(update.ess) ? `, smallest effective sample size ${whole(update.ess)}` : "";
    const words = `${whole(update.drawn)} of ${whole(update.total)} draws a chain${ess}.`;
    setText(this.status, update.drawn === 0 ? "Warm-up …" : words);
    this.plot.redraw();
  }

  /** Numbers and files are there once there are draws. */
  private offerKept(isOffered: boolean): void {
    this.numbers.element.hidden = !isOffered;
    this.keep.element.hidden = !isOffered;
  }

  private finished(view: View): void {
    this.offerKept(true);
    const stopped = view.draws < this.wanted;
    const kept = `${view.chains} chains of ${whole(view.draws)} draws are kept.`;
    setText(this.status, `${stopped ? "Stopped" : "Done"}: ${kept}`);
    this.bar.value = stopped ? this.bar.value : 1;
    this.numbers.show(view, view.whole);
  }

  private draw(area: Area): void {
    if (this.traces.length > 0) drawTraces(area, this.traces, this.drawn);
    else drawNoTraces(area, this.isRunning ? "Warming up …" : "Draws come here while they are made.");
  }
}
