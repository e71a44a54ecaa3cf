/** Results from CmdStan's CSV files, a file a chain. */
import { WasmcmcError } from "../../errors.js";
import { InferenceData } from "../inference_data/inference_data.js";
import type { Shaped } from "../inference_data/nested.js";
import type { Coordinates } from "../inference_data/variable.js";
import { type Chain, readChain } from "./cmdstan_chain.js";
import { isStat, parseColumn, statName } from "./cmdstan_columns.js";
import { attributesOf } from "./cmdstan_comments.js";
import { unsupportedFile } from "./file_errors.js";
import { statType } from "./stat_types.js";
import { fromNumbers } from "./value_types.js";

export interface CmdStanOptions {
  /** Dims of variables, which such files do not name: `theta_dim_0`, ... where they are not given here. */
  readonly dims?: Readonly<Record<string, readonly string[]>>;
  readonly coords?: Coordinates;
  /** The variable with the log likelihood of each observation; "log_lik" by itself where it is there and nothing is said. */
  readonly logLikelihood?: Readonly<Record<string, string>> | false;
  /** Variables that are predictions. */
  readonly posteriorPredictive?: readonly string[];
  /** Variables of whole numbers, for 64-bit integers. */
  readonly integers?: readonly string[];
}

/**
 * Results from the CSV files that CmdStan and its wrappers write (`method=sample`; also of generated quantities, Laplace and
 * Pathfinder), one a chain, and from what `toCmdStanCsv` writes; as `az.from_cmdstan` reads them. Saved warm-up goes to
 * `warmup_posterior` and `warmup_sample_stats`: it ends where the file says that adaptation did. Elements of arrays, which CmdStan
 * writes with the first index fastest, become row-major. Settings become attributes, lists where chains differ.
 *
 *     const data = fromCmdStanCsv([chain1, chain2].map((path) => readFileSync(path)), { dims: { theta: ["school"] } });
 *
 * Errors: "damaged-file" with the line (`value`, from 1) of a row that is cut off or a cell that is no number; "ragged-chains" where
 * files have different numbers of draws; "unknown-variable" where they have other columns; "unsupported-file" for other methods.
 */
export function fromCmdStanCsv(files: readonly (string | Uint8Array)[], options: CmdStanOptions = {}): InferenceData {
  const chains = files.map((file, place) => readChain(typeof file === "string" ? file : new TextDecoder().decode(file), place));
  const [first] = chains;
  if (first === undefined) throw unsupportedFile("There is no file.", "Give one text a chain.");
  checkAlike(chains);
  const groups: Record<string, Record<string, Shaped>> = {};
  for (const [part, prefix] of [
    ["draws", ""],
    ["warmup", "warmup_"],
  ] as const) {
    if (first[part] === 0) continue;
    for (const { name, group, column } of variablesOf(first.columns, options)) {
      const type = options.integers?.includes(name) === true ? "int64" : group === "sample_stats" ? statType(name) : "float64";
      const start = part === "draws" ? first.warmup : 0;
      const numbers = gather(chains, column, start, first[part]);
      groups[prefix + group] ??= {};
      groups[prefix + group]![name] = {
        values: fromNumbers(numbers, type),
        shape: [chains.length, first[part], ...column.shape],
      };
    }
  }
  const { dims = {}, coords = {} } = options;
  return InferenceData.from(groups, { dims, coords, attributes: attributesOf(chains.map(({ comments }) => comments)) });
}

function checkAlike(chains: readonly Chain[]): void {
  const [first] = chains as [Chain, ...Chain[]];
  for (const [file, { columns, draws, warmup }] of chains.entries()) {
    const other = columns.find((name, place) => name !== first.columns[place]) ?? first.columns[columns.length];
    if (other !== undefined) {
      throw new WasmcmcError({
        code: "unknown-variable",
        problem: `The files have other columns: ${other} of file ${file} or of the first is not at the same place in the other.`,
        remedy: "Give chains of the same model.",
        variable: other,
        row: file,
      });
    }
    if (draws === first.draws && warmup === first.warmup) continue;
    throw new WasmcmcError({
      code: "ragged-chains",
      problem: `File ${file} has ${draws} draws and ${warmup} of warm-up, the first ${first.draws} and ${first.warmup}.`,
      remedy: "Give chains that are equally long, or read the long ones apart and cut them by isel.",
      row: file,
      value: draws,
    });
  }
}

/** Where a variable's elements stand: `places[e]` is the column of its e-th, row-major. */
interface VariableColumns {
  readonly shape: readonly number[];
  readonly places: Int32Array;
}

interface NamedColumns {
  readonly name: string;
  readonly group: string;
  readonly column: VariableColumns;
}

function variablesOf(columns: readonly string[], { logLikelihood, posteriorPredictive = [] }: CmdStanOptions): NamedColumns[] {
  const found = new Map<string, { place: number; indices: readonly number[] }[]>();
  for (const [place, column] of columns.entries()) {
    const { variable, indices } = isStat(column) ? { variable: column, indices: [] } : parseColumn(column);
    found.set(variable, [...(found.get(variable) ?? []), { place, indices }]);
  }
  const likelihoods = new Map(
    Object.entries(logLikelihood || (logLikelihood === undefined && { log_lik: "log_lik" }) || {}).map(([name, of]) => [
      of,
      name,
    ]),
  );
  return [...found].map(([variable, elements]) => {
    const column = arrange(variable, elements);
    if (isStat(variable)) return { name: statName(variable), group: "sample_stats", column };
    const likelihood = likelihoods.get(variable);
    if (likelihood !== undefined) return { name: likelihood, group: "log_likelihood", column };
    return { name: variable, group: posteriorPredictive.includes(variable) ? "posterior_predictive" : "posterior", column };
  });
}

function arrange(
  variable: string,
  elements: readonly { readonly place: number; readonly indices: readonly number[] }[],
): VariableColumns {
  const rank = elements[0]!.indices.length;
  const shape = Array.from({ length: rank }, (_, axis) => 1 + Math.max(...elements.map(({ indices }) => indices[axis] ?? 0)));
  const size = shape.reduce((product, length) => product * length, 1);
  const places = new Int32Array(size).fill(-1);
  for (const { place, indices } of elements) {
    if (indices.length === rank) places[indices.reduce((flat, index, axis) => flat * shape[axis]! + index, 0)] = place;
  }
  if (elements.length === size && places.every((place) => place >= 0)) return { shape, places };
  throw unsupportedFile(
    `The columns of ${variable} do not fill an array: there are ${elements.length} for the shape [${shape.join(", ")}].`,
    "Give whole files, with all columns.",
    variable,
  );
}

function gather(chains: readonly Chain[], { places }: VariableColumns, start: number, draws: number): Float64Array {
  const out = new Float64Array(chains.length * draws * places.length);
  let at = 0;
  for (const { cells, columns } of chains) {
    for (let draw = start; draw < start + draws; draw++)
      for (const place of places) out[at++] = cells[draw * columns.length + place]!;
  }
  return out;
}
