/** One request to a service: tried again while it may help, given up where no byte comes for too long, stopped by a signal. */
import { disk } from "#files";
import { WasmcmcError } from "../../errors.js";
import { noAnswer, tooLarge } from "./failures.js";
import { backoff, retryAfter, stopped, wait } from "./wait.js";

export interface WebOptions {
  /** What fetches; the platform's own when absent. */
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte from the service after which a request has failed; 60,000 when absent. */
  readonly timeoutMs?: number;
  /** How often a request that failed on the way, or with 429 or 5xx, is sent again; 4 when absent. After a silence, once. */
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

export type Outcome = { readonly answer: Answer } | { readonly cause: Error; readonly timedOut: boolean };

/** Services that ask for a longer pause than this are given up, so that nobody waits without knowing why. */
const LongestPauseMs = 120_000;

/** The service's answer, of any status below 500 but 429. Throws where there is none after all tries. */
export async function ask(request: WebRequest, options: WebOptions = {}): Promise<Answer> {
  const { retries = 4, retryDelayMs = 500, signal } = options;
  let silences = 0;
  for (let attempt = 0; ; attempt++) {
    if (signal?.aborted) throw stopped(signal);
    const outcome = await once(request, options);
    const busy = "answer" in outcome && (outcome.answer.status >= 500 || outcome.answer.status === 429);
    if ("answer" in outcome && !busy) return outcome.answer;
    const asked = "answer" in outcome ? retryAfter(outcome.answer.headers.get("retry-after")) : undefined;
    if ("cause" in outcome && outcome.timedOut) silences++;
    // What a browser refuses it will refuse again, and what takes too long will do so again: one more try is enough.
    const isRefused = disk === undefined && "cause" in outcome && !outcome.timedOut;
    if (isRefused || silences > 1 || attempt >= retries || (asked ?? 0) > LongestPauseMs)
      throw noAnswer(request, outcome, attempt + 1, options);
    await wait(asked ?? backoff(attempt, retryDelayMs), signal);
  }
}

async function once({ url, method, form, redirect, onBytes }: WebRequest, options: WebOptions): Promise<Outcome> {
  const { signal, timeoutMs = 60_000, maxBytes = 2e9 } = options;
  const patience = patienceOf(timeoutMs, signal);
  let fault: { readonly error: unknown } | undefined;
  const tell = (received: number, total: number | undefined): void => {
    patience.renew();
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
      signal: patience.signal,
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    const response = await orStopped(sent, patience.signal);
    const bytes = await bodyOf(response, maxBytes, patience.signal, tell);
    return { answer: { status: response.status, url: response.url || url, headers: response.headers, bytes } };
  } catch (cause) {
    if (signal?.aborted) throw stopped(signal);
    if (fault !== undefined) throw fault.error;
    if (cause instanceof WasmcmcError) throw cause;
    return { cause: cause as Error, timedOut: patience.signal.aborted };
  } finally {
    patience.end();
  }
}

/** A signal that goes off with another, or when nothing renewed it for so long. */
function patienceOf(timeoutMs: number, signal: AbortSignal | undefined) {
  const control = new AbortController();
  const stop = (): void => control.abort(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const renew = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(new Error(`no byte came for ${timeoutMs} ms`)), timeoutMs);
  };
  const end = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  };
  renew();
  return { signal: control.signal, renew, end };
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
