/**
 * Places of objects by name, from Sesame, the name service of the CDS, which asks SIMBAD, NED and VizieR in turn:
 * https://cds.unistra.fr/cgi-bin/Sesame. Its XML answers (sesame_4x.xsd) have a Target a name, with a Resolver a catalogue that knows it.
 */
import { WasmcmcError } from "../../errors.js";
import { plainText, serviceFailed } from "../tap/failures.js";
import { type Answer, ask, type WebOptions } from "../tap/web.js";
import { angularSeparation } from "./separation.js";

export interface ResolvedName {
  /** As the catalogue writes it. */
  readonly name: string;
  /** ICRS, degrees. */
  readonly ra: number;
  readonly dec: number;
  /** Which catalogue, as Sesame names it: "S=Simbad (via url)". */
  readonly source: string;
  /** The catalogue's code, as OpC for an open cluster; absent where it gives none. */
  readonly type?: string;
  /** mas a year (pmra with its factor cos(dec)) and mas, where the catalogue has them. */
  readonly pmra?: number;
  readonly pmdec?: number;
  readonly parallax?: number;
  /** km/s, away from us. */
  readonly radialVelocity?: number;
}

export interface ResolveOptions extends WebOptions {
  /** Addresses tried in turn, as `sesameServices` when absent. */
  readonly services?: readonly string[];
  /** Which catalogues, in which order: S for SIMBAD, N for NED, V for VizieR; "A" asks all of them. "SNV" (the first that knows it) when absent. */
  readonly catalogues?: string;
}

/** The service in Strasbourg, and its mirror at Harvard. */
export const sesameServices: readonly string[] = [
  "https://cds.unistra.fr/cgi-bin/nph-sesame",
  "https://vizier.cfa.harvard.edu/viz-bin/nph-sesame",
];

/** Degrees within which catalogues mean the same object: centres of clusters and galaxies differ by minutes of arc. */
const SameObject = 0.1;

/**
 * The place of an object by its name.
 *
 *     const { ra, dec } = await resolve("NGC 6819");
 *     const stars = await gaiaCone({ ra, dec, radius: 5 / 60 });
 *
 * Errors: "unknown-name", "ambiguous-name" (catalogues disagree; `value` lists what they have), "service-failed" (nobody answers), "aborted".
 */
export async function resolve(name: string, options: ResolveOptions = {}): Promise<ResolvedName> {
  const wanted = name.trim();
  if (wanted === "" || /[\r\n]/.test(wanted)) throw unknown(name);
  const { services = sesameServices, catalogues = "SNV" } = options;
  let failure: unknown;
  for (const service of services) {
    let answer: Answer;
    try {
      // The query is the bare name: with a key and "=" before it the service looks for that, and finds nothing.
      const url = `${service.replace(/\/$/, "")}/-oxp/${catalogues}?${encodeURIComponent(wanted)}`;
      answer = await ask({ url, byHand: { remedy: "Look it up by hand, and give ra and dec.", url: handUrl(wanted) } }, options);
      if (answer.status >= 300) throw serviceFailed(answer.status, `${url} answered ${answer.status}.`, "Try again later.");
      return choose(wanted, candidatesOf(answer));
    } catch (error) {
      if (!(error instanceof WasmcmcError) || error.code !== "service-failed") throw error;
      failure ??= error;
    }
  }
  throw failure ?? unknown(name);
}

/** The page of SIMBAD for people. */
const handUrl = (name: string): string => `https://simbad.cds.unistra.fr/simbad/sim-id?Ident=${encodeURIComponent(name)}`;

function candidatesOf({ bytes, url }: Answer): ResolvedName[] {
  const text = new TextDecoder().decode(bytes).replace(/<!--[\s\S]*?-->/g, "");
  if (!/<Sesame\b/.test(text)) {
    throw serviceFailed(plainText(bytes), `${url} sent no answer of Sesame: ${plainText(bytes)}.`, "Try again later.");
  }
  return elements(text, "Resolver").flatMap(({ attributes, body }) => {
    const place = placeIn(body);
    return place === undefined ? [] : [{ ...detailsIn(body), ...place, source: /name="([^"]*)"/.exec(attributes)?.[1] ?? "" }];
  });
}

function placeIn(body: string): { ra: number; dec: number } | undefined {
  const [ra, dec] = [number(body, "jradeg"), number(body, "jdedeg")];
  const isPlace = ra !== undefined && dec !== undefined && ra >= 0 && ra <= 360 && Math.abs(dec) <= 90;
  return isPlace ? { ra, dec } : undefined;
}

function detailsIn(body: string): Omit<ResolvedName, "ra" | "dec" | "source"> {
  const inside = (name: string): string => elements(body, name)[0]?.body ?? "";
  const [pmra, pmdec] = [number(inside("pm"), "pmRA"), number(inside("pm"), "pmDE")];
  const [parallax, radialVelocity] = [number(inside("plx"), "v"), number(inside("Vel"), "v")];
  const type = inside("otype").trim();
  return {
    name: decoded(inside("oname")).replace(/\s+/g, " ").trim(),
    ...(type !== "" && { type }),
    ...(pmra !== undefined && { pmra }),
    ...(pmdec !== undefined && { pmdec }),
    ...(parallax !== undefined && { parallax }),
    ...(radialVelocity !== undefined && { radialVelocity }),
  };
}

/** Elements of a name, none inside another of the same name. */
function elements(text: string, name: string): { attributes: string; body: string }[] {
  const found = text.matchAll(new RegExp(`<${name}\\b([^>]*)>([\\s\\S]*?)</${name}\\s*>`, "g"));
  return [...found].map(([, attributes = "", body = ""]) => ({ attributes, body }));
}

function number(body: string, name: string): number | undefined {
  const text = elements(body, name)[0]?.body.trim();
  return text === undefined || text === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const decoded = (text: string): string => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] as string);

function choose(wanted: string, candidates: readonly ResolvedName[]): ResolvedName {
  const [first] = candidates;
  if (first === undefined) throw unknown(wanted);
  if (candidates.every((candidate) => angularSeparation(first, candidate) <= SameObject)) return first;
  const list = candidates.map(({ name, ra, dec, source }) => `${name} at ${ra}, ${dec} (${source})`).join("; ");
  throw new WasmcmcError({
    code: "ambiguous-name",
    problem: `"${wanted}" is the name of objects at several places: ${list}.`,
    remedy: 'Write the name in full, choose a catalogue (`catalogues: "S"`), or give ra and dec.',
    variable: wanted,
    value: candidates,
  });
}

function unknown(name: string): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-name",
    problem: `No catalogue knows the name ${JSON.stringify(name)}.`,
    remedy: 'Check its spelling, as in "NGC 6819" or "Cl Melotte 25", or give ra and dec.',
    variable: name,
    value: name,
  });
}
