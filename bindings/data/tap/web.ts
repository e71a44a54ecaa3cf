/** One request to a service: tried again while it may help, given up where no byte comes for too long, stopped by a signal. */
import { disk } from "#files";
import { WasmcmcError } from "../../errors.js";
import { backoff, retryAfter, stopped, wait } from "./wait.js";

export interface WebOptions {
  /** What fetches; the platform's own when absent. */
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte from the service after which a request has failed; 60,000 when absent. */
  readonly timeoutMs?: number;
  /** How often a request that failed on the way, or with 429 or 5xx, is sent again; 4 when absent. */
  readonly retries?: number;
  /** Milliseconds before the second try, doubled with each one more; 500 when absent. A Retry-After of the service goes before it. */
  readonly retryDelayMs?: number;
  /** Largest number of bytes of an answer; 2 GB when absent. */
  readonly maxBytes?: number;
}

export interface ByHand {
  readonly remedy: string;
  readonly url?: string;
}

export interface WebRequest {
  readonly url: string;
  readonly method?: "GET" | "POST" | "DELETE";
  /** Sent as a form, by POST. */
  readonly form?: Readonly<Record<string, string>>;
  /** "manual" gives the answer that redirects, as pages cannot have it. */
  readonly redirect?: "follow" | "manual";
  /** What a person does where pages may not ask, and the address to do it at. */
  readonly byHand?: ByHand | undefined;
  readonly onBytes?: (received: number, total: number | undefined) => void;
}

export interface Answer {
  readonly status: number;
  /** After redirections. */
  readonly url: string;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

type Outcome = { readonly answer: Answer } | { readonly cause: Error; readonly timedOut: boolean };

/** Services that ask for a longer pause than this are given up, so that nobody waits without knowing why. */
const LongestPauseMs = 120_000;

/** The service's answer, of any status below 500 but 429. Throws where there is none after all tries. */
export async function ask(request: WebRequest, options: WebOptions = {}): Promise<Answer> {
  const { retries = 4, retryDelayMs = 500, signal } = options;
  for (let attempt = 0; ; attempt++) {
    if (signal?.aborted) throw stopped(signal);
    const outcome = await once(request, options);
    const busy = "answer" in outcome && (outcome.answer.status >= 500 || outcome.answer.status === 429);
    if ("answer" in outcome && !busy) return outcome.answer;
    const asked = "answer" in outcome ? retryAfter(outcome.answer.headers.get("retry-after")) : undefined;
    // What a browser refuses it will refuse again.
    const isRefused = disk === undefined && "cause" in outcome && !outcome.timedOut;
    if (isRefused || attempt >= retries || (asked ?? 0) > LongestPauseMs) throw noAnswer(request, outcome, attempt + 1, options);
    await wait(asked ?? backoff(attempt, retryDelayMs), signal);
  }
}

async function once({ url, method, form, redirect, onBytes }: WebRequest, options: WebOptions): Promise<Outcome> {
  const { signal, timeoutMs = 60_000, maxBytes = 2e9 } = options;
  const control = new AbortController();
  const stop = (): void => control.abort(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restart = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(new Error(`no byte came for ${timeoutMs} ms`)), timeoutMs);
  };
  restart();
  let fault: { readonly error: unknown } | undefined;
  const tell = (received: number, total: number | undefined): void => {
    restart();
    try {
      onBytes?.(received, total);
    } catch (error) {
      fault = { error };
      throw error;
    }
  };
  try {
    const sent = (options.fetch ?? fetch)(url, {
      method: method ?? (form === undefined ? "GET" : "POST"),
      redirect: redirect ?? "follow",
      signal: control.signal,
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    const response = await orStopped(sent, control.signal);
    const bytes = await bodyOf(response, maxBytes, control.signal, tell);
    return { answer: { status: response.status, url: response.url || url, headers: response.headers, bytes } };
  } catch (cause) {
    if (signal?.aborted) throw stopped(signal);
    if (fault !== undefined) throw fault.error;
    if (cause instanceof WasmcmcError) throw cause;
    return { cause: cause as Error, timedOut: control.signal.aborted };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** A body that is stopped between two of its pieces may otherwise be waited for without end. */
function orStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

async function bodyOf(
  response: Response,
  most: number,
  signal: AbortSignal,
  onBytes: (received: number, total: number | undefined) => void,
): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array(0);
  const length = response.headers.get("content-length");
  // The length is that of the compressed bytes where the transport compresses.
  const total = length === null || response.headers.get("content-encoding") !== null ? undefined : Number(length);
  const parts: Uint8Array[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await orStopped(reader.read(), signal);
    if (done) break;
    received += value.length;
    if (received > most) {
      reader.cancel().catch(() => {});
      throw tooLarge(response.url, most);
    }
    parts.push(value);
    onBytes(received, total);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function tooLarge(url: string, most: number): WasmcmcError {
  return new WasmcmcError({
    code: "too-large",
    problem: `The answer of ${url} has more than ${most} bytes.`,
    remedy: "Ask for less, or raise `maxBytes`.",
    variable: "maxBytes",
    value: most,
  });
}

function noAnswer(request: WebRequest, outcome: Outcome, tries: number, { timeoutMs = 60_000 }: WebOptions): WasmcmcError {
  const { url, byHand } = request;
  const often = tries === 1 ? "" : ` (tried ${tries} times)`;
  if ("answer" in outcome) return refusal(url, outcome.answer, often);
  const { cause, timedOut } = outcome;
  if (timedOut) {
    return serviceFailed(
      url,
      `${url} sent nothing for ${timeoutMs} ms${often}.`,
      "Try again later, or raise `timeoutMs`.",
      cause,
    );
  }
  if (disk === undefined) return notFromPages(url, byHand, cause);
  const reason = (cause.cause as Error | undefined)?.message ?? cause.message;
  return serviceFailed(url, `${url} could not be reached${often}: ${reason}.`, "Check the network, and try again later.", cause);
}

/** Browsers do not tell pages whether a server is away or only closed to them. */
function notFromPages(url: string, byHand: ByHand | undefined, cause: Error): WasmcmcError {
  return serviceFailed(
    byHand?.url ?? url,
    `The browser lets no page read ${url}: that service allows pages of other sites nothing (CORS), or cannot be reached.`,
    byHand?.remedy ?? "Run this in Node, or download the file by hand and pass it to readTable.",
    cause,
  );
}

function refusal(url: string, { status, headers, bytes }: Answer, often: string): WasmcmcError {
  const pause = headers.get("retry-after");
  const remedy = pause === null ? "Try again later." : `It asks to come back later (Retry-After: ${pause}).`;
  const text = plainText(bytes);
  return serviceFailed(status, `${url} answered ${status}${often}${text === "" ? "" : `: ${text}`}.`, remedy);
}

export function serviceFailed(value: unknown, problem: string, remedy: string, cause?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "service-failed", problem, remedy, value, cause });
}

/** The words of a page or an XML document, at most some 300 characters. */
export function plainText(bytes: Uint8Array): string {
  const text = new TextDecoder()
    .decode(bytes.subarray(0, 20_000))
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "");
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
