/** Cones of sources from ESA's Gaia archive. */
import { cacheFolder } from "#files";
import type { Table } from "../table.js";
import type { CacheChoice } from "../tap/cache.js";
import { DefaultSyncLimit, type TapOptions, tapQuery } from "../tap/query.js";
import type { ByHand } from "../tap/web.js";
import { type GaiaCone, gaiaConeCountQuery, gaiaConeQuery } from "./cone_query.js";

/**
 * The archive's address for queries, https://www.cosmos.esa.int/web/gaia-users/archive/programmatic-access. Single requests are cut at
 * 2,000 rows there without a word, jobs of anonymous users at 3,000,000.
 */
export const gaiaService = "https://gea.esac.esa.int/tap-server/tap";

export interface GaiaConeOptions extends TapOptions {
  /** Address of another service that has the table, without /sync; `gaiaService` when absent. */
  readonly service?: string;
  /** Rows at which the service cuts single requests; 2,000 when absent. */
  readonly syncLimit?: number;
  /** Whether rows are counted first (when absent). Counting takes too long for cones of many degrees: then a job brings them uncounted. */
  readonly count?: boolean;
  /** "votable" when absent; "fits" and others that readTable knows, as the service calls them. */
  readonly format?: string;
  /** A folder where cones are kept and found again, or false; `WASMCMC_CACHE` or ~/.cache/wasmcmc when absent. Pages keep nothing. */
  readonly cache?: CacheChoice;
}

export interface GaiaConeRequest extends GaiaCone {
  /** The most rows that will do: a cone of more is an error, and nothing is downloaded. 3,000,000 when absent. */
  readonly maxRows?: number;
}

/**
 * All sources of a cone, with units, descriptions and nulls: whole, or an error. Rows are counted first; up to 2,000 come at once, more by
 * a job, which is deleted afterwards, also where the signal stops it. Downloads are kept on disk and found again: releases do not change.
 *
 *     const stars = await gaiaCone({ ra: 295.327, dec: 40.19, radius: 5 / 60 });   // NGC 6819, some 3,328 sources in DR3
 *     console.log(String(stars));
 *
 * The archive answers no pages of other sites (CORS): in a browser this throws an error whose `value` is the address at which a person
 * can download the table, or pass the address of a service that does as `service`.
 *
 * Errors: "cut-table" (rows are missing, or more than `maxRows`), "service-failed" (with the service's text), "aborted", "bad-option".
 */
export async function gaiaCone(cone: GaiaConeRequest, options: GaiaConeOptions = {}): Promise<Table> {
  const { service = gaiaService, syncLimit = DefaultSyncLimit, format } = options;
  return tapQuery(
    {
      service: service.replace(/\/$/, ""),
      adql: gaiaConeQuery(cone),
      ...(options.count !== false && { countAdql: gaiaConeCountQuery(cone) }),
      syncLimit,
      byHand: byHand(cone, service),
      ...(cone.maxRows !== undefined && { maxRows: cone.maxRows }),
      ...(format !== undefined && { format }),
    },
    { ...options, cache: options.cache ?? cacheFolder() ?? false },
  );
}

/** Where a person downloads the cone with a browser: whole if it has fewer than 2,000 sources, else cut there. */
export function gaiaConeUrl(cone: GaiaCone, { service = gaiaService, format = "votable" }: GaiaConeOptions = {}): string {
  const query = new URLSearchParams({ REQUEST: "doQuery", LANG: "ADQL", FORMAT: format, QUERY: gaiaConeQuery(cone) });
  return `${service.replace(/\/$/, "")}/sync?${query}`;
}

function byHand(cone: GaiaCone, service: string): ByHand {
  const url = gaiaConeUrl(cone, { service });
  const remedy = [
    `Download it by hand and pass the file to readTable: ${url}`,
    "(a table of 2,000 rows was cut: for more, run that query in the form at https://gea.esac.esa.int/archive/);",
    "or run this in Node, or name a service that allows pages, by `service`.",
  ].join(" ");
  return { url, remedy };
}
