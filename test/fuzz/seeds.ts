/** The files that are damaged: our own small ones, and those of the shared data where they are at hand. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Larger files are cut: damage to a file of megabytes tells no more, and takes longer. */
const Largest = 120_000;

export function seedFiles(root: string, shared: string | undefined): Seed[] {
  const folders = [
    join(root, "test/fixtures/tables"),
    ...(shared === undefined ? [] : [join(shared, "formats"), join(shared, "gaia")]),
  ];
  const paths = folders.filter((folder) => existsSync(folder)).flatMap((folder) => filesIn(folder));
  return paths
    .filter((path) => !/\.(md|json5|txt)$/.test(path))
    .sort()
    .map((path) => ({ name: basename(path), bytes: new Uint8Array(readFileSync(path)).slice(0, Largest) }))
    .filter(({ bytes }) => bytes.length > 0);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
