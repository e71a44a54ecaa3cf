/** Where the large test data lives: outside the repository, so that tests which need it are skipped where it is absent. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

function find(): string | undefined {
  const fromEnvironment = process.env["WASMCMC_DATA"];
  if (fromEnvironment) return existsSync(fromEnvironment) ? fromEnvironment : undefined;
  const beside = fileURLToPath(new URL("../../shared/data", import.meta.url));
  return existsSync(beside) ? beside : undefined;
}

/** The folder named by WASMCMC_DATA, else `../shared/data` beside the project root; undefined where there is none. */
export const dataFolder: string | undefined = find();
