import { describe, expect, test } from "vitest";
import { type ResolveOptions, resolve, sesameServices } from "../../../bindings/data/index.js";

const target = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Sesame xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://vizier.u-strasbg.fr/xml/sesame_4x.xsd">
<Target option="SNV"><name>asked</name><!-- Q1234567 #1 -->${body}</Target></Sesame>
<!--- ====Done (2026-Jan-01,00:00:00z)==== -->`;

const cluster = `<Resolver name="S=Simbad (via url)"><!-- delay: 0ms [1] -->
  <oid>3137437</oid><otype>OpC</otype><jpos>19:41:18.48 +40:11:24.0</jpos>
  <jradeg>295.327</jradeg><jdedeg>+40.19</jdedeg><refPos>2020A&amp;A...640A...1C</refPos>
  <pm><v>4.83</v><pmRA>-2.916</pmRA><epmRA>0.001</epmRA><pmDE>-3.856</pmDE><r>2020A&amp;A...640A...1C</r></pm>
  <Vel><v>2.97</v><e>0.1</e></Vel><plx><v>0.356</v><e>0.002</e></plx>
  <oname>NGC  6819</oname></Resolver>`;

const place = (source: string, name: string, ra: number, dec: number): string =>
  `<Resolver name="${source}"><jradeg>${ra}</jradeg><jdedeg>${dec}</jdedeg><oname>${name}</oname></Resolver>`;

/** Answers in order, each [status, body]; the addresses asked are kept. */
function service(...answers: [number, string][]): { options: ResolveOptions; asked: string[] } {
  const asked: string[] = [];
  const answer = async (url: unknown): Promise<Response> => {
    asked.push(String(url));
    const [status, body] = answers.shift() ?? [404, ""];
    return new Response(body, { status });
  };
  return { options: { fetch: answer as typeof fetch, retries: 0, retryDelayMs: 1 }, asked };
}

describe("a name", () => {
  test("becomes a place, with what the catalogue knows besides", async () => {
    const { options, asked } = service([200, target(cluster)]);
    expect(await resolve("NGC 6819", options)).toEqual({
      name: "NGC 6819",
      ra: 295.327,
      dec: 40.19,
      source: "S=Simbad (via url)",
      type: "OpC",
      pmra: -2.916,
      pmdec: -3.856,
      parallax: 0.356,
      radialVelocity: 2.97,
    });
    expect(asked).toEqual([`${sesameServices[0]}/-oxp/SNV?NGC%206819`]);
  });

  test("is sent with its signs and letters escaped", async () => {
    const { options, asked } = service([200, target(cluster)]);
    await resolve(" 2MASS J0523-1403+α ", { ...options, catalogues: "A" });
    expect(asked[0]).toMatch(/\/-oxp\/A\?2MASS%20J0523-1403%2B%CE%B1$/);
  });

  test("that no catalogue knows is an error of its own", async () => {
    const { options, asked } = service([200, target("<INFO> *** Nothing found *** </INFO>")]);
    await expect(resolve("NGC 99999", options)).rejects.toMatchObject({ code: "unknown-name", value: "NGC 99999" });
    expect(asked).toHaveLength(1);
    await expect(resolve("  ", options)).rejects.toMatchObject({ code: "unknown-name" });
  });

  test("that catalogues put at several places is an error that lists them; near places are one", async () => {
    const near = place("S=Simbad", "M  31", 10.6847, 41.2687) + place("N=NED", "MESSIER 031", 10.69, 41.27);
    expect((await resolve("M31", service([200, target(near)]).options)).name).toBe("M 31");
    const far = near + place("V=VizieR", "{M} 31 &amp; other", 200, -10);
    const refused = resolve("M31", service([200, target(far)]).options);
    await expect(refused).rejects.toMatchObject({ code: "ambiguous-name", value: { length: 3 } });
    await expect(refused).rejects.toThrow("{M} 31 & other at 200, -10");
  });

  test("passes over answers without a place on the sky", async () => {
    const answers = target(place("N=NED", "bad", 999, 0) + "<Resolver name='S'><INFO>none</INFO></Resolver>" + cluster);
    expect((await resolve("NGC 6819", service([200, answers]).options)).name).toBe("NGC 6819");
  });

  test("is asked of the mirror where the service is down, and an error where both are", async () => {
    const mirrored = service([503, "down"], [200, target(cluster)]);
    expect((await resolve("NGC 6819", mirrored.options)).ra).toBe(295.327);
    expect(mirrored.asked[1]).toMatch(/^https:\/\/vizier\.cfa\.harvard\.edu/);
    const page = service([200, "<html><body>Maintenance</body></html>"], [404, "gone"]);
    await expect(resolve("NGC 6819", page.options)).rejects.toMatchObject({ code: "service-failed", value: "Maintenance" });
    const away: ResolveOptions = { fetch: () => Promise.reject(new TypeError("fetch failed")), retries: 0 };
    await expect(resolve("NGC 6819", away)).rejects.toMatchObject({ code: "service-failed" });
  });

  test("is given up when its signal says so, or nobody answers in time", async () => {
    const never: ResolveOptions = { fetch: () => new Promise(() => {}), retries: 0, timeoutMs: 10 };
    await expect(resolve("NGC 6819", never)).rejects.toThrow("sent nothing for 10 ms");
    const signal = AbortSignal.timeout(10);
    await expect(resolve("NGC 6819", { ...never, timeoutMs: 60_000, signal })).rejects.toMatchObject({ code: "aborted" });
  });
});
