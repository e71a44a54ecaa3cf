/** The table of numbers, what the sampler did, and its warnings; a live region says the gist once the picture rests. */
import type { NumberRow, View } from "../messages.js";
import { card, element, setText } from "./dom.js";

const columns: readonly { name: string; title: string; cell: (row: NumberRow) => string }[] = [
  { name: "mean", title: "Posterior mean", cell: (row) => significant(row.mean, row.sd) },
  { name: "sd", title: "Posterior standard deviation", cell: (row) => significant(row.sd, row.sd) },
  { name: "94% interval", title: "Highest density interval with 94 % of the draws", cell: intervalOf },
  { name: "ESS", title: "Effective sample size, bulk", cell: (row) => whole(row.essBulk) },
  { name: "R-hat", title: "Potential scale reduction; below 1.01 when chains agree", cell: (row) => row.rhat.toFixed(3) },
];

export class NumbersCard {
  readonly element: HTMLElement;
  private readonly body = element("tbody");
  private readonly facts = element("p", { class: "facts" });
  private readonly warnings = element("ul", { class: "warnings" });
  private readonly said = element("p", { class: "hidden", role: "status", "aria-live": "polite" });
  private cells: HTMLTableCellElement[][] = [];
  private labels = "";

  constructor(title = "Numbers") {
    const head = ["", ...columns.map(({ name }) => name)].map((name, k) =>
      k === 0
        ? element("th", { scope: "col" }, element("span", { class: "hidden" }, "parameter"))
        : element("th", { scope: "col", title: columns[k - 1]!.title, "data-column": name }, name),
    );
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), this.body);
    const scroller = element("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": `${title}, table` }, table);
    this.element = card(title, scroller, this.facts, this.warnings, this.said);
    this.element.classList.add("numbers");
  }

  /** Nothing is known of new data yet. */
  clear(): void {
    this.layOut([]);
    this.warnings.replaceChildren();
    setText(this.facts, "Sampling …");
  }

  show(view: View, milliseconds: number): void {
    this.layOut(view.numbers.map(({ label }) => label));
    for (const [r, row] of view.numbers.entries()) {
      const cells = this.cells[r]!;
      for (const [k, { cell }] of columns.entries()) setText(cells[k]!, cell(row));
      cells[4]!.classList.toggle("alarm", view.effort === "full" && row.rhat > 1.01);
    }
    const divergences = view.divergences === 0 ? "no divergences" : `${view.divergences} divergences`;
    const rough = view.effort === "moving" ? "Rough while it moves, a whole run follows: " : "";
    setText(
      this.facts,
      `${rough}${view.chains} chains × ${whole(view.draws)} draws, ${divergences} · sampled in ${whole(view.sampling)} ms, shown after ${whole(milliseconds)} ms`,
    );
    this.warnings.replaceChildren(...view.warnings.map((warning) => element("li", {}, warning)));
    if (view.effort === "full") setText(this.said, sentence(view));
  }

  private layOut(labels: readonly string[]): void {
    const joined = labels.join();
    if (joined === this.labels) return;
    this.labels = joined;
    this.cells = labels.map(() => columns.map(({ name }) => element("td", { "data-column": name })));
    this.body.replaceChildren(
      ...labels.map((label, r) => element("tr", {}, element("th", { scope: "row" }, label), ...this.cells[r]!)),
    );
  }
}

function sentence({ numbers }: View): string {
  const [worst, least] = [Math.max(...numbers.map(({ rhat }) => rhat)), Math.min(...numbers.map(({ essBulk }) => essBulk))];
  const means = numbers.slice(0, 4).map((row) => `${row.label} ${significant(row.mean, row.sd)}`);
  return `Sampled anew: ${means.join(", ")}; largest R-hat ${worst.toFixed(3)}, smallest effective sample size ${whole(least)}.`;
}

function intervalOf(row: NumberRow): string {
  return `${significant(row.low, row.sd)} … ${significant(row.high, row.sd)}`;
}

/** As many decimals as the standard deviation gives sense to: two figures of it. */
export function significant(value: number, sd: number): string {
  if (!Number.isFinite(value)) return "–";
  const decimals = sd > 0 ? Math.max(0, Math.min(8, 1 - Math.floor(Math.log10(sd)))) : 2;
  return value.toFixed(decimals).replace(/^-/, "−");
}

export const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString("en") : "–");
