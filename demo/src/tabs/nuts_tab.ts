/** The third tab: NUTS itself, step by step; the trajectories are those of the engine that samples. */

import { type Area, Surface } from "../canvas/surface.js";
import { drawEnergies, drawTree } from "../canvas/tree_plot.js";
import type { Landscape, LinePoints, Tree } from "../messages.js";
import type { Client } from "../page/client.js";
import { button, byId, card, element, setText } from "../page/dom.js";
import { slider } from "../page/slider.js";

const landscapes = [
  ["correlated", "Two correlated normals"],
  ["banana", "Banana"],
  ["funnel", "Funnel"],
  ["modes", "Two modes"],
  ["line", "Slope and intercept of your points"],
] as const;

/** Transitions that are asked for at a time. */
const Together = 60;
const MostDraws = 800;

const ends: Readonly<Record<string, string>> = {
  turned: "the trajectory turned back",
  "turned-within": "the last doubling turned back within itself and was dropped",
  diverged: "a step diverged, its doubling was dropped",
  "max-depth": "it reached the greatest depth",
};

export class NutsTab {
  private landscape: Landscape | undefined;
  private waiting: Tree[] = [];
  private tree: Tree | undefined;
  private shown = 0;
  private draws: number[] = [];
  private name = "correlated";
  private targetAccept = 0.8;
  private speed = 12;
  private seed = 7;
  private isPlaying = false;
  private due = 0;
  private version = 0;
  private readonly plot: Surface;
  private readonly energies: Surface;
  private readonly story = element("p", { class: "story" });
  private readonly said = element("p", { class: "hidden", role: "status", "aria-live": "polite" });
  private readonly play = button("Play", () => this.toggle(), { class: "primary", "aria-pressed": "false" });
  private readonly facts = element("dl", { class: "facts-list" });

  constructor(
    private readonly client: Client,
    private readonly points: () => LinePoints,
  ) {
    const [plot, energies] = [element("canvas", { role: "img" }), element("canvas", { role: "img" })];
    plot.setAttribute("aria-label", "The posterior as a landscape, with the leapfrog steps of the transition under way");
    energies.setAttribute("aria-label", "Error of the energy at each leapfrog step");
    this.layOut(element("div", { class: "plot" }, plot), element("div", { class: "plot" }, energies));
    this.plot = new Surface(
      plot,
      (width) => (width < 460 ? 0.95 : 0.74),
      (area) => this.drawPlot(area),
    );
    this.energies = new Surface(
      energies,
      () => 0.46,
      (area) => drawEnergies(area, this.tree, this.shown),
    );
    void this.start();
  }

  private layOut(plot: HTMLElement, energies: HTMLElement): void {
    const select = element(
      "select",
      {
        id: "landscape",
        change: () => {
          this.name = select.value;
          void this.start();
        },
      },
      ...landscapes.map(([value, name]) => element("option", { value }, name)),
    );
    const buttons = element(
      "div",
      { class: "buttons" },
      this.play,
      button("Leapfrog step", () => this.byHand(() => this.step())),
      button("Whole transition", () => this.byHand(() => this.finish())),
      button("50 draws", () => this.byHand(() => this.many(50))),
      button("Restart", () => void this.start(1)),
    );
    const sliders = element(
      "div",
      { class: "sliders" },
      element("div", { class: "slider" }, element("label", { for: "landscape" }, "Posterior"), select),
      slider({
        label: "Target acceptance",
        min: 0.5,
        max: 0.99,
        step: 0.01,
        value: this.targetAccept,
        format: (value) => value.toFixed(2),
        change: (value, moving) => {
          this.targetAccept = value;
          if (!moving) void this.start();
        },
      }).element,
      slider({
        label: "Speed",
        min: 1,
        max: 60,
        step: 1,
        value: this.speed,
        format: (value) => `${value} steps a second`,
        change: (value) => {
          this.speed = value;
        },
      }).element,
    );
    byId("nuts").append(
      element(
        "div",
        { class: "column broad" },
        card("One transition after the other", plot, buttons, this.story, this.said),
        card("How to read it", legend()),
      ),
      element("div", { class: "column narrow" }, card("What is sampled", sliders), card("This transition", this.facts, energies)),
    );
  }

  /** A new chain; its warm-up is over when the first transition is shown. */
  private async start(step = 0): Promise<void> {
    this.seed += step;
    this.version += 1;
    const { version } = this;
    const asked = { landscape: this.name, points: this.points(), targetAccept: this.targetAccept, warmup: 300, seed: this.seed };
    try {
      const landscape = await this.client.call("landscape", asked);
      const { trees } = await this.client.call("trees", { count: asked.warmup + Together });
      if (version !== this.version) return;
      this.landscape = landscape;
      this.waiting = trees.filter(({ warmup }) => !warmup);
      [this.draws, this.tree] = [[], undefined];
      this.nextTree();
      this.redraw();
    } catch (error) {
      setText(this.story, (error as Error).message);
    }
  }

  private nextTree(): void {
    const next = this.waiting.shift();
    if (next === undefined) return;
    if (this.tree !== undefined)
      this.draws.push(this.tree.points[4 * this.tree.chosen]!, this.tree.points[4 * this.tree.chosen + 1]!);
    if (this.draws.length > 2 * MostDraws) this.draws.splice(0, this.draws.length - 2 * MostDraws);
    this.tree = next;
    this.shown = 1;
    if (this.waiting.length < Together / 2) void this.refill();
  }

  private async refill(): Promise<void> {
    const { version } = this;
    const { trees } = await this.client.call("trees", { count: Together });
    if (version === this.version) this.waiting.push(...trees);
  }

  private step(): void {
    if (this.tree === undefined) return;
    if (this.shown >= this.tree.depths.length) this.nextTree();
    else this.shown += 1;
    this.redraw();
  }

  private finish(): void {
    if (this.tree === undefined) return;
    if (this.shown >= this.tree.depths.length) this.nextTree();
    this.shown = this.tree.depths.length;
    this.redraw();
  }

  private many(count: number): void {
    for (let k = 0; k < count && this.waiting.length > 0; k++) this.nextTree();
    this.finish();
  }

  private byHand(act: () => void): void {
    if (this.isPlaying) this.toggle();
    act();
    setText(this.said, this.story.textContent ?? "");
  }

  private toggle(): void {
    this.isPlaying = !this.isPlaying;
    setText(this.play, this.isPlaying ? "Pause" : "Play");
    this.play.setAttribute("aria-pressed", String(this.isPlaying));
    this.due = performance.now();
    if (this.isPlaying) requestAnimationFrame((now) => this.tick(now));
  }

  private tick(now: number): void {
    if (!this.isPlaying) return;
    const pause = 1000 / this.speed;
    if (now >= this.due) {
      const isDone = this.tree !== undefined && this.shown >= this.tree.depths.length;
      this.due = now + (isDone ? 3 * pause : pause);
      this.step();
    }
    requestAnimationFrame((next) => this.tick(next));
  }

  private redraw(): void {
    this.tell();
    this.plot.redraw();
    this.energies.redraw();
  }

  private tell(): void {
    const { tree, shown } = this;
    if (tree === undefined) return;
    const isDone = shown >= tree.depths.length;
    const number = tree.iteration - 299;
    const last = Math.min(shown, tree.depths.length) - 1;
    const side = (tree.steps[last] ?? 0) >= 0 ? "forward" : "backward";
    const done = `Transition ${number}: ${stepsIn(tree)}, then ${ends[tree.end] ?? tree.end}. The ringed point is the new draw.`;
    const start = `Transition ${number} begins: a fresh momentum, drawn as an arrow.`;
    const under = `Transition ${number}, doubling ${(tree.depths[last] ?? 0) + 1}, ${side} in time: step ${last}.`;
    setText(this.story, isDone ? done : last === 0 ? start : under);
    const facts: readonly (readonly [string, string])[] = [
      ["step size", tree.stepSize.toPrecision(3)],
      ["leapfrog steps", String(tree.depths.length - 1)],
      ["tree depth", String(tree.treeDepth)],
      ["acceptance", tree.acceptanceRate.toFixed(2)],
    ];
    this.facts.replaceChildren(...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  }

  private drawPlot(area: Area): void {
    const { landscape, tree, shown, draws } = this;
    if (landscape !== undefined) drawTree(area, { landscape, tree, shown, draws });
  }
}

function stepsIn({ depths }: Tree): string {
  return depths.length === 2 ? "one leapfrog step" : `${depths.length - 1} leapfrog steps`;
}

function legend(): HTMLElement {
  const items = [
    "The open circle is where the transition starts; the arrow is its momentum.",
    "Each doubling has a colour of its own and goes forward or backward in time, as a coin decides.",
    "A doubling that is dashed was dropped: within it the trajectory turned back, or a step diverged.",
    "The ring is the point that became the draw; small dots are draws before it.",
  ];
  return element("ul", { class: "legend" }, ...items.map((item) => element("li", {}, item)));
}
