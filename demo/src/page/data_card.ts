/** A table of the reader's own: dropped, pasted, or chosen as a file; then which column is which. */
import type { TableColumns } from "../messages.js";
import type { Client } from "./client.js";
import { button, card, element, setText } from "./dom.js";

export interface Role {
  readonly name: string;
  /** Names of columns that are likely to be it, in order. */
  readonly likely: RegExp;
  readonly optional?: boolean;
}

const MostRows = 20_000;
/** Squares of numbers beyond these are no numbers any more, of spans below them nothing but 0. */
const Largest = 1e100;
const Smallest = 1e-100;

/** The chosen columns by role; those that are optional may be missing. `names` are for axes, with units where the table has them. */
export interface Chosen {
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly names: Readonly<Record<string, string>>;
}

export class DataCard {
  readonly element: HTMLElement;
  private readonly status = element("p", { class: "facts", role: "status" });
  private readonly chooser = element("div", { class: "chooser" });

  constructor(
    private readonly client: Client,
    private readonly roles: readonly Role[],
    private readonly use: (chosen: Chosen) => void,
    example: string,
  ) {
    const file = element("input", {
      type: "file",
      class: "hidden",
      accept: ".csv,.tsv,.txt,.fits,.fit,.parquet,.vot,.xml,.json,.arrow,.gz",
      change: () => void this.read(file.files?.[0]),
      "aria-label": "A file with a table",
      tabindex: -1,
    });
    const text = element("textarea", {
      rows: 4,
      placeholder: example,
      "aria-label": "Rows to paste, as CSV with a line of names",
      spellcheck: false,
    });
    this.element = card(
      "Your data",
      element(
        "p",
        { class: "hint" },
        "Drop a CSV, FITS or Parquet file anywhere on this card, or paste rows. Nothing leaves your machine.",
      ),
      text,
      element(
        "div",
        { class: "buttons" },
        button("Read the pasted rows", () => void this.paste(text.value)),
        button("Open a file …", () => file.click()),
        file,
      ),
      this.status,
      this.chooser,
    );
    this.element.classList.add("data");
    this.listenToDrops();
  }

  private listenToDrops(): void {
    const over = (isOver: boolean) => (event: DragEvent) => {
      event.preventDefault();
      this.element.classList.toggle("over", isOver);
    };
    this.element.addEventListener("dragover", over(true));
    this.element.addEventListener("dragleave", over(false));
    this.element.addEventListener("drop", (event) => {
      over(false)(event);
      void this.read(event.dataTransfer?.files[0]);
    });
  }

  private async paste(text: string): Promise<void> {
    if (text.trim() === "") return this.say("Paste some rows first.", true);
    await this.take(text, "pasted rows");
  }

  private async read(file: File | undefined): Promise<void> {
    if (file !== undefined) await this.take(file, file.name);
  }

  private async take(file: File | string, name: string): Promise<void> {
    this.say(`Reading ${name} …`);
    this.chooser.replaceChildren();
    try {
      this.choose(await this.client.call("readTable", { file, name }));
    } catch (error) {
      this.say((error as Error).message, true);
    }
  }

  /** A list for each role; what is likely is chosen already. */
  private choose(table: TableColumns): void {
    const needed = this.roles.filter(({ optional }) => !optional).map(({ name }) => name);
    if (table.names.length < needed.length) {
      const words = `${table.name} has one column of numbers, "${table.names[0]}"; here ${needed.join(" and ")} are fitted.`;
      return this.say(`${words} The tab Mixture fits a single column.`, true);
    }
    this.say(`${table.name}: ${table.rows.toLocaleString("en")} rows, ${table.names.length} columns of numbers.`);
    const taken = new Set<string>();
    const lists = this.roles.map((role) => {
      const free = table.names.filter((name) => !taken.has(name));
      const guess = free.find((name) => role.likely.test(name)) ?? (role.optional ? "" : (free[0] ?? ""));
      taken.add(guess);
      const options = role.optional ? ["", ...table.names] : table.names;
      const select = element(
        "select",
        {},
        ...options.map((name) => element("option", { value: name }, name || "none: as on average")),
      );
      select.value = guess;
      return { role, select };
    });
    const use = () => this.fit(table, lists);
    this.chooser.replaceChildren(
      ...lists.map(({ role, select }) => element("label", {}, role.name, select)),
      button("Fit these columns", use, { class: "primary" }),
    );
    use();
  }

  private fit(table: TableColumns, lists: readonly { role: Role; select: HTMLSelectElement }[]): void {
    const chosen = lists.flatMap(({ role, select }) => {
      const place = table.names.indexOf(select.value);
      const column = table.columns[place];
      const unit = table.units[place] ?? "";
      return column === undefined
        ? []
        : [{ role: role.name, column, name: unit === "" ? select.value : `${select.value} (${unit})` }];
    });
    const rows = Array.from({ length: table.rows }, (_, row) => row)
      .filter((row) => chosen.every(({ column }) => Number.isFinite(column[row])))
      .slice(0, MostRows);
    if (rows.length < 3) return this.say("Fewer than three rows have a number in each of these columns.", true);
    const columns = Object.fromEntries(chosen.map(({ role, column }) => [role, Float64Array.from(rows, (row) => column[row]!)]));
    const unfit = chosen.map(({ role, name }) => sizeProblem(name, columns[role]!)).find((problem) => problem !== undefined);
    if (unfit !== undefined) return this.say(unfit, true);
    const left = table.rows - rows.length;
    const words =
      left === 0
        ? ""
        : `; ${left.toLocaleString("en")} left out, for want of a number or beyond ${MostRows.toLocaleString("en")}`;
    this.say(`${table.name}: ${rows.length.toLocaleString("en")} rows are fitted${words}.`);
    this.use({ columns, names: Object.fromEntries(chosen.map(({ role, name }) => [role, name])) });
  }

  private say(text: string, isWrong = false): void {
    this.status.classList.toggle("alarm", isWrong);
    setText(this.status, text);
  }
}

/** Numbers that can be read but not reckoned with. */
function sizeProblem(name: string, values: Float64Array): string | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const far = Math.abs(low) > Math.abs(high) ? low : high;
  if (Math.abs(far) > Largest) return `${name} holds ${far.toExponential(1)}, too large to be squared. Give it in a larger unit.`;
  if (high > low && high - low < Smallest)
    return `${name} spans ${(high - low).toExponential(1)}, too little to be squared. Give it in a smaller unit.`;
  return undefined;
}
