/** Text of a summary as pandas prints ArviZ's data frame (`print(az.summary(...).to_string())`), to the character. */
import { WasmcmcError } from "../errors.js";

export interface TableColumn {
  readonly name: string;
  /** Decimals that numbers are rounded to before they are printed; Infinity for none. */
  readonly decimals: number;
  readonly values: readonly number[];
}

/** pandas' display precision. */
const PrintedDecimals = 6;

/** Labels to the left, numbers to the right; a name, like a number, has room for a sign. */
export function printTable(labels: readonly string[], columns: readonly TableColumn[]): string {
  const blocks = [
    leftAligned(["", ...labels]),
    ...columns.map((column) => rightAligned([` ${column.name}`, ...printColumn(column)])),
  ];
  return blocks[0]!.map((_, line) => blocks.map((block) => block[line]!).join(" ")).join("\n");
}

/** Throws unless it is a whole number of decimals, "none" or nothing. */
export function checkDecimals(decimals: number | "none" | undefined): void {
  if (decimals === undefined || decimals === "none" || (Number.isInteger(decimals) && decimals >= 0)) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `Numbers cannot be rounded to ${decimals} decimals.`,
    remedy: 'Pass a whole number from 0 on, or "none".',
    variable: "roundTo",
    value: decimals,
  });
}

/** numpy's rounding: scale, round halves to even, scale back. */
export function roundTo(value: number, decimals: number): number {
  if (decimals === Infinity) return value;
  const scale = 10 ** decimals;
  const scaled = value * scale;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  if (!Number.isFinite(scaled)) return value;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  const rounded = (up ? floor + 1 : floor) / scale;
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded;
}

/**
 * Fixed notation with equal decimals; exponents where numbers over a million would make the column wider than 12 characters, or
 * where a number would show no digit.
 */
function printColumn({ values, decimals }: TableColumn): string[] {
  const rounded = values.map((value) => roundTo(value, decimals));
  const fixed = trimZeros(rounded.map((value) => signed(value, fixedNotation(Math.abs(value)))));
  const wide = Math.max(...fixed.map((text) => text.length)) > PrintedDecimals + 6;
  const large = rounded.some((value) => Math.abs(value) > 1e6);
  const small = rounded.some((value) => value !== 0 && Math.abs(value) < 10 ** -PrintedDecimals);
  return small || (wide && large) ? trimZeros(rounded.map((value) => signed(value, exponentNotation(Math.abs(value))))) : fixed;
}

/** A sign or a space before a number; NaN has neither. */
function signed(value: number, text: string): string {
  if (Number.isNaN(value)) return "NaN";
  return (value < 0 || Object.is(value, -0) ? "-" : " ") + text;
}

function fixedNotation(value: number): string {
  if (!Number.isFinite(value)) return "inf";
  return value < 1e21 ? value.toFixed(PrintedDecimals) : `${BigInt(value)}.${"0".repeat(PrintedDecimals)}`;
}

/** Python writes at least two digits of exponent. */
function exponentNotation(value: number): string {
  if (value === Infinity) return "inf";
  return value.toExponential(PrintedDecimals).replace(/e([+-])(\d)$/, "e$10$2");
}

/** Takes as many zeros from the end as all decimals of a column have, and leaves one. */
function trimZeros(texts: readonly string[]): string[] {
  const isDecimal = (text: string): boolean => /^[ -]?\d+\.\d*$/.test(text);
  const zeros = texts.filter(isDecimal).map((text) => /0*$/.exec(text)![0].length);
  const common = zeros.length === 0 ? 0 : Math.min(...zeros);
  return texts.map((text) => {
    if (!isDecimal(text)) return text;
    const trimmed = text.slice(0, text.length - common);
    return trimmed.endsWith(".") ? `${trimmed}0` : trimmed;
  });
}

function leftAligned(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map(characters));
  return texts.map((text) => text + " ".repeat(width - characters(text)));
}

function rightAligned(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map(characters));
  return texts.map((text) => " ".repeat(width - characters(text)) + text);
}

/** Code points, as Python counts them. */
function characters(text: string): number {
  return [...text].length;
}
