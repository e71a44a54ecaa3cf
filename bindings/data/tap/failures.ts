/** What went wrong between here and a service, in words. */
import { disk } from "#files";
import { WasmcmcError } from "../../errors.js";
import type { Answer, Outcome, WebOptions, WebRequest } from "./web.js";

export function tooLarge(url: string, most: number): WasmcmcError {
  return new WasmcmcError({
    code: "too-large",
    problem: `The answer of ${url} has more than ${most} bytes.`,
    remedy: "Ask for less, or raise `maxBytes`.",
    variable: "maxBytes",
    value: most,
  });
}

export function noAnswer(request: WebRequest, outcome: Outcome, tries: number, { timeoutMs = 60_000 }: WebOptions): WasmcmcError {
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
function notFromPages(url: string, byHand: WebRequest["byHand"], cause: Error): WasmcmcError {
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
