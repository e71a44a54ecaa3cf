/** What tests of harmful files expect of them. */
import { expect } from "vitest";

export const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);

/** A typed error of a code, which names a byte of the file. */
export const refused = (code: string | RegExp) =>
  expect.objectContaining({
    name: "WasmcmcError",
    code: typeof code === "string" ? code : expect.stringMatching(code),
    message: expect.stringMatching(/byte \d+/),
  });
