/** VOTables made to do harm: nesting, entities within entities, counts of cells that are not there. */
import { describe, expect, test } from "vitest";
import { readTable } from "../../bindings/data/index.js";
import { bytesOf, refused } from "./refused.js";

const votable = (body: string, declared = "") =>
  readTable(bytesOf(`<?xml version="1.0"?>${declared}\n<VOTABLE version="1.4"><RESOURCE>${body}</RESOURCE></VOTABLE>`));
const table = (fields: string, data: string) => votable(`<TABLE>${fields}<DATA>${data}</DATA></TABLE>`);
const field = (name: string, datatype: string, arraysize = "") =>
  `<FIELD name="${name}" datatype="${datatype}"${arraysize && ` arraysize="${arraysize}"`}/>`;
const stream = (bytes: readonly number[], kind = "BINARY") =>
  `<${kind}><STREAM encoding="base64">${Buffer.from(bytes).toString("base64")}</STREAM></${kind}>`;

describe("XML made to do harm", () => {
  test("by nesting is refused, whatever is nested", async () => {
    for (const name of ["GROUP", "RESOURCE", "TABLE", "PARAM", "unknown"]) {
      await expect(votable(`<${name}>`.repeat(100_000))).rejects.toEqual(refused("damaged-file"));
    }
    await expect(table(field("a", "int"), `<TABLEDATA>${"<TR><TD>".repeat(100_000)}`)).rejects.toEqual(refused("damaged-file"));
  });

  test("by entities within entities leaves them as they are, in descriptions and in cells", async () => {
    const entities = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
    const declared = `<!DOCTYPE VOTABLE [<!ENTITY e0 "aaaaaaaaaa">${entities}]>`;
    const data = `<DATA><TABLEDATA><TR><TD>&e20;</TD></TR></TABLEDATA></DATA>`;
    const outcome = await votable(
      `<DESCRIPTION>&e20;</DESCRIPTION><TABLE>${field("a", "char", "*")}${data}</TABLE>`,
      declared,
    ).catch((error: unknown) => error);
    expect(outcome).toSatisfy(
      (found: { name?: string; rowCount?: number; columns?: readonly { values: readonly string[] }[] }) =>
        found.name === "WasmcmcError" || (found.rowCount === 1 && found.columns![0]!.values[0]!.length < 10),
    );
  });

  test("by marks that never end is refused", async () => {
    for (const start of ["<!--", "<![CDATA[", "<?", "<TABLE a='", "<TABLE ".repeat(50_000), "<!DOCTYPE [".repeat(50_000)]) {
      await expect(votable(start)).rejects.toEqual(refused("damaged-file"));
    }
  });

  test("by very many fields is refused: each has a cost of its own", async () => {
    const fields = Array.from({ length: 200_000 }, (_, k) => field(`f${k}`, "int")).join("");
    await expect(table(fields, "<TABLEDATA></TABLEDATA>")).rejects.toEqual(refused("too-large"));
  });

  test("by very many elements that do not matter is read", async () => {
    const noise = "<INFO/><!-- --><PARAM/>".repeat(50_000);
    expect((await votable(`${noise}<TABLE>${field("a", "int")}</TABLE>`)).rowCount).toBe(0);
  });
});

describe("cells that are not there", () => {
  test("in rows of no cells are nulls, as many as there is room for", async () => {
    const rows = (count: number) => `<TABLEDATA>${"<TR/>".repeat(count)}</TABLEDATA>`;
    expect((await table(field("a", "int", "2"), rows(3))).column("a").nulls).toEqual(new Uint8Array(6).fill(1));
    await expect(table(field("a", "double", "1000000"), rows(1000))).rejects.toEqual(refused("too-large"));
    const many = Array.from({ length: 1000 }, (_, k) => field(`f${k}`, "double")).join("");
    await expect(table(many, rows(50_000))).rejects.toEqual(refused("too-large"));
  });

  test("that a count announces are refused", async () => {
    await expect(table(field("a", "double", "999999999"), stream([0, 0, 0]))).rejects.toEqual(refused("damaged-file"));
    await expect(table(field("a", "double", "999999999x999999999"), stream([0, 0, 0]))).rejects.toEqual(refused("damaged-file"));
    for (const count of [
      [127, 255, 255, 255],
      [255, 255, 255, 255],
      [0, 0, 0, 9],
    ]) {
      for (const datatype of ["double", "char", "bit", "unicodeChar"]) {
        for (const kind of ["BINARY", "BINARY2"]) {
          const bytes = kind === "BINARY" ? count : [0, ...count];
          await expect(table(field("a", datatype, "*"), stream(bytes, kind))).rejects.toEqual(refused("damaged-file"));
        }
      }
    }
  });

  test("of no size make rows without end, which are refused", async () => {
    await expect(table(field("a", "double", "0"), stream([1, 2, 3]))).rejects.toEqual(refused("damaged-file"));
    await expect(table("", stream([1, 2, 3]))).rejects.toEqual(refused("damaged-file"));
  });

  test("of data that are no base64 are refused with the byte", async () => {
    const body = '<BINARY><STREAM encoding="base64">AAAA*AAA</STREAM></BINARY>';
    await expect(table(field("a", "int"), body)).rejects.toEqual(refused("damaged-file"));
  });
});
