/**
 * Queries in ADQL to a service of tables (Table Access Protocol 1.1, IVOA Recommendation 2019): counted first, asked for at once or as a
 * job, and never returned unless every row came.
 */
import { WasmcmcError } from "../../errors.js";
import { Table } from "../table.js";
import { requireSuccess, tableOf } from "./answer.js";
import { type Cache, type CacheChoice, cacheOf } from "./cache.js";
import { type JobOptions, runJob } from "./job.js";
import { type Answer, ask, type ByHand } from "./web.js";

export interface TapProgress {
  readonly stage: "cache" | "count" | "query" | "download" | "table";
  /** Of a job: PENDING, QUEUED, EXECUTING, COMPLETED, ... */
  readonly phase?: string;
  /** How many there will be, or are. */
  readonly rows?: number;
  readonly bytes?: number;
  readonly totalBytes?: number;
}

export interface TapOptions extends JobOptions {
  /** One answer to one request, or a job; "auto" (when absent) asks at once where the count is below `syncLimit`. */
  readonly mode?: "auto" | "sync" | "async";
  /** A folder where tables are kept and found again, for as long as it is there; false (when absent) for none. Pages keep nothing. */
  readonly cache?: CacheChoice;
  readonly onProgress?: (progress: TapProgress) => void;
}

export interface TapQuery {
  /** Address of the service, without /sync or /async. */
  readonly service: string;
  readonly adql: string;
  /** ADQL that counts the rows, in one column; without it a table is known to be cut only by what the service says, and by its limits. */
  readonly countAdql?: string;
  /** The most rows that will do: more of them are an error. 3,000,000 when absent. */
  readonly maxRows?: number;
  /** Rows at which this service cuts answers to single requests; 2,000 when absent. */
  readonly syncLimit?: number;
  /** RESPONSEFORMAT; "votable" when absent. */
  readonly format?: string;
  /** What a person does where pages may not ask the service. */
  readonly byHand?: ByHand;
}

export const DefaultMaxRows = 3_000_000;
export const DefaultSyncLimit = 2000;

/**
 * The table of a query, with units, descriptions and nulls. Throws where rows are missing: fewer than were counted, as many as a limit,
 * or an OVERFLOW that the service reports.
 *
 *     const bright = await tapQuery({
 *       service: "https://gea.esac.esa.int/tap-server/tap",
 *       adql: "SELECT source_id, ra, dec FROM gaiadr3.gaia_source WHERE phot_g_mean_mag < 3",
 *     });
 */
export async function tapQuery(query: TapQuery, options: TapOptions = {}): Promise<Table> {
  const { service, adql, format = "votable" } = query;
  const { onProgress = () => {}, maxBytes = 2e9 } = options;
  const cache = await cacheOf(options.cache ?? false, [service, format, adql]);
  const kept = await fromCache(cache, maxBytes);
  if (kept !== undefined) {
    onProgress({ stage: "cache", rows: kept.rowCount });
    return withOrigin(kept, query);
  }
  const count = await countRows(query, options);
  const mode = chooseMode(query, count, options);
  const answer = mode === "sync" ? await askAtOnce(query, options) : await askByJob(query, options);
  const table = await tableOf(answer, maxBytes);
  requireWhole(table, query, count, mode);
  await cache.write(answer.bytes);
  onProgress({ stage: "table", rows: table.rowCount });
  return withOrigin(table, query);
}

/** Only whole tables are kept; a file that was damaged since counts as absent. */
async function fromCache(cache: Cache, maxBytes: number): Promise<Table | undefined> {
  const bytes = await cache.read();
  if (bytes === undefined) return undefined;
  return tableOf({ bytes, url: "the cache" }, maxBytes).catch(() => undefined);
}

const formOf = (adql: string, format: string, maxRows?: number): Record<string, string> => ({
  REQUEST: "doQuery",
  LANG: "ADQL",
  FORMAT: format,
  ...(maxRows !== undefined && { MAXREC: String(maxRows) }),
  QUERY: adql,
});

async function countRows(query: TapQuery, options: TapOptions): Promise<number | undefined> {
  const { service, countAdql, maxRows = DefaultMaxRows, byHand } = query;
  if (countAdql === undefined) return undefined;
  const form = formOf(countAdql, "votable");
  const answer = await ask({ url: `${service}/sync`, form, byHand }, options);
  await requireSuccess(answer);
  const table = await tableOf(answer, options.maxBytes ?? 2e9);
  const count = table.columns.length === 1 && table.rowCount === 1 ? table.numbers(table.names[0] as string)[0]! : NaN;
  if (!Number.isInteger(count)) {
    throw new WasmcmcError({
      code: "service-failed",
      problem: `${service} did not count the rows: it sent ${table.rowCount} rows of ${table.columns.length} columns.`,
      remedy: "Check the query that counts.",
      value: countAdql,
    });
  }
  options.onProgress?.({ stage: "count", rows: count });
  if (count <= maxRows) return count;
  throw cutTable(`The query has ${count} rows, more than the ${maxRows} allowed.`, "Ask for less, or raise `maxRows`.", count);
}

function chooseMode(
  { syncLimit = DefaultSyncLimit }: TapQuery,
  count: number | undefined,
  { mode }: TapOptions,
): "sync" | "async" {
  if (mode === "async") return "async";
  if (mode !== "sync") return count !== undefined && count < syncLimit ? "sync" : "async";
  if (count === undefined || count <= syncLimit) return "sync";
  const problem = `The query has ${count} rows, and a single answer of this service is cut at ${syncLimit}.`;
  throw cutTable(problem, 'Leave out mode "sync": a job brings them all.', count);
}

async function askAtOnce({ service, adql, format = "votable", maxRows = DefaultMaxRows, byHand }: TapQuery, options: TapOptions) {
  const { onProgress } = options;
  onProgress?.({ stage: "query" });
  const answer = await ask(
    { url: `${service}/sync`, form: formOf(adql, format, maxRows), onBytes: tellBytes(options), byHand },
    options,
  );
  await requireSuccess(answer);
  return answer;
}

function askByJob(query: TapQuery, options: TapOptions): Promise<Answer> {
  const { service, adql, format = "votable", maxRows = DefaultMaxRows, byHand } = query;
  const watch = {
    onPhase: (phase: string) => options.onProgress?.({ stage: "query", phase }),
    onBytes: tellBytes(options),
  };
  return runJob(service, formOf(adql, format, maxRows), options, watch, byHand);
}

function tellBytes({ onProgress }: TapOptions) {
  return (bytes: number, totalBytes: number | undefined) =>
    onProgress?.({ stage: "download", bytes, ...(totalBytes !== undefined && { totalBytes }) });
}

function requireWhole(table: Table, query: TapQuery, count: number | undefined, mode: "sync" | "async"): void {
  const { maxRows = DefaultMaxRows, syncLimit = DefaultSyncLimit } = query;
  const rows = table.rowCount;
  const remedy = mode === "sync" ? "Ask for it as a job: mode async." : "Ask for less: a smaller cone, or in several parts.";
  if (table.details.attributes?.["QUERY_STATUS"] === "OVERFLOW") {
    throw cutTable(`The service cut the table at ${rows} rows (OVERFLOW).`, remedy, rows);
  }
  if (count !== undefined && rows !== count) {
    throw cutTable(`The table has ${rows} rows where the service had counted ${count}.`, remedy, rows);
  }
  const limit = mode === "sync" ? Math.min(syncLimit, maxRows) : maxRows;
  if (count !== undefined || rows < limit) return;
  throw cutTable(`The table has ${rows} rows, which is where it would have been cut.`, remedy, rows);
}

function cutTable(problem: string, remedy: string, value: number): WasmcmcError {
  return new WasmcmcError({ code: "cut-table", problem, remedy, value });
}

/** A table says where it is from. */
function withOrigin(table: Table, { service, adql }: TapQuery): Table {
  const attributes = { ...table.details.attributes, service, query: adql };
  return new Table(table.columns, table.rowCount, { ...table.details, attributes });
}
