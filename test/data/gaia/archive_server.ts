/**
 * A server that imitates the Gaia archive's TAP service, its manners included: single requests cut at 2,000 rows without a word, errors
 * as VOTables under HTTP 200, jobs with phases, redirections by 303.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

export interface Star {
  readonly source_id: bigint;
  readonly ra: number;
  readonly dec: number;
  /** Null in every seventh row. */
  readonly parallax: number | null;
}

export interface Archive {
  /** Sources in the cone. */
  readonly rows: number;
  /** What COUNT(*) says, where that is not `rows`. */
  readonly counted?: number;
  readonly syncLimit?: number;
  /** Whether a cut table says OVERFLOW. The archive's single requests do not. */
  readonly tellsOverflow?: boolean;
  /** Phases that a job shows, look by look; the last one stays. */
  readonly phases?: readonly string[];
}

/** Answers one request in place of the service; as many as there are, in order, for paths that match. */
export interface Fault {
  readonly path: RegExp;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
}

export class ArchiveServer {
  /** Method and path of each request, in order. */
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  /** Jobs that exist now, and how often each was looked at since it runs. */
  readonly jobs = new Map<string, { query: string; looks: number | undefined }>();
  private made = 0;

  private constructor(
    private readonly server: Server,
    private readonly archive: Archive,
  ) {}

  static async start(archive: Archive): Promise<ArchiveServer> {
    const server = createServer();
    const imitation = new ArchiveServer(server, archive);
    server.on("request", (request, response) => imitation.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return imitation;
  }

  get service(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/tap-server/tap`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.replace(/^\/tap-server\/tap/, "");
    this.requests.push(`${request.method} ${path}`);
    const form = new URLSearchParams((await bodyOf(request)) || url.search);
    const fault = this.faults.findIndex((each) => each.path.test(path));
    if (fault >= 0) {
      const [{ answer }] = this.faults.splice(fault, 1) as [Fault];
      answer(request, response);
    } else if (path === "/sync") this.sendTable(response, form.get("QUERY") ?? "", this.archive.syncLimit ?? 2000);
    else if (path === "/async" && request.method === "POST") this.makeJob(response, form.get("QUERY") ?? "");
    else this.serveJob(request, response, path.split("/").slice(2), form);
  }

  private makeJob(response: ServerResponse, query: string): void {
    const id = `${++this.made}O`;
    this.jobs.set(id, { query, looks: undefined });
    redirect(response, `${this.service}/async/${id}`);
  }

  private serveJob(
    request: IncomingMessage,
    response: ServerResponse,
    [id = "", ...rest]: string[],
    form: URLSearchParams,
  ): void {
    const job = this.jobs.get(id);
    const what = rest.join("/");
    if (job === undefined) {
      response.writeHead(404).end("no such job");
    } else if (request.method === "DELETE" || form.get("ACTION") === "DELETE") {
      this.jobs.delete(id);
      redirect(response, `${this.service}/availability`);
    } else if (what === "phase" && request.method === "POST" && job.looks !== undefined) {
      response.writeHead(403).end(errorTable("A job that runs cannot be started"));
    } else if (what === "phase" && request.method === "POST") {
      if (form.get("PHASE") === "RUN") job.looks = 0;
      redirect(response, `${this.service}/async/${id}`);
    } else if (what === "phase") {
      const phases = this.archive.phases ?? ["QUEUED", "EXECUTING", "COMPLETED"];
      const phase = job.looks === undefined ? "PENDING" : phases[Math.min(job.looks++, phases.length - 1)];
      response.end(phase);
    } else if (what === "results/result") this.sendTable(response, job.query, Infinity);
    else if (what === "error") response.end(errorTable("Job timeout: the query ran for too long"));
    else
      response.end(
        `<?xml version="1.0"?><uws:job xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0"><uws:jobId>${id}</uws:jobId></uws:job>`,
      );
  }

  private sendTable(response: ServerResponse, query: string, limit: number): void {
    const { rows, counted = rows, tellsOverflow = false } = this.archive;
    if (/^SELECT COUNT/.test(query)) response.end(votable(["row_count"], [[BigInt(counted)]], "OK"));
    else if (query.includes("no_such_column")) response.end(errorTable('Unknown column "no_such_column"'));
    else {
      const columns = (/^SELECT (.*?) FROM/.exec(query)?.[1] ?? "").split(", ");
      const sent = stars(Math.min(rows, limit)).map((star) => columns.map((name) => star[name as keyof Star]));
      response.setHeader("content-type", "application/x-votable+xml");
      response.end(gzipSync(votable(columns, sent, tellsOverflow && sent.length < rows ? "OVERFLOW" : "OK")));
    }
  }
}

/** Stars of which nothing is by chance; ids need all 64 bits. */
export function stars(count: number): Star[] {
  return Array.from({ length: count }, (_, row) => ({
    source_id: 2076299582990000001n + BigInt(row),
    ra: 295.3 + row * 1e-5,
    dec: 40.2 - row * 1e-5,
    parallax: row % 7 === 6 ? null : 0.3 + (row % 100) / 1000,
  }));
}

const fields: Readonly<Record<string, string>> = {
  row_count: '<FIELD name="row_count" datatype="long"/>',
  source_id: '<FIELD name="source_id" datatype="long" ucd="meta.id"><DESCRIPTION>Unique source identifier</DESCRIPTION></FIELD>',
  ra: '<FIELD name="ra" datatype="double" unit="deg"><DESCRIPTION>Right ascension</DESCRIPTION></FIELD>',
  dec: '<FIELD name="dec" datatype="double" unit="deg"><DESCRIPTION>Declination</DESCRIPTION></FIELD>',
  parallax: '<FIELD name="parallax" datatype="double" unit="mas"><DESCRIPTION>Parallax</DESCRIPTION></FIELD>',
};

/** BINARY2: a byte of null flags, then eight bytes a column. */
function votable(
  columns: readonly string[],
  rows: readonly (readonly (number | bigint | null | undefined)[])[],
  status: string,
): string {
  const bytes = Buffer.alloc(rows.length * (1 + 8 * columns.length));
  let at = 0;
  for (const row of rows) {
    const flags = row.reduce((sum: number, value, column) => sum | (value == null ? 0x80 >> column : 0), 0);
    at = bytes.writeUInt8(flags, at);
    for (const value of row)
      at = typeof value === "bigint" ? bytes.writeBigInt64BE(value, at) : bytes.writeDoubleBE(value ?? NaN, at);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?><VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results">',
    `<INFO name="QUERY_STATUS" value="OK"/><TABLE>${columns.map((name) => fields[name]).join("")}`,
    `<DATA><BINARY2><STREAM encoding="base64">${bytes.toString("base64")}</STREAM></BINARY2></DATA></TABLE>`,
    status === "OK" ? "" : `<INFO name="QUERY_STATUS" value="${status}"/>`,
    "</RESOURCE></VOTABLE>",
  ].join("\n");
}

export function errorTable(text: string): string {
  return `<?xml version="1.0"?><VOTABLE version="1.4"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">${text}</INFO></RESOURCE></VOTABLE>`;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return text;
}
