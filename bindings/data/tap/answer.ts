/** From what a TAP service sends to a table, or to the error that the service meant. */
import { WasmcmcError } from "../../errors.js";
import { readBytes } from "../bytes.js";
import { formatOf, readTable } from "../read_table.js";
import type { Table } from "../table.js";
import { readVoTable } from "../votable/read.js";
import { plainText, serviceFailed } from "./failures.js";
import type { Answer } from "./web.js";

/** Throws where the status is an error's. TAP 1.1 (IVOA Recommendation 2019), section 3.3: errors are VOTables, under any status. */
export async function requireSuccess(answer: Answer): Promise<void> {
  if (answer.status < 400) return;
  throw await errorIn(answer);
}

/** The error that an answer tells of. */
export async function errorIn({ bytes, status, url }: Answer): Promise<WasmcmcError> {
  try {
    await readVoTable(await readBytes(bytes));
  } catch (error) {
    if (error instanceof WasmcmcError && error.code === "service-failed") return error;
  }
  const text = plainText(bytes);
  return serviceFailed(status, `${url} answered ${status}${text === "" ? "" : `: ${text}`}.`, "Correct the request.");
}

/** The table of an answer; throws what the service reports, and where it sent no table at all. */
export async function tableOf({ bytes: sent, url }: Pick<Answer, "bytes" | "url">, maxBytes: number): Promise<Table> {
  const bytes = await readBytes(sent, { maxBytes });
  if (/^\s*<(?:!doctype\s+html|html)\b/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))) {
    const words = plainText(bytes);
    throw serviceFailed(words, `${url} sent a page instead of a table: ${words}.`, "Try again later.");
  }
  return readTable(bytes, { format: formatOf(bytes), maxBytes });
}
