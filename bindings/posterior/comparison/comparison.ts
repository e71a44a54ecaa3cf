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
    const columns: readonly (readonly [string, readonly string[]])[] = [
      ["", models.map(({ name }) => name)],
      ["rank", models.map(({ rank }) => String(rank))],
      [`elpd_${kind}`, decimals(models.map(({ elpd }) => elpd))],
      [`p_${kind}`, decimals(models.map(({ p }) => p))],
      ["elpd_diff", decimals(models.map(({ elpdDiff }) => elpdDiff))],
      ["weight", decimals(models.map(({ weight }) => weight))],
      ["se", decimals(models.map(({ se }) => se))],
      ["dse", decimals(models.map(({ dse }) => dse))],
      ["warning", models.map(({ warning }) => (warning ? "True" : "False"))],
      ["scale", models.map(() => scale)],
      ...(isSampled ? [["subsampling_dse", decimals(models.map((model) => model.subsamplingDse ?? NaN))] as const] : []),
    ];
    const widths = columns.map(([head, cells]) => Math.max(head.length, ...cells.map((cell) => cell.length)));
    const line = (cells: readonly string[]): string =>
      cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join("  ");
    return [line(columns.map(([head]) => head)), ...models.map((_, row) => line(columns.map(([, cells]) => cells[row]!)))].join(
      "\n",
    );
  }
}

/** Over this a column of numbers is printed in scientific notation, where six decimals would make it wider than `WidestFixed`. */
const LargestFixed = 1e6;
const WidestFixed = 12;

/** Six decimals, less the zeros that all have at their ends, as pandas shows a column; in scientific notation where one is tiny or huge. */
function decimals(values: readonly number[]): string[] {
  const texts = values.map((value) => (Number.isNaN(value) ? "NaN" : fixed(value, 6)));
  const isTiny = values.some((value) => value !== 0 && Math.abs(value) < 1e-6);
  const isHuge = values.some((value) => Math.abs(value) > LargestFixed) && texts.some((text) => text.length > WidestFixed);
  if (isTiny || isHuge) return values.map((value) => value.toExponential(6).replace(/e([+-])(\d)$/, "e$10$2"));
  const zeros = Math.min(5, ...texts.filter((text) => text.includes(".")).map((text) => /0*$/.exec(text)![0].length));
  return texts.map((text) => (text.includes(".") ? text.slice(0, text.length - zeros) : text));
}
