/**
 * The stars of NGC 2323 that each model takes, and the reference posteriors, read from where they are published with their
 * priors and starts.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReferenceMoments } from "../agreement.js";
import { readColumns } from "./fits.js";

const names = [
  "ra",
  "dec",
  "pmra",
  "pmra_error",
  "pmdec",
  "pmdec_error",
  "pmra_pmdec_corr",
  "parallax",
  "parallax_error",
] as const;

export type Stars = Record<(typeof names)[number], Float64Array>;

/** Stars of the catalogue that `keep` says; distances from the cluster's centre in minutes of arc. */
export function readStars(folder: string, keep: (star: Record<keyof Stars, number>, distance: number) => boolean): Stars {
  const all = readColumns(readFileSync(join(folder, "gaia", "ngc2323.fits")), names);
  const chosen = Array.from(all.ra.keys()).filter((row) => {
    const star = Object.fromEntries(names.map((name) => [name, all[name][row]])) as Record<keyof Stars, number>;
    return keep(star, distance(star.ra, star.dec));
  });
  return Object.fromEntries(names.map((name) => [name, Float64Array.from(chosen, (row) => all[name][row] as number)])) as Stars;
}

const radians = Math.PI / 180;
const centre = { ra: 105.684, dec: -8.365 };

/** Along a great circle, by the haversine formula. */
function distance(ra: number, dec: number): number {
  const [high, wide] = [Math.sin(((dec - centre.dec) * radians) / 2), Math.sin(((ra - centre.ra) * radians) / 2)];
  const haversine = high ** 2 + Math.cos(dec * radians) * Math.cos(centre.dec * radians) * wide ** 2;
  return (2 * Math.asin(Math.sqrt(haversine)) * 60) / radians;
}

/** `mu_c (dec)` there is `mu_c[1]` here, `w0` is `w[0]`. */
function labelOf(name: string): string {
  const [, base, axis] = /^(\w+)(?: \((ra|dec)\))?/.exec(name) as unknown as [string, string, string | undefined];
  const place = axis === undefined ? "" : `[${axis === "ra" ? 0 : 1}]`;
  return base.replace(/^w(\d)$/, "w[$1]") + place;
}

/**
 * The table of a model, by our labels. It has no error of the sd; that of a normal posterior's is the mean's over sqrt(2),
 * where both have as many effective draws.
 */
export function readReference(folder: string, letter: "A" | "B" | "C"): Map<string, ReferenceMoments> {
  const text = readFileSync(join(folder, "gaia", "reference.md"), "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${letter}.`)) as string;
  const rows = [...section.matchAll(/^\| (\w[^|]*) \| (-?[\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)];
  return new Map(
    rows.map(([, name, mean, sd, mcse]) => [
      labelOf(name as string),
      { mean: Number(mean), sd: Number(sd), mcseMean: Number(mcse), mcseSd: Number(mcse) / Math.SQRT2 },
    ]),
  );
}
