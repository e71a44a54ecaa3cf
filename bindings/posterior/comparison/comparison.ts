/** The result of comparing models: a row a model, printed as az.compare prints it. */
import { WasmcmcError } from "../../errors.js";
import type { Elpd } from "./elpd.js";
import { fixed } from "./printed.js";

export interface ComparedModel {
  readonly name: string;
  /** 0 for the best. */
  readonly rank: number;
  readonly elpd: number;
  readonly p: number;
  /** How much worse than the best, and the standard error of that difference. */
  readonly elpdDiff: number;
  readonly dse: number;
  readonly weight: number;
  readonly se: number;
  readonly warning: boolean;
  /** The part of the difference's error that comes from sampling observations, where any model's were; then `dse` has it not. */
  readonly subsamplingDse?: number;
}

export class Comparison {
  constructor(
    /** The best first. */
    readonly models: readonly ComparedModel[],
    readonly kind: Elpd["kind"],
    readonly scale: Elpd["scale"],
  ) {}

  /** The row of a model. */
  model(name: string): ComparedModel {
    const found = this.models.find((model) => model.name === name);
    if (found !== undefined) return found;
    throw new WasmcmcError({
      code: "bad-option",
      problem: `There is no model "${name}".`,
      remedy: `Known: ${this.models.map((model) => model.name).join(", ")}.`,
      value: name,
    });
  }

  /** The table that az.compare of ArviZ 0.23 prints, whole. */
  toString(): string {
    const { kind, models, scale } = this;
    const isSampled = models.some(({ subsamplingDse }) => subsamplingDse !== undefined);
    // As pandas: a blank before what has no sign, and before the names of columns of numbers.
    const columns: readonly (readonly string[])[] = [
      [" rank", ...models.map(({ rank }) => ` ${rank}`)],
      [` elpd_${kind}`, ...decimals(models.map(({ elpd }) => elpd))],
      [` p_${kind}`, ...decimals(models.map(({ p }) => p))],
      [" elpd_diff", ...decimals(models.map(({ elpdDiff }) => elpdDiff))],
      [" weight", ...decimals(models.map(({ weight }) => weight))],
      [" se", ...decimals(models.map(({ se }) => se))],
      [" dse", ...decimals(models.map(({ dse }) => dse))],
      [" warning", ...models.map(({ warning }) => (warning ? " True" : " False"))],
      ["scale", ...models.map(() => ` ${scale}`)],
      ...(isSampled ? [[" subsampling_dse", ...decimals(models.map((model) => model.subsamplingDse ?? NaN))]] : []),
    ];
    const names = ["", ...models.map(({ name }) => name)];
    const widest = Math.max(...names.map((name) => name.length));
    const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
    return names
      .map((name, row) => [name.padEnd(widest), ...columns.map((cells, at) => cells[row]!.padStart(widths[at]!))].join(" "))
      .join("\n");
  }
}

/** Over this a column of numbers is printed in scientific notation, where six decimals would make it wider than `WidestFixed`. */
const LargestFixed = 1e6;
const WidestFixed = 12;

/**
 * Six decimals, less the zeros that all have at their ends, as pandas shows a column; in scientific notation where one is tiny or huge.
 * With a sign, or a blank in its place.
 */
function decimals(values: readonly number[]): string[] {
  const signed = (text: string): string => (text.startsWith("-") ? text : ` ${text}`);
  const whole = values.map((value) => signed(Number.isNaN(value) ? "NaN" : fixed(value, 6)));
  const zeros = Math.min(5, ...whole.filter((text) => text.includes(".")).map((text) => /0*$/.exec(text)![0].length));
  const texts = whole.map((text) => (text.includes(".") ? text.slice(0, text.length - zeros) : text));
  const isTiny = values.some((value) => value !== 0 && Math.abs(value) < 1e-6);
  const isHuge = values.some((value) => Math.abs(value) > LargestFixed) && texts.some((text) => text.length > WidestFixed);
  if (!isTiny && !isHuge) return texts;
  return values.map((value) => signed(value.toExponential(6).replace(/e([+-])(\d)$/, "e$10$2")));
}
