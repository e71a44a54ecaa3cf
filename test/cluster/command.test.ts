/** `npm run cluster`, from the command line's words to the file that it writes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readTable, type Table, writeTable } from "wasmcmc/data";
import { cluster } from "../../examples/cluster/command.js";
import { arcminutesFrom } from "../../examples/cluster/selection.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";

const folder = mkdtempSync(join(tmpdir(), "wasmcmc-cluster-"));
afterAll(() => rmSync(folder, { recursive: true }));

const quick = ["--chains", "2", "--warmup", "200", "--draws", "100", "--seed", "1"];
const timeout = 60_000;

/** What a command prints, line by line. */
async function run(...words: readonly string[]): Promise<string> {
  const lines: string[] = [];
  await cluster(["node", "cluster", ...quick, ...words], (text) => lines.push(text));
  return lines.join("\n");
}

const { stars, cluster: truth } = simulateField({ seed: 5, stars: 1500, area: "cone" });
const centre = ["--ra", String(truth.ra), "--dec", String(truth.dec)];
/** Every hundredth star has no proper motion; columns have names of another catalogue. */
const withNulls = stars
  .select(["source_id", "ra", "dec", "pmra", "pmra_error"])
  .with({ ...stars.column("pmra"), nulls: Uint8Array.from({ length: 1500 }, (_, row) => (row % 100 === 0 ? 1 : 0)) })
  .rename({ pmra: "PM_RA", pmra_error: "e_PM_RA" });

async function saved(table: Table, name: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, await writeTable(table, name.endsWith("csv") ? "csv" : "fits"));
  return path;
}

describe("npm run cluster", () => {
  for (const format of ["csv", "fits"] as const) {
    test(
      `writes a ${format} table back as ${format}, every row kept, with memberships of the stars that took part`,
      async () => {
        const file = await saved(withNulls, `stars.${format}`);
        const out = join(folder, `members.${format}`);
        const columns = ["--columns", "pmra=PM_RA,pmra_error=e_PM_RA"];
        const printed = await run("--problem", "1", "--file", file, ...centre, ...columns, "--out", out);
        expect(printed).toContain("15 without pmra");
        const back = await readTable(out);
        expect(back.details.format).toBe(format);
        expect(back.names).toEqual([...withNulls.names, "membership"]);
        expect(back.strings("source_id")).toEqual(stars.strings("source_id"));
        const distance = arcminutesFrom(truth, stars);
        const took = Uint8Array.from(distance, (minutes, row) => (row % 100 !== 0 && (minutes < 5 || minutes > 15) ? 0 : 1));
        expect(back.isNull("membership")).toEqual(took);
        expect(back.numbers("membership").every((p) => Number.isNaN(p) || (p >= 0 && p <= 1))).toBe(true);
      },
      timeout,
    );
  }

  test(
    "refuses to replace a file unless told to",
    async () => {
      const file = await saved(withNulls, "again.csv");
      const words = ["--file", file, ...centre, "--columns", "pmra=PM_RA,pmra_error=e_PM_RA", "--out", file];
      await expect(run(...words)).rejects.toMatchObject({ code: "file-exists" });
    },
    timeout,
  );

  test(
    "leaves out stars beyond a radius, whose memberships are null",
    async () => {
      const file = await saved(stars, "wide.csv");
      const out = join(folder, "near.csv");
      const printed = await run("--file", file, ...centre, "--radius", "18", "--out", out);
      const distance = arcminutesFrom(truth, stars);
      const beyond = distance.filter((minutes) => minutes > 18).length;
      expect(printed).toContain(`${beyond} stars are beyond 18 minutes of arc.`);
      const membership = (await readTable(out)).isNull("membership");
      expect(membership).toEqual(
        Uint8Array.from(distance, (minutes) => (minutes < 5 || (minutes > 15 && minutes <= 18) ? 0 : 1)),
      );
    },
    timeout,
  );

  test("says which column is missing and how to name it, and asks for a centre", async () => {
    const file = await saved(withNulls, "names.csv");
    await expect(run("--file", file, ...centre)).rejects.toMatchObject({
      code: "missing-column",
      variable: "pmra",
      remedy: expect.stringMatching(/PM_RA.*--columns pmra=/),
    });
    await expect(run("--file", file, "--dec", "40")).rejects.toMatchObject({ code: "bad-option", variable: "ra" });
  });

  test(
    "without a file solves a simulated field, and prints motion, members and memory",
    async () => {
      const printed = await run("--problem", "3", "--stars", "1200");
      expect(printed).toMatch(/pmra\s+-2\.9\d* \+- 0\.0\d+ mas\/yr/);
      expect(printed).toMatch(/Members expected: 1\d\d\.\d \+- /);
      expect(Number(/Memory: (\d+) MB/.exec(printed)?.[1])).toBeGreaterThan(30);
    },
    timeout,
  );
});
