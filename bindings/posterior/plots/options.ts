/** What every plot can be told about its looks. */
import { WasmcmcError } from "../../errors.js";
import { type Theme, type ThemeName, themeOf } from "./theme.js";

export interface PlotOptions {
  /** Of the whole picture in CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Default "light". "page" takes its colours from the style sheet; an object replaces some of the light ones. */
  readonly theme?: ThemeName | Partial<Theme>;
  /** Above the picture. */
  readonly title?: string;
  /** What a person who does not see the picture is told; by default its kind, variables and main numbers. */
  readonly alt?: string;
}

export interface Looks {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly title: string | undefined;
  readonly alt: string;
}

/** Throws `bad-option` for a count that is not a whole number in a range. */
export function checkCount(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The option ${name} is ${value}.`,
    remedy: `Pass a whole number from ${least} to ${most}.`,
    variable: name,
    value,
  });
}

/** Throws `bad-option` for a probability that is not above 0 and at most 1. */
export function checkProbability(name: string, value: number): void {
  if (value > 0 && value <= 1) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The option ${name} is ${value}.`,
    remedy: "Pass a probability: above 0 and at most 1, as 0.94.",
    variable: name,
    value,
  });
}

/** Options with defaults in place. Throws `bad-option` for a size that is not a positive number. */
export function looksOf(options: PlotOptions, defaults: { width: number; height: number; alt: string }): Looks {
  for (const side of ["width", "height"] as const) {
    const size = options[side];
    if (size === undefined || (size > 0 && size <= 20_000)) continue;
    throw new WasmcmcError({
      code: "bad-option",
      problem: `A plot cannot have the ${side} ${size}.`,
      remedy: "Pass pixels: a positive number up to 20000.",
      variable: side,
      value: size,
    });
  }
  return {
    width: options.width ?? defaults.width,
    height: options.height ?? defaults.height,
    theme: themeOf(options.theme),
    title: options.title,
    alt: options.alt ?? defaults.alt,
  };
}
