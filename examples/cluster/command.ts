/** The command line: its options, and what is done with them, step by step. */
import { basename } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { type SampleOptions, WasmcmcError } from "wasmcmc";
import { readTable, type SkyPlace, saveTable, type Table } from "wasmcmc/data";
import type { ClusterFit, ClusterProblem, Masks } from "./problem.js";
import { problems, withParallaxes } from "./problems.js";
import { arcminutesFrom } from "./selection.js";
import { simulateField } from "./simulator/field.js";
import { ngc6819 } from "./simulator/truth.js";
import { fitWithoutMasks } from "./swallowed.js";

interface Options {
  readonly problem: ClusterProblem;
  readonly file?: string;
  readonly ra?: number;
  readonly dec?: number;
  readonly radius?: number;
  readonly columns: Readonly<Record<string, string>>;
  readonly masks?: Masks;
  readonly withoutMasks?: number;
  readonly zeroPoint?: number;
  readonly errorFactor: number;
  readonly stars: number;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly seed: number;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly jitter?: number;
}

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
};

const problemOf = (text: string): ClusterProblem => {
  const found = problems.find((problem) => String(problem.number) === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`It is one of ${problems.map((problem) => problem.number).join(", ")}.`);
};

const masksOf = (text: string): Masks => {
  const [inside, outside] = text.split(",").map(number) as [number, number?];
  if (outside !== undefined && inside > 0 && outside >= inside) return { inside, outside };
  throw new InvalidArgumentError("It takes two radii in minutes of arc, such as 5,15.");
};

/** `pmra=PM_RA,pmdec=PM_DE`, to the names of the table by ours. */
function columnsOf(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("="));
  const wrong = pairs.find(([name, own, ...rest]) => !name || !own || rest.length > 0);
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong.join("=")}" is not of the form pmra=name.`);
  return { ...before, ...Object.fromEntries(pairs) };
}

function commandLine(): Command {
  const texts = problems.map((problem) => `${problem.number}: ${problem.title.replace(/^.*?: /, "")}`).join("; ");
  return new Command("cluster")
    .description("A star cluster in a table of Gaia's columns: its motion, its members.")
    .addOption(new Option("--problem <number>", texts).argParser(problemOf).default(problems[0], "1"))
    .option("--file <path>", "FITS, VOTable, Parquet, Arrow, CSV, TSV or JSON; a simulated field when absent")
    .option("--ra <degrees>", "right ascension of the cluster's centre", number)
    .option("--dec <degrees>", "declination of the cluster's centre", number)
    .option("--radius <arcmin>", "leave out stars farther from the centre", number)
    .option("--columns <pairs>", "the table's names of columns, such as pmra=PM_RA,pmra_error=e_PM_RA", columnsOf, {})
    .option("--masks <arcmin,arcmin>", "look for the cluster within the first, learn the field beyond the second", masksOf)
    .option(
      "--without-masks <count>",
      "of problem 1: one share of members for all stars, so many Gaussians for the field",
      number,
    )
    .option(
      "--zero-point <mas>",
      "what the parallaxes have too much: 0, but for the simulated field, of which it is known",
      number,
    )
    .option("--error-factor <number>", "by what the errors of parallaxes are multiplied", number, 1)
    .option("--stars <count>", "stars of the simulated field", number, 17_000)
    .option("--out <path>", "where the table with memberships goes; beside nothing else, NAME.members.EXTENSION in this folder")
    .option("--overwrite", "replace the file that is there")
    .option("--seed <integer>", "of the chains and of the simulated field", number, 1)
    .option("--chains <count>", "", number, 4)
    .option("--warmup <count>", "iterations of each chain before its draws", number, 1000)
    .option("--draws <count>", "draws of each chain", number, 1000)
    .option("--jitter <width>", "how far chains start from the start that was found; 3 and more are random starts", number);
}

/** Throws typed errors that say what to do; `print` gets what is to be read. */
export async function cluster(argv: readonly string[], print: (text: string) => void): Promise<void> {
  const options = commandLine()
    .parse([...argv])
    .opts() as Options;
  const { stars, centre } = await starsOf(options);
  const { table, rows } = within(named(stars, options), centre, options.radius);
  if (rows.length < stars.rowCount) print(`${stars.rowCount - rows.length} stars are beyond ${options.radius} minutes of arc.`);
  const found = await solve(options, table, centre);
  const membership = new Float64Array(stars.rowCount).fill(NaN);
  for (const [place, row] of found.selection.rows.entries()) membership[rows[row] as number] = found.membership[place] as number;
  print(found.summary());
  print(`Memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most.`);
  const out = options.out ?? (options.file === undefined ? undefined : outName(options.file));
  if (out === undefined) return;
  await saveTable(withMembership(stars, membership), out, { overwrite: options.overwrite ?? false });
  print(`Wrote ${out}: all ${stars.rowCount} rows, with a column "membership"; it is null for stars that took no part.`);
}

function solve({ problem, withoutMasks, ...options }: Options, stars: Table, centre: SkyPlace): Promise<ClusterFit> {
  const { seed, chains, warmup, draws, jitter, masks } = options;
  const settings: SampleOptions = { seed, chains, warmup, draws, ...(jitter !== undefined && { jitter }) };
  const chosen = { ...settings, ...(masks !== undefined && { masks }) };
  if (withoutMasks !== undefined) return fitWithoutMasks(stars, centre, withoutMasks, chosen);
  const { file, zeroPoint = file === undefined ? ngc6819.parallax_zero_point : 0, errorFactor } = options;
  return withParallaxes(problem, { zeroPoint, errorFactor }).fit(stars, centre, chosen);
}

async function starsOf({ file, ra, dec, stars: count, seed }: Options): Promise<{ stars: Table; centre: SkyPlace }> {
  if (file === undefined) {
    const { stars, cluster } = simulateField({ stars: count, seed });
    return { stars, centre: { ra: ra ?? cluster.ra, dec: dec ?? cluster.dec } };
  }
  if (ra !== undefined && dec !== undefined) return { stars: await readTable(file), centre: { ra, dec } };
  throw new WasmcmcError({
    code: "bad-option",
    problem: "The cluster's centre is not given.",
    remedy: "Give it in degrees: --ra 295.327 --dec 40.19.",
    variable: ra === undefined ? "ra" : "dec",
  });
}

/** The table by our names. A column of a name that another takes is left out. */
function named(stars: Table, { columns, problem }: Options): Table {
  const ours = new Map(Object.entries(columns).map(([name, own]) => [own, name]));
  const kept = stars.names.filter((name) => ours.has(name) || columns[name] === undefined);
  const absent = [...ours.keys()].find((own) => !stars.has(own));
  const table = absent === undefined ? stars.select(kept).rename(Object.fromEntries(ours)) : stars;
  const missing = absent ?? problem.columns.find((name) => !table.has(name));
  if (missing === undefined) return table;
  throw new WasmcmcError({
    code: "missing-column",
    problem: `The table has no column "${missing}".`,
    remedy: `It has ${stars.names.join(", ")}. Say which of them it is: --columns ${missing}=its_name.`,
    variable: missing,
  });
}

function within(stars: Table, centre: SkyPlace, radius = Infinity): { table: Table; rows: readonly number[] } {
  const distance = arcminutesFrom(centre, stars);
  const rows = Array.from(distance.keys()).filter((row) => !(distance[row]! > radius));
  return { table: rows.length === stars.rowCount ? stars : stars.rows(rows), rows };
}

function withMembership(stars: Table, membership: Float64Array): Table {
  const nulls = Uint8Array.from(membership, (value) => (Number.isNaN(value) ? 1 : 0));
  return stars.with({
    name: "membership",
    type: "float64",
    shape: [],
    values: membership,
    description: "Posterior probability to be a member of the cluster",
    ...(nulls.includes(1) && { nulls }),
  });
}

/** `folder/stars.fits.gz` gives `stars.members.fits.gz`. */
function outName(file: string): string {
  const name = basename(file);
  const dot = name.search(/\.[^.]+(\.gz)?$/);
  return dot < 0 ? `${name}.members` : `${name.slice(0, dot)}.members${name.slice(dot)}`;
}
