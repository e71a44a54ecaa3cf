/** The first tab: a line through points of which some are outliers, sampled anew while a finger moves. */
import { CornerPlot, cornerShape } from "../canvas/corner_plot.js";
import { drawLine } from "../canvas/line_plot.js";
import { extent, nameWithout, offsetOf, type Range, roundedTo, type Scale, scale } from "../canvas/scale.js";
import { type Area, Surface } from "../canvas/surface.js";
import type { LinePriors, Subject, View } from "../messages.js";
import type { Client } from "../page/client.js";
import { type Chosen, DataCard } from "../page/data_card.js";
import { button, byId, card, element, setText } from "../page/dom.js";
import { inNextFrame } from "../page/frames.js";
import { KeepCard } from "../page/keep_card.js";
import { NumbersCard } from "../page/numbers_card.js";
import { Refit } from "../page/refit.js";
import { LineData } from "./line_data.js";
import { priorSliders } from "./line_priors.js";
import { MostHandles, PointHandles } from "./point_handles.js";

const MostLabels = 60;
/** Slope and intercept at x = 0 are hard to tell apart where x is more than this many times its range away from 0. */
const FarFromZero = 20;
const Help =
  "Drag a point, or move it with the arrow keys (with Shift further). Double-click or double-tap the plane to add one; Delete removes it; Page Up and Page Down go from point to point.";
const HelpWithoutHandles = `More than ${MostHandles} points stay where they are: they can be added and deleted, and priors can be moved.`;
const Margin = { left: 52, right: 12, top: 22, bottom: 38 };

export class LineTab {
  readonly data = new LineData();
  private view: View | undefined;
  private priors: LinePriors = { slope: 5, intercept: 25, outliers: 0.25, spread: 15 };
  private domain: { x: Range; y: Range } = { x: [0, 10], y: [-20, 30] };
  private active: number | undefined;
  private names: readonly [string, string] = ["x", "y"];
  private seed = 3;
  private version = 0;
  private readonly corner = new CornerPlot();
  private readonly refit: Refit;
  private readonly numbers = new NumbersCard();
  private readonly wrong = element("p", { class: "alarm", role: "alert" });
  private readonly help = element("p", { class: "hint", id: "line-help" }, Help);
  private readonly plot: Surface;
  private readonly posterior: Surface;
  private readonly handles: PointHandles;
  private readonly sliders = element("div", { class: "sliders" });

  constructor(private readonly client: Client) {
    this.refit = new Refit(client, "line", () => this.subject(), this.show, this.refuse);
    const [plot, posterior] = [element("canvas", { "aria-hidden": "true" }), element("canvas", { role: "img" })];
    posterior.setAttribute("aria-label", "Corner plot of the posterior of slope, intercept, share of outliers and their spread");
    const host = element("div", { class: "plot", role: "group", "aria-label": "Points", "aria-describedby": "line-help" }, plot);
    this.layOut(host, element("div", { class: "plot" }, posterior));
    this.plot = new Surface(
      plot,
      (width) => (width < 460 ? 0.92 : 0.66),
      (area) => this.drawPlot(area),
    );
    this.posterior = new Surface(posterior, cornerShape, (area) => this.drawPosterior(area));
    this.handles = new PointHandles(host, {
      move: (point, dx, dy, moving) => this.move(point, dx, dy, moving),
      remove: (point) => this.remove(point),
      activate: (point) => this.activate(point),
    });
    plot.addEventListener("resized", () => inNextFrame(this.placeHandles));
    plot.addEventListener("dblclick", ({ offsetX, offsetY }) => this.add(offsetX, offsetY));
    void this.simulate();
  }

  /** What is on the screen; undefined while there is too little to fit. */
  subject(): Subject | undefined {
    return this.data.count < 2
      ? undefined
      : { kind: "line", version: this.version, points: this.data.points, priors: this.priors };
  }

  private layOut(plot: HTMLElement, posterior: HTMLElement): void {
    const buttons = element(
      "div",
      { class: "buttons" },
      button("Add a point", () => this.add()),
      button("Make it an outlier", () => this.makeOutlier()),
      button("Delete it", () => this.remove(this.active ?? this.data.count - 1)),
      button("Other points", () => void this.simulate(1)),
    );
    const points = card("Points", plot, this.help, buttons, this.wrong);
    const priors = card("Priors", this.sliders);
    this.makeSliders();
    const roles = [
      { name: "x", likely: /^(x|time|t|phase|bp_rp|parallax)$/i },
      { name: "y", likely: /^(y|value|flux|mag|rv|phot_g_mean_mag)$/i },
      { name: "error", likely: /err|sigma|^s$|_e$|^e_|^dy$|unc/i, optional: true },
    ];
    const data = new DataCard(this.client, roles, (chosen) => this.take(chosen), "x,y,error\n1.0,2.1,0.3\n2.0,3.9,0.3");
    const keep = new KeepCard(this.client, "line", () => this.subject());
    const column = (name: string, ...cards: HTMLElement[]) => element("div", { class: `column ${name}` }, ...cards);
    byId("line").append(
      column("broad", points, this.numbers.element, keep.element),
      column("narrow", card("Posterior", posterior), priors, data.element),
    );
  }

  private makeSliders(): void {
    const change = (priors: LinePriors, moving: boolean) => {
      this.priors = priors;
      this.refit.changed(moving);
    };
    this.sliders.replaceChildren(...priorSliders(this.priors, () => this.priors, change));
  }

  private async simulate(step = 0): Promise<void> {
    this.seed += step;
    try {
      this.data.set(await this.client.call("simulateLine", { seed: this.seed, points: 32, outliers: 7 }));
      this.names = ["x", "y"];
      this.begin();
    } catch (error) {
      this.refuse(error as Error);
    }
  }

  private take({ columns, names }: Chosen): void {
    const [x, y] = [columns.x!, columns.y!];
    const reference = offsetOf(extent(x, 0), FarFromZero);
    this.data.set({ x: x.map((value) => value - reference), y, yErr: this.data.errorsOf(y, columns.error), reference });
    this.names = [nameWithout(names.x!, reference), names.y!];
    const spread = this.data.spread();
    this.priors = { ...this.priors, ...spread };
    this.begin();
  }

  /** New points: new axes, nothing held, sampled at once. */
  private begin(): void {
    const { x, y } = this.data.points;
    this.domain = { x: extent(x), y: extent(y, 0.14) };
    this.active = undefined;
    this.view = undefined;
    this.version += 1;
    this.makeSliders();
    this.numbers.clear();
    setText(this.wrong, "");
    this.redraw();
    this.posterior.redraw();
    this.refit.changed(false);
  }

  private scales(): { x: Scale; y: Scale } {
    const { width, height } = this.plot;
    return {
      x: scale(this.domain.x, [Margin.left, width - Margin.right]),
      y: scale(this.domain.y, [height - Margin.bottom, Margin.top]),
    };
  }

  private move(point: number, dx: number, dy: number, moving: boolean): void {
    const { x, y } = this.scales();
    const { points } = this.data;
    const placed = (on: Scale, value: number, pixels: number) =>
      pixels === 0 ? value : roundedTo(on, on.invert(on(value) + pixels));
    this.data.move(point, placed(x, points.x[point]!, dx), placed(y, points.y[point]!, dy));
    this.changed(moving);
  }

  /** At a place of the canvas, or in the middle. */
  private add(px?: number, py?: number): void {
    const { x, y } = this.scales();
    const [middleX, middleY] = [(x.pixels[0] + x.pixels[1]) / 2, (y.pixels[0] + y.pixels[1]) / 2];
    const point = this.data.add(roundedTo(x, x.invert(px ?? middleX)), roundedTo(y, y.invert(py ?? middleY)));
    this.changed(false);
    inNextFrame(() => this.handles.focus(point));
  }

  private remove(point: number): void {
    if (this.data.count <= 2) return this.refuse(new Error("Two points are the least that a line can be fitted to."));
    this.data.remove(point);
    this.active = Math.min(point, this.data.count - 1);
    this.changed(false);
    inNextFrame(() => this.handles.focus(this.active ?? 0));
  }

  /** Puts the held point (else the last) a third of the plane away from the line, on the side where there is room. */
  private makeOutlier(): void {
    const point = this.active ?? this.data.count - 1;
    const { x, y } = this.data.points;
    const [low, high] = this.domain.y;
    const shift = (y[point]! > (low + high) / 2 ? -1 : 1) * 0.45 * (high - low);
    this.data.move(point, x[point]!, y[point]! + shift);
    this.activate(point);
    this.changed(false);
  }

  private activate(point: number): void {
    if (point === this.active) return;
    this.active = point;
    this.plot.redraw();
  }

  private changed(moving: boolean): void {
    setText(this.wrong, "");
    this.redraw();
    this.refit.changed(moving);
  }

  private redraw(): void {
    this.plot.redraw();
    inNextFrame(this.placeHandles);
  }

  private readonly placeHandles = () => {
    const { x, y } = this.scales();
    const { points, count } = this.data;
    const handled = count > MostHandles ? 0 : count;
    setText(this.help, count > MostHandles ? HelpWithoutHandles : Help);
    this.handles.place(Array.from({ length: handled }, (_, i) => ({ x: x(points.x[i]!), y: y(points.y[i]!) })));
    const shares = this.outlierShares();
    // Many labels take longer than a frame: while something moves only the held point's is kept up to date.
    const isCalm = count <= MostLabels || this.view?.effort !== "moving";
    for (let i = 0; i < handled; i++) if (isCalm || i === this.active) this.handles.label(i, this.labelOf(i, shares[i]));
  };

  private labelOf(point: number, outlier: number | undefined): string {
    const { points, count } = this.data;
    const said = outlier === undefined ? "" : `, outlier with probability ${outlier.toFixed(2)}`;
    return `Point ${point + 1} of ${count}: x ${points.x[point]!.toPrecision(3)}, y ${points.y[point]!.toPrecision(3)}${said}`;
  }

  private outlierShares(): Float64Array {
    const { view } = this;
    return view === undefined ? new Float64Array(0) : view.membership.filter((_, k) => k % 2 === 1);
  }

  private readonly show = (view: View, _subject: Subject, milliseconds: number) => {
    this.view = view;
    this.numbers.show(view, milliseconds);
    this.redraw();
    this.posterior.redraw();
  };

  private readonly refuse = (error: Error) => setText(this.wrong, error.message);

  private drawPlot(area: Area): void {
    const { x, y } = this.scales();
    const { view, active } = this;
    drawLine(area, {
      points: this.data.points,
      outlier: this.outlierShares(),
      band: view?.band,
      x,
      y,
      active,
      names: this.names,
    });
  }

  private drawPosterior(area: Area): void {
    if (this.view !== undefined) this.corner.draw(area, this.view.corner);
  }
}
