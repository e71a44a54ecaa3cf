/** The pair (corner) plot: each two numbers' draws together below the diagonal, each number's own on it. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { figure, innerHeight, type Panel, svgElement } from "./figure.js";
import { type JointKind, jointMarks } from "./joint_marks.js";
import { shortened } from "./labels.js";
import { type MarginalKind, marginalMarks } from "./marginal_marks.js";
import { type Looks, looksOf, type PlotOptions } from "./options.js";
import { type References, referencesOf } from "./references.js";
import { smallAxis } from "./ticks.js";
import { allDraws, type DrawsSource, type PlotVariable, sampleStatOf, type VariableChoice, variablesOf } from "./variables.js";

export interface PairOptions extends PlotOptions, VariableChoice {
  /** Below the diagonal: filled contours around shares of the draws, points (at most 2,000), or hexagons. Default "kde". */
  readonly kind?: JointKind;
  /** On the diagonal; default "kde". */
  readonly marginal?: MarginalKind;
  /** True values, by label or name. Names without one have none drawn, and the alternative text says so. */
  readonly references?: References;
  /** Marks draws that diverged, where the draws come with that statistic; default true. */
  readonly divergences?: boolean;
}

/** More would leave panels of a few pixels. */
const MostVariables = 30;

const Margin = { left: 54, bottom: 44, top: 6, right: 8 };
const Gap = 6;

interface PairDrawing {
  readonly looks: Looks;
  readonly variables: readonly PlotVariable[];
  readonly draws: readonly Float64Array[];
  readonly references: readonly (number | undefined)[];
  readonly ranges: readonly (readonly [number, number])[];
  readonly diverging: Uint8Array | undefined;
  readonly options: PairOptions;
}

/**
 * Draws of several numbers, two by two, as `az.plot_pair` and corner.py draw them. Contours enclose 20, 40, 60, 80, 94 and 99 % of
 * the draws (highest density, by `kde2d`).
 *
 * Throws `unknown-variable` for a name that is not there, `too-large` for more than 30 numbers.
 *
 *     document.body.append(plotPair(fit, { variables: ["m", "b"], references: { m: 2, b: 1 } }));
 */
export function plotPair(source: DrawsSource, options: PairOptions = {}): SVGSVGElement {
  const variables = variablesOf(source, options);
  if (variables.length > MostVariables) throw tooMany(variables.length);
  const size = Math.max(360, Math.min(190 * variables.length, 1100));
  const alt = `Pair plot of the draws of ${variables.map(({ label }) => label).join(", ")}.`;
  const looks = looksOf(options, { width: size, height: size, alt });
  const draws = variables.map(allDraws);
  const references = referencesOf(variables, options.references);
  const drawing: PairDrawing = {
    looks,
    variables,
    draws,
    references,
    ranges: draws.map((values, i) => rangeOf(values, references[i])),
    diverging: options.divergences === false ? undefined : divergingDraws(source, draws[0]!.length),
    options,
  };
  const cells = variables.flatMap((_, row) => variables.slice(0, row + 1).map((_, column) => [row, column] as const));
  return figure(
    looks,
    cells.map(([row, column]) => panelOf(drawing, row, column)),
    legend(drawing),
  );
}

function divergingDraws(source: DrawsSource, count: number): Uint8Array | undefined {
  const chains = sampleStatOf(source, "diverging");
  const flags = chains?.flatMap((chain) => Array.from(chain));
  return flags?.length === count && flags.some((flag) => flag !== 0) ? Uint8Array.from(flags) : undefined;
}

/** The range of the draws and their reference, a little wider, so that no mark is cut. */
function rangeOf(values: Float64Array, reference: number | undefined): readonly [number, number] {
  let [low, high] = reference !== undefined && Number.isFinite(reference) ? [reference, reference] : [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const room = high > low ? 0.03 * (high - low) : Math.abs(low) * 0.1 || 1;
  return [low - room, high + room];
}

function panelOf(drawing: PairDrawing, row: number, column: number): Panel {
  const { looks, variables, ranges } = drawing;
  const count = variables.length;
  const [wide, high] = [
    (looks.width - Margin.left - Margin.right - Gap * (count - 1)) / count,
    (innerHeight(looks) - Margin.top - Margin.bottom - Gap * (count - 1)) / count,
  ];
  const isLast = row === count - 1;
  const isFirst = column === 0 && row > 0;
  const axes = { tickSize: 3, tickRotate: 0 };
  const joint = row === column ? undefined : jointPanel(drawing, row, column);
  return {
    x: Margin.left + column * (wide + Gap) - (isFirst ? Margin.left : 0),
    y: Margin.top + row * (high + Gap),
    width: wide + (isFirst ? Margin.left : 0),
    height: high + (isLast ? Margin.bottom : 0),
    plot: {
      marginLeft: isFirst ? Margin.left : 0,
      marginBottom: isLast ? Margin.bottom : 0,
      marginTop: 0,
      marginRight: 0,
      x: {
        domain: [...ranges[column]!],
        ...axes,
        ...smallAxis(ranges[column]!, wide, "across"),
        axis: isLast ? "bottom" : null,
        label: isLast ? variables[column]!.label : null,
        labelAnchor: "center",
        labelArrow: "none",
      },
      y:
        row === column
          ? { axis: null }
          : {
              domain: [...ranges[row]!],
              ...axes,
              ...smallAxis(ranges[row]!, high, "up"),
              axis: isFirst ? "left" : null,
              label: isFirst ? variables[row]!.label : null,
              labelAnchor: "center",
              labelArrow: "none",
            },
      ...(joint?.color && { color: joint.color }),
      marks: [
        Plot.frame({ stroke: looks.theme.grid }),
        ...(joint?.marks ?? diagonal(drawing, row)),
        ...crosshair(drawing, row, column),
      ],
    },
  };
}

function jointPanel({ draws, diverging, looks, options }: PairDrawing, row: number, column: number) {
  return jointMarks(options.kind ?? "kde", { x: draws[column]!, y: draws[row]!, diverging }, looks.theme);
}

function diagonal({ draws, looks, options }: PairDrawing, place: number): readonly Plot.Markish[] {
  return marginalMarks(options.marginal ?? "kde", draws[place]!, looks.theme);
}

function crosshair({ references, looks }: PairDrawing, row: number, column: number): Plot.Markish[] {
  const style = { stroke: looks.theme.reference, strokeWidth: 1.2 };
  const [x, y] = [references[column], row === column ? undefined : references[row]];
  return [...(x === undefined ? [] : [Plot.ruleX([x], style)]), ...(y === undefined ? [] : [Plot.ruleY([y], style)])];
}

/** What red lines and marked points mean, in the empty corner. */
function legend({ references, diverging, looks, variables }: PairDrawing): Element[] {
  const without = variables.filter((_, i) => references[i] === undefined).map(({ label }) => label);
  const lines: (readonly [string, string])[] = [];
  if (without.length < variables.length) {
    const missing = without.length === 0 ? "" : ` (none for ${shortened(without.join(", "), looks.width / 2)})`;
    lines.push([looks.theme.reference, `reference${missing}`]);
  }
  if (diverging !== undefined) lines.push([looks.theme.alarm, `${diverging.reduce((sum, flag) => sum + flag, 0)} divergences`]);
  const place = { x: looks.width - Margin.right, "text-anchor": "end" };
  return lines.map(([fill, text], i) => svgElement("text", { ...place, y: Margin.top + 14 + 16 * i, fill }, text));
}

function tooMany(count: number): WasmcmcError {
  return new WasmcmcError({
    code: "too-large",
    problem: `A pair plot of ${count} numbers would have ${(count * (count + 1)) / 2} panels.`,
    remedy: `Choose at most ${MostVariables} with \`variables\` and \`coords\`.`,
    variable: "variables",
    value: count,
  });
}
