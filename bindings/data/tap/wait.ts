/** Waiting, for a while or for another try: how long, and how a wait is stopped. */
import { WasmcmcError } from "../../errors.js";

/** Resolves after the milliseconds; rejects at once when the signal says so. */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(stopped(signal));
    const stop = (): void => {
      clearTimeout(timer);
      reject(stopped(signal as AbortSignal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Milliseconds before the next try, the `attempt`th counted from 0: doubled each time, at most 30 s, and by chance up to half shorter, so
 * that many who failed together do not come back together.
 */
export function backoff(attempt: number, first: number): number {
  return Math.min(first * 2 ** attempt, 30_000) * (1 - Math.random() / 2);
}

/** Milliseconds that a Retry-After header asks for, in seconds or as a date (RFC 9110, section 10.2.3); undefined where there is none. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

export function stopped(signal: AbortSignal): WasmcmcError {
  return new WasmcmcError({
    code: "aborted",
    problem: "The request was stopped by its signal.",
    remedy: "Ask again without stopping it.",
    cause: signal.reason,
  });
}
