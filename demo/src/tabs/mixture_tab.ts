/** The second tab: K normal components on one column, simulated or the reader's own. */
import { CornerPlot, cornerShape } from "../canvas/corner_plot.js";
import { drawHistogram } from "../canvas/histogram_plot.js";
import { extent, type Range } from "../canvas/scale.js";
import { type Area, Surface } from "../canvas/surface.js";
import type { MixturePriors, Subject, View } from "../messages.js";
import type { Client } from "../page/client.js";
import { DataCard } from "../page/data_card.js";
import { button, byId, card, element, setText } from "../page/dom.js";
import { KeepCard } from "../page/keep_card.js";
import { NumbersCard } from "../page/numbers_card.js";
import { Refit } from "../page/refit.js";
import { slider } from "../page/slider.js";

export class MixtureTab {
  private values = new Float64Array(0);
  private view: View | undefined;
  private components = 3;
  private version = 0;
  private priors: MixturePriors = { width: 0.4, evenness: 4 };
  private recipe = { seed: 5, count: 240, components: 3, distance: 4 };
  private domain: Range = [0, 1];
  private name = "value";
  private readonly corner = new CornerPlot();
  private readonly numbers = new NumbersCard("Components");
  private readonly wrong = element("p", { class: "alarm", role: "alert" });
  private readonly refit: Refit;
  private readonly plot: Surface;
  private readonly posterior: Surface;

  constructor(private readonly client: Client) {
    this.refit = new Refit(
      client,
      "mixture",
      () => this.subject(),
      this.show,
      (error) => setText(this.wrong, error.message),
    );
    const [plot, posterior] = [element("canvas", { role: "img" }), element("canvas", { role: "img" })];
    plot.setAttribute("aria-label", "Histogram of the values, split by membership, with the density of each component");
    posterior.setAttribute("aria-label", "Corner plot of the posterior of the components' means");
    this.layOut(element("div", { class: "plot" }, plot), element("div", { class: "plot" }, posterior));
    this.plot = new Surface(
      plot,
      (width) => (width < 460 ? 0.92 : 0.66),
      (area) => this.drawPlot(area),
    );
    this.posterior = new Surface(posterior, cornerShape, (area) => this.drawPosterior(area));
    void this.simulate();
  }

  subject(): Subject | undefined {
    const { values, version, components, priors } = this;
    return values.length < 3 ? undefined : { kind: "mixture", version, values, components, priors };
  }

  private layOut(plot: HTMLElement, posterior: HTMLElement): void {
    const values = card("Values", plot, this.wrong);
    const model = card("Model and priors", element("div", { class: "sliders" }, ...this.modelSliders()));
    const recipe = card(
      "Simulated values",
      element("div", { class: "sliders" }, ...this.recipeSliders()),
      element(
        "div",
        { class: "buttons" },
        button("Other values", () => void this.simulate(1)),
      ),
    );
    const roles = [{ name: "value", likely: /^(y|value|v|velocity|period|mag|flux)$/i }];
    const data = new DataCard(
      this.client,
      roles,
      ({ columns, names }) => this.begin(columns.value!, names.value!),
      "value\n9.4\n10.1\n13.8",
    );
    const keep = new KeepCard(this.client, "mixture", () => this.subject());
    const column = (name: string, ...cards: HTMLElement[]) => element("div", { class: `column ${name}` }, ...cards);
    byId("mixture").append(
      column("broad", values, this.numbers.element, keep.element),
      column("narrow", card("Posterior", posterior), model, recipe, data.element),
    );
  }

  private modelSliders(): HTMLElement[] {
    const change = (set: (value: number) => void) => (value: number, moving: boolean) => {
      set(value);
      this.refit.changed(moving);
    };
    const { width, evenness } = this.priors;
    return [
      slider({
        label: "Components",
        min: 2,
        max: 6,
        step: 1,
        value: this.components,
        change: change((value) => {
          this.components = value;
        }),
      }).element,
      slider({
        label: "Width: lognormal around",
        min: 0.05,
        max: 1.5,
        step: 0.05,
        value: width,
        format: (value) => `${value.toFixed(2)} sd of all`,
        change: change((value) => {
          this.priors = { ...this.priors, width: value };
        }),
      }).element,
      slider({
        label: "Weights: Dirichlet, concentration",
        min: 0.5,
        max: 20,
        step: 0.5,
        value: evenness,
        change: change((value) => {
          this.priors = { ...this.priors, evenness: value };
        }),
      }).element,
    ];
  }

  private recipeSliders(): HTMLElement[] {
    const one = (label: string, key: "count" | "components" | "distance", min: number, max: number, step: number) =>
      slider({
        label,
        min,
        max,
        step,
        value: this.recipe[key],
        change: (value) => {
          this.recipe = { ...this.recipe, [key]: value };
          void this.simulate();
        },
      }).element;
    return [
      one("Values", "count", 30, 2000, 10),
      one("True components", "components", 2, 6, 1),
      one("Distance of means", "distance", 0, 8, 0.25),
    ];
  }

  private async simulate(step = 0): Promise<void> {
    this.recipe = { ...this.recipe, seed: this.recipe.seed + step };
    try {
      const { values } = await this.client.call("simulateMixture", this.recipe);
      this.begin(values);
    } catch (error) {
      setText(this.wrong, (error as Error).message);
    }
  }

  private begin(values: Float64Array, name = "value"): void {
    this.name = name;
    this.values = Float64Array.from(values);
    this.domain = extent(values, 0.06);
    this.view = undefined;
    this.version += 1;
    this.numbers.clear();
    setText(this.wrong, "");
    this.plot.redraw();
    this.posterior.redraw();
    this.refit.changed(false);
  }

  private readonly show = (view: View, _subject: Subject, milliseconds: number) => {
    this.view = view;
    setText(this.wrong, "");
    this.numbers.show(view, milliseconds);
    this.plot.redraw();
    this.posterior.redraw();
  };

  private drawPlot(area: Area): void {
    const { values, view, domain } = this;
    drawHistogram(area, {
      values,
      membership: view?.membership ?? new Float64Array(0),
      components: view?.components ?? [],
      band: view?.band,
      domain,
      name: this.name,
    });
  }

  private drawPosterior(area: Area): void {
    if (this.view !== undefined) this.corner.draw(area, this.view.corner);
  }
}
