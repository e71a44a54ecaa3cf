/** What a page sees of the archive: nothing, because it sends no headers that allow other sites (CORS). */
import { expect, test, vi } from "vitest";
import { gaiaCone, gaiaConeUrl, resolve } from "../../../bindings/data/index.js";

vi.mock("#files", () => import("../../../bindings/data/files_browser.js"));

const cone = { ra: 295.327, dec: 40.19, radius: 5 / 60 };

/** As browsers do where a server does not allow a page's origin. */
const refused = () => {
  const asked: string[] = [];
  const fetch = async (url: unknown): Promise<Response> => {
    asked.push(String(url));
    throw new TypeError("Failed to fetch");
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
};

test("a page that may not read the archive is told so, and where a person downloads the table", async () => {
  const { asked, fetch } = refused();
  const error = await gaiaCone(cone, { fetch }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: "service-failed", value: gaiaConeUrl(cone) });
  expect(String(error)).toContain("(CORS)");
  expect(String(error)).toContain(gaiaConeUrl(cone));
  expect(String(error)).toContain("a table of 2,000 rows was cut");
  // What a browser refuses it will refuse again.
  expect(asked).toHaveLength(1);
});

test("a page that may not read the name service is told where a person looks it up", async () => {
  await expect(resolve("NGC 6819", { fetch: refused().fetch })).rejects.toMatchObject({
    code: "service-failed",
    value: "https://simbad.cds.unistra.fr/simbad/sim-id?Ident=NGC%206819",
  });
});
