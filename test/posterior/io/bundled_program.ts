/** Programs of this folder that run in a process of their own, from sources. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The path of the program as Node runs it: within the repository, so that packages are found. */
export async function bundledProgram(name: string): Promise<string> {
  const outfile = join(root, "build", `${name}_under_test.mjs`);
  await build({
    entryPoints: [join(root, "test/posterior/io", `${name}.ts`)],
    outfile,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  return outfile;
}
