/**
 * Asynchronous jobs of a TAP service: made, started, watched, fetched and deleted. TAP 1.1, section 2.3; Universal Worker Service 1.1
 * (IVOA Recommendation 2016), section 2.
 */
import { disk } from "#files";
import { errorIn, requireSuccess } from "./answer.js";
import { serviceFailed } from "./failures.js";
import { wait } from "./wait.js";
import { type Answer, ask, type ByHand, type WebOptions } from "./web.js";

export interface JobOptions extends WebOptions {
  /** Milliseconds before the first look at a job; each pause is half again as long, up to 10 s. 250 when absent. */
  readonly pollMs?: number;
  /** Milliseconds that a job may take in all; 30 minutes when absent. */
  readonly jobTimeoutMs?: number;
}

export interface JobWatch {
  readonly onPhase: (phase: string) => void;
  readonly onBytes: (received: number, total: number | undefined) => void;
}

/** Each look at the phase comes after half again the pause before, up to this. */
const LongestPollMs = 10_000;
/** Deleting a job is a courtesy: nobody waits long for it. */
const DeletionMs = 3000;

const inPage = disk === undefined;

/**
 * All that changes a job is answered by a redirection (303) to the job or the list of jobs. Only its address is wanted, and behind a
 * proxy a service may give it without TLS: pages have to follow it, others do not.
 */
const redirect = inPage ? "follow" : "manual";

/** The result of a query that runs as a job. However it ends, stopped or failed, the job is deleted. */
export async function runJob(
  service: string,
  form: Readonly<Record<string, string>>,
  options: JobOptions,
  watch: JobWatch,
  byHand: ByHand | undefined,
): Promise<Answer> {
  // Made first and started later: a request that is sent again because its answer was lost leaves behind a job that never runs.
  const made = await ask({ url: `${service}/async`, form, redirect, byHand }, options);
  await requireSuccess(made);
  const job = jobAddress(service, made);
  try {
    await start(job, options);
    await completion(job, options, watch.onPhase);
    const result = await ask({ url: `${job}/results/result`, onBytes: watch.onBytes, byHand }, options);
    await requireSuccess(result);
    return result;
  } finally {
    await discard(job, options);
  }
}

/** Where the service redirected to, or what the job's document says. */
function jobAddress(service: string, { url, headers, bytes }: Answer): string {
  const list = `${service}/async`;
  const address = new URL(headers.get("location") ?? url, list).href.replace(/[?#].*$/, "").replace(/\/$/, "");
  if (address.includes("/async/")) return service.startsWith("https:") ? address.replace(/^http:/, "https:") : address;
  const id = /<(?:\w+:)?jobId[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)/.exec(new TextDecoder().decode(bytes))?.[1];
  if (id !== undefined) return `${list}/${id}`;
  throw serviceFailed(url, `${list} made no job.`, "Check that this is the address of a TAP service.");
}

/** A start that is sent again because its answer was lost is refused: that counts only where the job does not run. */
async function start(job: string, options: JobOptions): Promise<void> {
  const started = await ask({ url: `${job}/phase`, form: { PHASE: "RUN" }, redirect }, options);
  if (started.status >= 400 && (await phaseOf(job, options)) === "PENDING") throw await errorIn(started);
}

async function phaseOf(job: string, options: JobOptions): Promise<string> {
  const answer = await ask({ url: `${job}/phase` }, options);
  await requireSuccess(answer);
  return new TextDecoder().decode(answer.bytes).trim().toUpperCase();
}

async function completion(job: string, options: JobOptions, onPhase: (phase: string) => void): Promise<void> {
  const { pollMs = 250, jobTimeoutMs = 30 * 60_000, signal } = options;
  const begin = Date.now();
  for (let pause = pollMs; ; pause = Math.min(pause * 1.5, LongestPollMs)) {
    const phase = await phaseOf(job, options);
    onPhase(phase);
    if (phase === "COMPLETED") return;
    if (phase === "ERROR") throw await errorIn(await ask({ url: `${job}/error` }, options));
    if (phase === "ABORTED" || phase === "ARCHIVED") {
      const remedy = "Ask for less: a smaller cone, or fewer columns.";
      throw serviceFailed(phase, `The service gave up the job ${job}: its phase is ${phase}.`, remedy);
    }
    if (Date.now() - begin + pause > jobTimeoutMs) {
      const remedy = "Ask for less, or raise `jobTimeoutMs`.";
      throw serviceFailed(phase, `The job ${job} has not ended after ${jobTimeoutMs} ms: its phase is ${phase}.`, remedy);
    }
    await wait(pause, signal);
  }
}

async function discard(job: string, options: JobOptions): Promise<void> {
  const { signal: _, ...rest } = options;
  try {
    // The same to the service; DELETE is what pages must ask for permission to send.
    const request = inPage ? { url: job, form: { ACTION: "DELETE" } } : { url: job, method: "DELETE" as const };
    await ask({ ...request, redirect }, { ...rest, retries: 0, timeoutMs: DeletionMs });
  } catch {
    // The service deletes old jobs by itself.
  }
}
