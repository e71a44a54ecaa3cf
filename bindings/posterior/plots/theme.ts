/** Colours of plots: light, dark, or the page's own by CSS variables; safe for people who do not tell all colours apart. */
import { WasmcmcError } from "../../errors.js";

export interface Theme {
  /** Behind everything. */
  readonly background: string;
  /** Text, axes and marks in one colour. */
  readonly ink: string;
  /** Ticks, secondary text. */
  readonly muted: string;
  readonly grid: string;
  /** Data and draws where there is one kind of them. */
  readonly main: string;
  /** True values and other references. */
  readonly reference: string;
  /** Divergences and what else is wrong. */
  readonly alarm: string;
  /** Chains, components, models, in this order: Okabe and Ito's colours, which differ in lightness as well. */
  readonly categories: readonly string[];
  /** From few to many, for filled contours and bins: neighbours in lightness, greys. */
  readonly fills: readonly [low: string, high: string];
}

const light: Theme = {
  background: "#ffffff",
  ink: "#1a1a1a",
  muted: "#5c5c5c",
  grid: "#dddddd",
  main: "#0072b2",
  reference: "#d00000",
  alarm: "#c44601",
  categories: ["#0072b2", "#d55e00", "#009e73", "#a8487d", "#8a6d00", "#3a93c3", "#000000", "#7a5195"],
  fills: ["#ececec", "#4d4d4d"],
};

const dark: Theme = {
  background: "#15181c",
  ink: "#e8e8e8",
  muted: "#a8adb3",
  grid: "#343a40",
  main: "#56b4e9",
  reference: "#ff6b6b",
  alarm: "#ffa657",
  categories: ["#56b4e9", "#ff9f4a", "#2ec4a0", "#e39ac4", "#f0e442", "#9ad0f5", "#ffffff", "#c3a6e0"],
  fills: ["#30363d", "#c9d1d9"],
};

/** Colours that a style sheet sets, as `--plot-ink`; where it does not, the light ones. For pages that follow their reader's setting. */
const page: Theme = {
  background: "var(--plot-background, #ffffff)",
  ink: "var(--plot-ink, #1a1a1a)",
  muted: "var(--plot-muted, #5c5c5c)",
  grid: "var(--plot-grid, #dddddd)",
  main: "var(--plot-main, #0072b2)",
  reference: "var(--plot-reference, #d00000)",
  alarm: "var(--plot-alarm, #c44601)",
  categories: light.categories.map((color, i) => `var(--plot-category-${i + 1}, ${color})`),
  fills: ["var(--plot-fill-low, #ececec)", "var(--plot-fill-high, #4d4d4d)"],
};

export type ThemeName = "light" | "dark" | "page";

export const themes: Readonly<Record<ThemeName, Theme>> = { light, dark, page };

/** A theme by its name, or colours of one's own over the light ones. */
export function themeOf(choice: ThemeName | Partial<Theme> = "light"): Theme {
  if (typeof choice === "object") return { ...light, ...choice };
  if (Object.hasOwn(themes, choice)) return themes[choice];
  throw new WasmcmcError({
    code: "bad-option",
    problem: `There is no theme ${JSON.stringify(choice)}.`,
    remedy: 'Pass "light", "dark", "page", or an object of colours.',
    variable: "theme",
    value: choice,
  });
}

/** The declarations that a style sheet needs for the "page" theme, from another theme: `:root { ${themeVariables(themes.dark)} }`. */
export function themeVariables(theme: Theme): string {
  const { categories, fills, ...single } = theme;
  const all = [
    ...Object.entries(single),
    ...categories.map((color, i): [string, string] => [`category-${i + 1}`, color]),
    ["fill-low", fills[0]],
    ["fill-high", fills[1]],
  ];
  return all.map(([name, color]) => `--plot-${name}: ${color};`).join(" ");
}
