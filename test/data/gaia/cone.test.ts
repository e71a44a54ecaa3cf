import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type GaiaConeOptions,
  gaiaCone,
  gaiaConeQuery,
  gaiaConeUrl,
  gaiaService,
  resolve,
  type TapProgress,
  tapQuery,
} from "../../../bindings/data/index.js";
import { retryAfter } from "../../../bindings/data/tap/wait.js";
import { type Archive, ArchiveServer, errorTable, type Fault, stars } from "./archive_server.js";

const cone = { ra: 295.327, dec: 40.19, radius: 5 / 60, columns: ["source_id", "ra", "dec", "parallax"] };

let server: ArchiveServer;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wasmcmc-"));
});

afterEach(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** No pauses to speak of, and nothing kept. */
const quick: GaiaConeOptions = { cache: false, retryDelayMs: 1, pollMs: 1 };

async function ask(archive: Archive, options: GaiaConeOptions = {}, faults: readonly Fault[] = []) {
  server = await ArchiveServer.start(archive);
  server.faults.push(...faults);
  return gaiaCone(cone, { ...quick, service: server.service, ...options });
}

/** A server's answer that comes in place of the right one. */
const instead = (path: RegExp, status: number, body: string, headers: Record<string, string> = {}): Fault => ({
  path,
  answer: (_request, response) => response.writeHead(status, headers).end(body),
});

describe("a cone of Gaia sources", () => {
  test("of few rows comes at once, with ids to the last bit, units, descriptions and nulls", async () => {
    const table = await ask({ rows: 20 });
    const expected = stars(20);
    expect(Array.from(table.column("source_id").values as BigInt64Array)).toEqual(expected.map(({ source_id }) => source_id));
    expect(Array.from(table.numbers("parallax"))).toEqual(expected.map(({ parallax }) => parallax ?? NaN));
    expect(Array.from(table.isNull("parallax"))).toEqual(expected.map(({ parallax }) => Number(parallax === null)));
    expect(table.column("parallax")).toMatchObject({ unit: "mas", description: "Parallax" });
    expect(table.details.attributes).toMatchObject({ service: server.service, query: gaiaConeQuery(cone) });
    expect(server.requests).toEqual(["POST /sync", "POST /sync"]);
  });

  test("of more than 2,000 rows is fetched by a job, whole, and the job is deleted", async () => {
    const told: TapProgress[] = [];
    const table = await ask({ rows: 3328 }, { onProgress: (progress) => told.push(progress) });
    expect(table.rowCount).toBe(3328);
    expect(told.map(({ phase }) => phase).filter(Boolean)).toEqual(["QUEUED", "EXECUTING", "COMPLETED"]);
    expect(told[0]).toEqual({ stage: "count", rows: 3328 });
    expect(told.at(-1)).toEqual({ stage: "table", rows: 3328 });
    expect(told.some(({ stage, bytes = 0 }) => stage === "download" && bytes > 1000)).toBe(true);
    expect(server.requests.at(-1)).toBe("DELETE /async/1O");
    expect(server.jobs.size).toBe(0);
  });

  test("without a source is a table of no rows that has its columns", async () => {
    const table = await ask({ rows: 0 });
    expect(table.rowCount).toBe(0);
    expect(table.column("ra").unit).toBe("deg");
  });

  test("comes from services that call themselves by http behind https, or name a job without its address", async () => {
    server = await ArchiveServer.start({ rows: 2100 });
    const asked: string[] = [];
    /** What stands before the server: it takes https, and passes on what the server calls itself, or a document without an address. */
    const proxy = (names: boolean) => async (url: unknown, options?: RequestInit) => {
      asked.push(String(url));
      const response = await fetch(String(url).replace("https://archive.test/tap", server.service), options);
      const location = response.headers.get("location")?.replace(server.service, "http://archive.test/tap");
      if (location === undefined || location === null) return response;
      if (names) return new Response(null, { status: 303, headers: { location } });
      return new Response(`<uws:job><uws:jobId><![CDATA[${location.split("/").at(-1)}]]></uws:jobId></uws:job>`);
    };
    for (const names of [true, false]) {
      const options = { ...quick, service: "https://archive.test/tap/", fetch: proxy(names) as typeof fetch };
      expect((await gaiaCone(cone, options)).rowCount).toBe(2100);
    }
    expect(asked.filter((url) => !url.startsWith("https://archive.test/tap/"))).toEqual([]);
    expect(server.jobs.size).toBe(0);
  });

  test("follows redirections of single requests, to the same query (307) and to its result (303)", async () => {
    const result = `/tap-server/tap/sync?${new URLSearchParams({ QUERY: gaiaConeQuery(cone) })}`;
    server = await ArchiveServer.start({ rows: 5 });
    server.faults.push(instead(/sync/, 307, "", { location: "/tap-server/tap/sync" }));
    const options = {
      ...quick,
      service: server.service,
      onProgress: ({ stage }: TapProgress) => {
        if (stage === "count") server.faults.push(instead(/sync/, 303, "", { location: result }));
      },
    };
    expect((await gaiaCone(cone, options)).rowCount).toBe(5);
    expect(server.requests).toEqual(["POST /sync", "POST /sync", "POST /sync", "GET /sync"]);
  });
});

describe("a table that was cut is an error", () => {
  test("where more rows were counted than a single request brings", async () => {
    await expect(ask({ rows: 2001 }, { mode: "sync" })).rejects.toMatchObject({ code: "cut-table", value: 2001 });
    expect(server.requests).toHaveLength(1);
  });

  test("where fewer rows came than were counted", async () => {
    await expect(ask({ rows: 1500, syncLimit: 500 })).rejects.toMatchObject({ code: "cut-table", value: 500 });
    await server.stop();
    await expect(ask({ rows: 2500, counted: 2600 })).rejects.toMatchObject({ code: "cut-table", value: 2500 });
    expect(server.jobs.size).toBe(0);
  });

  test("where nothing was counted and as many rows came as the limit is", async () => {
    server = await ArchiveServer.start({ rows: 3000 });
    const query = { service: server.service, adql: gaiaConeQuery(cone) };
    await expect(tapQuery(query, { ...quick, mode: "sync" })).rejects.toMatchObject({ code: "cut-table", value: 2000 });
    await expect(tapQuery({ ...query, maxRows: 3000 }, quick)).rejects.toMatchObject({ code: "cut-table", value: 3000 });
    expect((await tapQuery(query, quick)).rowCount).toBe(3000);
    server.requests.length = 0;
    expect((await gaiaCone(cone, { ...quick, service: server.service, count: false })).rowCount).toBe(3000);
    expect(server.requests[0]).toBe("POST /async");
  });

  test("where the service says OVERFLOW", async () => {
    server = await ArchiveServer.start({ rows: 900, syncLimit: 100, tellsOverflow: true });
    const query = { service: server.service, adql: gaiaConeQuery(cone) };
    await expect(tapQuery(query, { ...quick, mode: "sync" })).rejects.toThrow("cut the table at 100 rows (OVERFLOW)");
  });

  test("and where the user allows fewer rows than there are, before anything is downloaded", async () => {
    server = await ArchiveServer.start({ rows: 300 });
    const limited = gaiaCone({ ...cone, maxRows: 299 }, { ...quick, service: server.service });
    await expect(limited).rejects.toMatchObject({ code: "cut-table", value: 300 });
    expect((await gaiaCone({ ...cone, maxRows: 300 }, { ...quick, service: server.service })).rowCount).toBe(300);
  });
});

describe("what a service says is wrong", () => {
  test("is thrown with its text, under HTTP 200 and under 400", async () => {
    server = await ArchiveServer.start({ rows: 10 });
    const wrong = gaiaCone({ ...cone, columns: ["no_such_column"] }, { ...quick, service: server.service });
    await expect(wrong).rejects.toMatchObject({ code: "service-failed", value: 'Unknown column "no_such_column"' });
    server.faults.push(instead(/sync/, 400, errorTable("Cannot parse query")));
    await expect(gaiaCone(cone, { ...quick, service: server.service })).rejects.toThrow("Cannot parse query");
    server.faults.push(instead(/sync/, 403, "<html><title>Forbidden</title><body>not for you</body></html>"));
    await expect(gaiaCone(cone, { ...quick, service: server.service })).rejects.toThrow("answered 403: Forbidden not for you");
  });

  test("is thrown where a page of maintenance comes with HTTP 200", async () => {
    const page = "<!DOCTYPE html><html><style>p {}</style><body>Archive down for maintenance</body></html>";
    await expect(ask({ rows: 10 }, {}, [instead(/sync/, 200, page)])).rejects.toMatchObject({
      code: "service-failed",
      value: "Archive down for maintenance",
    });
  });

  test("is thrown where a job fails, with its text, and where the service gives it up; both are deleted", async () => {
    await expect(ask({ rows: 3000, phases: ["EXECUTING", "ERROR"] })).rejects.toThrow("the query ran for too long");
    expect(server.jobs.size).toBe(0);
    await server.stop();
    await expect(ask({ rows: 3000, phases: ["ABORTED"] })).rejects.toMatchObject({ code: "service-failed", value: "ABORTED" });
    expect(server.jobs.size).toBe(0);
  });

  test("is thrown where a job does not end in time, and the job is deleted", async () => {
    const slow = ask({ rows: 3000, phases: ["EXECUTING"] }, { jobTimeoutMs: 20 });
    await expect(slow).rejects.toMatchObject({ code: "service-failed", value: "EXECUTING" });
    expect(server.jobs.size).toBe(0);
  });
});

describe("a signal", () => {
  test("that stops a job deletes it", async () => {
    const control = new AbortController();
    const onProgress = ({ phase }: TapProgress): void => {
      if (phase === "EXECUTING") control.abort(new Error("enough"));
    };
    const stopped = ask({ rows: 3000, phases: ["QUEUED", "EXECUTING"] }, { signal: control.signal, pollMs: 5, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: "aborted", cause: { message: "enough" } });
    expect(server.requests.filter((line) => line.startsWith("DELETE"))).toHaveLength(1);
    expect(server.jobs.size).toBe(0);
  });

  test("that stops a download deletes the job, and one that was given before asks nothing", async () => {
    const control = new AbortController();
    const onProgress = ({ stage }: TapProgress): void => {
      if (stage === "download") control.abort();
    };
    await expect(ask({ rows: 3000 }, { signal: control.signal, onProgress })).rejects.toMatchObject({ code: "aborted" });
    expect(server.jobs.size).toBe(0);
    const count = server.requests.length;
    const late = gaiaCone(cone, { ...quick, service: server.service, signal: AbortSignal.abort() });
    await expect(late).rejects.toMatchObject({ code: "aborted" });
    expect(server.requests).toHaveLength(count);
  });
});

describe("what fails on the way", () => {
  const broken: Fault = {
    path: /sync/,
    answer: (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("<?xml");
      setTimeout(() => response.destroy(), 5);
    },
  };

  test("is asked for again: 503, a connection that breaks, one that is closed at once", async () => {
    const closed: Fault = { path: /sync/, answer: (request) => request.socket.destroy() };
    const table = await ask({ rows: 10 }, {}, [instead(/sync/, 503, "busy"), broken, closed]);
    expect(table.rowCount).toBe(10);
    expect(server.requests).toHaveLength(5);
  });

  test("within a job too, which is not started twice", async () => {
    const table = await ask({ rows: 3000 }, {}, [
      instead(/phase/, 502, ""),
      { ...broken, path: /result/ },
      instead(/phase/, 500, ""),
    ]);
    expect(table.rowCount).toBe(3000);
    expect(server.requests.filter((line) => line === "POST /async")).toHaveLength(1);
  });

  test("and a start whose answer was lost is no error, but one that is refused is", async () => {
    const lost: Fault = {
      path: /phase/,
      answer: (request) => {
        for (const job of server.jobs.values()) job.looks = 0;
        request.socket.destroy();
      },
    };
    expect((await ask({ rows: 3000 }, {}, [lost])).rowCount).toBe(3000);
    await server.stop();
    const refused = ask({ rows: 3000 }, {}, [instead(/phase/, 403, errorTable("Too many jobs"))]);
    await expect(refused).rejects.toMatchObject({ code: "service-failed", value: "Too many jobs" });
    expect(server.jobs.size).toBe(0);
  });

  test("is an error after as many tries as were allowed, with what the service said last", async () => {
    const faults = Array.from({ length: 3 }, () => instead(/sync/, 503, "<html>Service <b>Unavailable</b></html>"));
    await expect(ask({ rows: 10 }, { retries: 2 }, faults)).rejects.toThrow("answered 503 (tried 3 times): Service Unavailable");
    expect(server.requests).toHaveLength(3);
  });

  test("waits as long as Retry-After says, but nobody waits for an hour", async () => {
    const start = Date.now();
    await ask({ rows: 10 }, {}, [instead(/sync/, 503, "", { "retry-after": "1" })]);
    // A lower bound: timers may be early by a millisecond.
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);
    await server.stop();
    const hour = ask({ rows: 10 }, {}, [instead(/sync/, 503, "", { "retry-after": "3600" })]);
    await expect(hour).rejects.toThrow("Retry-After: 3600");
    expect(server.requests).toHaveLength(1);
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfter("Thu, 01 Jan 2026 00:00:07 GMT", now)).toBe(7000);
    expect(retryAfter("soon", now)).toBeUndefined();
  });

  test("is an error where the service is silent for too long, or away", async () => {
    const silent: Fault = { path: /sync/, answer: () => {} };
    await expect(ask({ rows: 10 }, { timeoutMs: 30, retries: 0 }, [silent])).rejects.toThrow("sent nothing for 30 ms");
    await server.stop();
    const twice = ask({ rows: 10 }, { timeoutMs: 30 }, [silent, silent, silent]);
    await expect(twice).rejects.toThrow("sent nothing for 30 ms (tried 2 times)");
    const { service } = server;
    await server.stop();
    const away = gaiaCone(cone, { ...quick, service, retries: 1 });
    await expect(away).rejects.toMatchObject({ code: "service-failed" });
  });

  test("is no timeout while bytes come, however slowly", async () => {
    const slow: Fault = {
      path: /sync/,
      answer: (_, response) => {
        const text = errorTable("read to the end");
        for (let part = 0; part < 8; part++) {
          setTimeout(() => response.write(text.slice((part * text.length) / 8, ((part + 1) * text.length) / 8)), part * 50);
        }
        setTimeout(() => response.end(), 400);
      },
    };
    await expect(ask({ rows: 10 }, { timeoutMs: 250, retries: 0 }, [slow])).rejects.toThrow("read to the end");
  });

  test("passes on what a callback throws, and asks no second time", async () => {
    const onProgress = ({ stage }: TapProgress): void => {
      if (stage === "download") throw new Error("the page is gone");
    };
    await expect(ask({ rows: 10 }, { onProgress })).rejects.toThrow("the page is gone");
    expect(server.requests).toHaveLength(2);
  });

  test("is an error where an answer is larger than was allowed", async () => {
    await expect(ask({ rows: 1000 }, { maxBytes: 3000 })).rejects.toMatchObject({ code: "too-large" });
  });
});

describe("the cache", () => {
  test("keeps whole tables on disk, and finds them by service and query", async () => {
    server = await ArchiveServer.start({ rows: 30 });
    const options = { ...quick, service: server.service, cache: folder };
    const first = await gaiaCone(cone, options);
    const told: TapProgress[] = [];
    const second = await gaiaCone(cone, { ...options, onProgress: (progress) => told.push(progress) });
    expect(server.requests).toHaveLength(2);
    expect(told).toEqual([{ stage: "cache", rows: 30 }]);
    expect(second).toEqual(first);
    await gaiaCone({ ...cone, radius: 0.1 }, options);
    expect(server.requests).toHaveLength(4);
    expect(await readdir(folder)).toHaveLength(2);
  });

  test("keeps no cut table and no error, and damaged files count as absent", async () => {
    server = await ArchiveServer.start({ rows: 30, syncLimit: 20 });
    const options = { ...quick, service: server.service, cache: folder };
    await expect(gaiaCone(cone, options)).rejects.toMatchObject({ code: "cut-table" });
    expect(await readdir(folder)).toEqual([]);
    await server.stop();
    server = await ArchiveServer.start({ rows: 30 });
    const whole = { ...options, service: server.service };
    await gaiaCone(cone, whole);
    const [file] = await readdir(folder);
    await writeFile(join(folder, file as string), "<?xml version='1.0'?><VOTABLE><RESOURCE>");
    expect((await gaiaCone(cone, whole)).rowCount).toBe(30);
    expect(server.requests).toHaveLength(4);
  });
});

describe("the query", () => {
  test("is ADQL for a circle, with conditions, and an address for a person's browser", () => {
    expect(gaiaConeQuery({ ra: 10, dec: -1e-7, radius: 0.5, columns: ["ra"], where: "ruwe < 1.4 OR ruwe IS NULL" })).toBe(
      "SELECT ra FROM gaiadr3.gaia_source WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 10, -0.000000100000000, 0.5)) " +
        "AND (ruwe < 1.4 OR ruwe IS NULL)",
    );
    const url = new URL(gaiaConeUrl(cone));
    expect(url.origin + url.pathname).toBe(`${gaiaService}/sync`);
    expect(url.searchParams.get("QUERY")).toBe(gaiaConeQuery(cone));
  });

  test.each([
    ["ra", { ...cone, ra: -10 }],
    ["dec", { ...cone, dec: 91 }],
    ["radius", { ...cone, radius: 0 }],
    ["radius", { ...cone, radius: Number.NaN }],
    ["columns", { ...cone, columns: ["ra; DROP"] }],
    ["columns", { ...cone, columns: [] }],
    ["table", { ...cone, table: "gaia_source WHERE 1 = 1 --" }],
  ])("is refused for a wrong %s", (variable, wrong) => {
    expect(() => gaiaConeQuery(wrong)).toThrow(expect.objectContaining({ code: "bad-option", variable }));
  });
});

// The services themselves are asked only where a person wants it: WASMCMC_NETWORK=1 npx vitest run test/data/gaia
if (process.env["WASMCMC_NETWORK"] === "1") {
  test("the archive has about 3,328 sources within 5 arcmin of NGC 6819", async () => {
    const { ra, dec } = await resolve("NGC 6819");
    expect(ra).toBeCloseTo(295.327, 1);
    expect(dec).toBeCloseTo(40.19, 1);
    const table = await gaiaCone({ ra: 295.327, dec: 40.19, radius: 5 / 60 }, { cache: false });
    // Another centre, by a few seconds of arc, has some tens of other stars at its edge.
    expect(Math.abs(table.rowCount - 3328)).toBeLessThan(100);
    expect(table.column("parallax").unit).toBe("mas");
  }, 600_000);
}
