/**
 * The draws of fixed seeds, held to the last bit. The fixture was written after the tests against reference posteriors had passed; what
 * may change it is a change of the engine's maths, sampler, adaptation or lowering that is meant to change draws: then
 * `npm run golden -- --write`, and a line in CHANGELOG.md.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const { fingerprints } = await import("../../scripts/golden.mjs" as string);
const golden = JSON.parse(readFileSync(new URL("../fixtures/golden.json", import.meta.url), "utf8"));

test.each([
  ["on the calling thread", false],
  ["in workers", 2],
] as const)("fixed seeds give the golden draws, %s", async (_, workers) => {
  expect(await fingerprints(library, workers)).toEqual(golden);
});
