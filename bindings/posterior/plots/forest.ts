/** The forest plot: intervals of many numbers below one another, of one fit or several side by side. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { ess } from "../statistics/ess.js";
import { rhat } from "../statistics/rhat.js";
import { figure, innerHeight, type Panel, svgElement } from "./figure.js";
import { type IntervalChoice, intervalOf, shortNumber, summed } from "./interval.js";
import { nameRoom, shortened } from "./labels.js";
import { looksOf, type PlotOptions } from "./options.js";
import { type References, referencesOf } from "./references.js";
import type { Theme } from "./theme.js";
import { type DrawsSource, isFit, isGroups, type PlotVariable, type VariableChoice, variablesOf } from "./variables.js";

export interface ForestOptions extends PlotOptions, VariableChoice, IntervalChoice {
  /** Share inside the thick bar; default 0.5. */
  readonly inner?: number;
  /** Panels beside the intervals with R-hat, and with the bulk's effective draws. */
  readonly rhat?: boolean;
  readonly ess?: boolean;
  readonly references?: References;
}

interface Row {
  readonly place: number;
  readonly model: number;
  readonly variable: PlotVariable;
  readonly lower: number;
  readonly upper: number;
  readonly innerLower: number;
  readonly innerUpper: number;
  readonly point: number;
}

const RowHeight = 22;
/** More rows make no picture that a person reads. */
const MostRows = 250;

/**
 * Intervals (thin: 94 % HDI; thick: half of the draws) and means of each number, as `az.plot_forest`. Several fits by name stand
 * below one another for each number they share.
 *
 *     plotForest(fit, { variables: ["theta"], rhat: true, ess: true })
 *     plotForest({ centred, offset }, { variables: ["mu", "tau"] })
 *
 * Shows at most 250 rows and says how many it leaves out. Throws `empty-data` for no fits, `unknown-variable` for a name that is not
 * there.
 */
export function plotForest(
  source: DrawsSource | Readonly<Record<string, DrawsSource>>,
  options: ForestOptions = {},
): SVGSVGElement {
  const models = modelsOf(source);
  const names = Object.keys(models);
  if (names.length === 0) throw noModels();
  const all = names.map((name) => variablesOf(models[name]!, options));
  const labels = [...new Set(all.flatMap((variables) => variables.map(({ label }) => label)))];
  const kept = labels.slice(0, Math.max(1, Math.floor(MostRows / names.length)));
  const rows = kept.flatMap((label, i) =>
    names.flatMap((_, model) => rowsOf(all[model]!, label, i, model, names.length, options)),
  );
  const leftOut = labels.length - kept.length;
  const noteRoom = leftOut > 0 ? 20 : 0;
  const height = kept.length * Math.max(1, names.length * 0.75) * RowHeight + 60 + (names.length > 1 ? 20 : 0) + noteRoom;
  const alt = `Forest plot: ${rows
    .slice(0, 20)
    .map(
      ({ variable, point, lower, upper }) =>
        `${variable.label} ${shortNumber(point)} (${shortNumber(lower)} to ${shortNumber(upper)})`,
    )
    .join(
      "; ",
    )}${rows.length > 20 || leftOut > 0 ? `; and ${rows.length - Math.min(20, rows.length)} more rows, ${leftOut} left out` : ""}.`;
  const side = [options.rhat && "rhat", options.ess && "ess"].filter(Boolean) as ("rhat" | "ess")[];
  const looks = looksOf(options, {
    width: 560 + 130 * side.length,
    height: height + (options.title === undefined ? 0 : 26),
    alt,
  });
  const sideWidth = Math.min(130, (0.3 * looks.width) / Math.max(1, side.length));
  const main = looks.width - sideWidth * side.length;
  const marginLeft = nameRoom(kept, main);
  const top = names.length > 1 ? 24 : 6;
  const room = { y: 0, height: innerHeight(looks) - noteRoom };
  const common = { marginTop: top, marginBottom: 42, marginRight: 10 };
  const y = { domain: [kept.length - 0.5, -0.5], axis: null } as const;
  const references = referencesOf(all.flat(), options.references);
  const marked = all
    .flat()
    .flatMap(({ label }, i) =>
      references[i] === undefined || !kept.includes(label) ? [] : [{ place: kept.indexOf(label), value: references[i] }],
    );
  const color = (model: number) =>
    names.length === 1 ? looks.theme.main : looks.theme.categories[model % looks.theme.categories.length]!;
  const panels: Panel[] = [
    {
      x: 0,
      width: main,
      ...room,
      plot: {
        ...common,
        marginLeft,
        x: { label: intervalText(options), labelAnchor: "center", labelArrow: "none", tickSize: 3, inset: 8 },
        y,
        marks: [
          ...stripes(kept, looks.theme),
          ...intervalMarks(rows, color, looks.theme),
          Plot.text(kept, {
            text: (label: string) => shortened(label, marginLeft - 14),
            x: null,
            frameAnchor: "left",
            y: (_: string, i: number) => i,
            dx: -8,
            textAnchor: "end",
            fill: looks.theme.ink,
          }),
          Plot.ruleX(marked, {
            x: "value",
            y1: ({ place }: { place: number }) => place - 0.4,
            y2: ({ place }: { place: number }) => place + 0.4,
            stroke: looks.theme.reference,
          }),
        ],
      },
    },
    ...side.map(
      (kind, i): Panel => ({
        x: main + sideWidth * i,
        width: sideWidth,
        ...room,
        plot: { ...common, marginLeft: 16, y, ...statisticPanel(kind, rows, kept, color, looks.theme) },
      }),
    ),
  ];
  const legend =
    names.length === 1
      ? []
      : names.map((name, model) =>
          svgElement("text", { x: 12 + legendOffset(names, model), y: 14, fill: color(model), "font-weight": 600 }, `● ${name}`),
        );
  if (leftOut > 0) {
    const place = { x: 10, y: innerHeight(looks) - 7, fill: looks.theme.muted };
    legend.push(svgElement("text", place, `${leftOut} more are not shown: choose them with \`variables\` and \`coords\`.`));
  }
  return figure(looks, panels, legend);
}

/** Pixels that the names before it take. */
function legendOffset(names: readonly string[], model: number): number {
  return names.slice(0, model).reduce((sum, name) => sum + 34 + 7.2 * name.length, 0);
}

/** A fit alone, or fits by name: values of the latter are neither arrays nor arrays with dims. */
function modelsOf(source: DrawsSource | Readonly<Record<string, DrawsSource>>): Readonly<Record<string, DrawsSource>> {
  if (isFit(source) || isGroups(source)) return { fit: source as DrawsSource };
  const isDraws = (value: object) => "length" in value || "dims" in value;
  const values = Object.values(source as Readonly<Record<string, object>>);
  return values.some(isDraws) ? { fit: source as DrawsSource } : (source as Readonly<Record<string, DrawsSource>>);
}

function noModels(): WasmcmcError {
  return new WasmcmcError({
    code: "empty-data",
    problem: "There are no fits to show.",
    remedy: "Pass fits by name: plotForest({ centred, offset }).",
    variable: "models",
  });
}

function intervalText({ probability = 0.94, interval = "hdi", inner = 0.5 }: ForestOptions): string {
  return `${Math.round(100 * probability)} % and ${Math.round(100 * inner)} % ${interval.toUpperCase()}`;
}

function rowsOf(
  variables: readonly PlotVariable[],
  label: string,
  place: number,
  model: number,
  models: number,
  options: ForestOptions,
): Row[] {
  const variable = variables.find((each) => each.label === label);
  if (variable === undefined) return [];
  const { draws, outer, point } = summed(variable, options);
  const inner = draws.length === 0 ? outer : intervalOf(draws, options.inner ?? 0.5, options);
  const shift = models === 1 ? 0 : (model - (models - 1) / 2) * (0.7 / models);
  return [{ place: place + shift, model, variable, ...outer, innerLower: inner.lower, innerUpper: inner.upper, point }];
}

function stripes(labels: readonly string[], theme: Theme): Plot.Markish[] {
  const odd = labels.flatMap((_, i) => (i % 2 === 1 ? [i] : []));
  return [Plot.rectY(odd, { y1: (i: number) => i - 0.5, y2: (i: number) => i + 0.5, fill: theme.grid, fillOpacity: 0.3 })];
}

function intervalMarks(rows: readonly Row[], color: (model: number) => string, theme: Theme): Plot.Markish[] {
  const stroke = ({ model }: Row) => color(model);
  const finite = rows.filter(({ point }) => Number.isFinite(point));
  return [
    Plot.ruleY(finite, { y: "place", x1: "lower", x2: "upper", stroke, strokeWidth: 1.4 }),
    Plot.ruleY(finite, { y: "place", x1: "innerLower", x2: "innerUpper", stroke, strokeWidth: 4 }),
    Plot.dot(finite, { x: "point", y: "place", r: 3.6, fill: theme.background, stroke, strokeWidth: 1.6 }),
  ];
}

function statisticPanel(
  kind: "rhat" | "ess",
  rows: readonly Row[],
  labels: readonly string[],
  color: (model: number) => string,
  theme: Theme,
): Plot.PlotOptions {
  const values = rows.map(({ variable, place, model }) => ({
    place,
    model,
    value: kind === "rhat" ? rhat(variable.chains) : ess(variable.chains),
  }));
  const finite = values.filter(({ value }) => Number.isFinite(value));
  const limit = kind === "rhat" ? 1.01 : 400;
  const all = [...finite.map(({ value }) => value), limit, kind === "rhat" ? 1 : 0];
  const domain = [Math.min(...all) * (kind === "rhat" ? 0.999 : 1), Math.max(...all) * (kind === "rhat" ? 1.002 : 1.05)];
  return {
    x: { domain, label: kind === "rhat" ? "R-hat" : "ESS", labelAnchor: "center", labelArrow: "none", ticks: 3, tickSize: 3 },
    marks: [
      ...stripes(labels, theme),
      Plot.ruleX([limit], { stroke: theme.alarm, strokeDasharray: "4 3" }),
      Plot.dot(finite, { x: "value", y: "place", r: 3, fill: ({ model }: { model: number }) => color(model) }),
    ],
  };
}
