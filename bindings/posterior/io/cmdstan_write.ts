/** Results as CmdStan's CSV files, a text a chain. */
import { WasmcmcError } from "../../errors.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { Dataset } from "../inference_data/dataset.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import { variableIn } from "../inference_data/named.js";
import type { Variable, VariableValues } from "../inference_data/variable.js";
import { columnsOf, StatColumns, statColumn } from "./cmdstan_columns.js";
import { configuration, finalComments } from "./cmdstan_comments.js";
import { unsupportedFile } from "./file_errors.js";

const ChunkLength = 65536;

/**
 * The posterior as CmdStan writes it, one text a chain: settings as comments, columns `lp__`, `accept_stat__`, ..., then variables with
 * their elements counted from 1 and the first index fastest (`theta.1.2`), warm-up draws before the others where they are there, step
 * size, time. A log likelihood becomes `log_lik` (of several observations `log_lik_y`, ...), which `az.from_cmdstan` looks for; other
 * groups, dims and labels have no place in such files. Numbers keep all bits; NaN is `nan`, infinities `inf`.
 *
 *     toCmdStanCsv(data).forEach((text, chain) => writeFileSync(`fit-${chain + 1}.csv`, text));
 *     // az.from_cmdstan("fit-*.csv", dims={"theta": ["school"]}, coords={"school": [...]})
 *
 * Errors: "unsupported-file" for names and values that such a file cannot hold.
 */
export function toCmdStanCsv(data: InferenceData): string[] {
  const { shape } = firstVariable(data);
  return Array.from({ length: shape[0]! }, (_, chain) => [...cmdStanChunks(data, chain)].join(""));
}

/** The text of one chain, by its place, in parts of some 64 kB. */
export function* cmdStanChunks(data: InferenceData, chain: number): Generator<string, void, undefined> {
  const { shape } = firstVariable(data);
  if (!Number.isInteger(chain) || chain < 0 || chain >= shape[0]!) {
    const remedy = "Chains count from 0 here.";
    throw new WasmcmcError({ code: "position-out-of-range", problem: `There is no chain ${chain}.`, remedy, value: chain });
  }
  const columns = allColumns(data, "");
  const isWarm = data.groups.warmup_posterior !== undefined;
  const warmup = isWarm ? allColumns(data, "warmup_") : undefined;
  const names = columns.flatMap((column) => column.names);
  if (warmup !== undefined && warmup.flatMap((column) => column.names).join() !== names.join())
    throw unsupportedFile("Warm-up has other variables than the posterior.", "Choose the same of both by select.");
  const draws = { warmup: isWarm ? firstOf(data.group("warmup_posterior")).shape[1]! : undefined, sampling: shape[1]! };
  yield `${configuration(data, chain, draws)}${names.join(",")}\n`;
  if (warmup !== undefined) yield* rows(warmup, chain, draws.warmup!);
  const [adapted, timed] = finalComments(data, chain);
  yield adapted;
  yield* rows(columns, chain, draws.sampling);
  yield timed;
}

/** A variable's columns, and how to write their cells. */
interface Columns {
  readonly names: readonly string[];
  readonly elements: readonly number[];
  readonly values: VariableValues;
  readonly draws: number;
}

function allColumns(data: InferenceData, prefix: "" | "warmup_"): Columns[] {
  const stats = data.groups[`${prefix}sample_stats`];
  const scalar = (name: string) => variableIn("sample_stats", stats!, name).dims.join() === "chain,draw";
  const known = Object.keys(stats?.variables ?? {}).filter(scalar);
  const order = StatColumns.map(([, name]) => name);
  const ordered = [...order.filter((name) => known.includes(name)), ...known.filter((name) => !order.includes(name))];
  const likelihood = data.groups[`${prefix}log_likelihood`];
  const observations = Object.keys(likelihood?.variables ?? {});
  return [
    ...ordered.map((name) => ({ ...columnsFor(name, stats!, true), names: [statColumn(name)] })),
    ...Object.keys(data.group(`${prefix}posterior`).variables).map((name) => columnsFor(name, data.group(`${prefix}posterior`))),
    ...observations.map((name) =>
      columnsFor(name, likelihood!, false, observations.length === 1 ? "log_lik" : `log_lik_${name}`),
    ),
  ];
}

function columnsFor(name: string, dataset: Dataset, isStat = false, column = name): Columns {
  const { values, shape, dims } = variableIn("posterior", dataset, name);
  if (dims[0] !== "chain" || dims[1] !== "draw")
    throw unsupportedFile(
      `"${name}" is over [${dims.join(", ")}].`,
      "Such files need chain and draw as the first dims.",
      name,
      dims,
    );
  if (!ArrayBuffer.isView(values))
    throw unsupportedFile(`"${name}" holds texts.`, "Such files hold numbers: leave it out by select.", name);
  const { names, elements } = isStat ? { names: [], elements: [0] } : columnsOf(column, shape.slice(2));
  return { names, elements, values, draws: shape[1]! };
}

function* rows(columns: readonly Columns[], chain: number, draws: number): Generator<string, void, undefined> {
  let chunk = "";
  const cells = new Array<number>(columns.reduce((sum, { elements }) => sum + elements.length, 0));
  for (let draw = 0; draw < draws; draw++) {
    let at = 0;
    for (const { elements, values, draws: own } of columns) {
      const start = (chain * own + draw) * elements.length;
      for (const element of elements) cells[at++] = Number(values[start + element]);
    }
    chunk += `${row(cells)}\n`;
    if (chunk.length < ChunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** The host's own writer takes half the time, but knows neither NaN nor infinities nor the sign of zero. */
function row(cells: readonly number[]): string {
  const isPlain = cells.every((value) => Number.isFinite(value) && !Object.is(value, -0));
  return isPlain ? JSON.stringify(cells).slice(1, -1) : cells.map(cell).join(",");
}

/** As C++ writes numbers that are none. */
function cell(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function firstOf({ variables }: Dataset): Variable {
  return Object.values(variables)[0] ?? { values: [], shape: [0, 0], dims: ["chain", "draw"] };
}

function firstVariable(data: InferenceData): Variable {
  const first = firstOf(data.group("posterior"));
  if (first.dims[0] === "chain" && first.dims[1] === "draw" && sizeOf(first.shape.slice(0, 2)) > 0) return first;
  throw unsupportedFile("The posterior has no chains and draws.", "Such files need chain and draw as the first dims, and draws.");
}
