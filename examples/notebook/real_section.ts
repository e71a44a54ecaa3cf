/** The third part, where real data are at hand: the image of NGC 6819, and the stars about NGC 2323. */
import { existsSync } from "node:fs";
import { readFitsImage, readTable } from "wasmcmc/data";
import { plotColorMagnitude, plotSky, plotVectorPoint } from "wasmcmc/plots";
import { properMotions } from "../cluster/proper_motions.js";
import { figure, type Markup, markup, printed, theme } from "./page.js";

/** Centre of NGC 2323 in degrees (ICRS). */
const ngc2323 = { ra: 105.684, dec: -8.365 };

/** Sections for the files that are in the folder; none where there are none. */
export async function realSection(folder: string): Promise<Markup[]> {
  const [image, table] = ["NGC6819-DSS-r.fits", "ngc2323.fits"].map((name) => `${folder}/gaia/${name}`) as [string, string];
  const sections: Markup[] = [];
  if (existsSync(image)) sections.push(await imageOf(image));
  if (existsSync(table)) sections.push(await clusterOf(table));
  return sections;
}

async function imageOf(path: string): Promise<Markup> {
  const image = await readFitsImage(path);
  const caption =
    "NGC 6819 in the red plate of the Digitized Sky Survey, with right ascension and declination from the image's own coordinates.";
  return markup`<h2>The cluster on the sky</h2>
${figure(plotSky(undefined, { image, format: "sexagesimal", theme }), caption)}`;
}

async function clusterOf(path: string): Promise<Markup> {
  const stars = await readTable(path);
  const found = await properMotions.fit(stars, ngc2323, { seed: 1, chains: 2, warmup: 500, draws: 500 });
  const { table } = found.selection;
  const { membership } = found;
  const motions = plotVectorPoint({ pmra: table.numbers("pmra"), pmdec: table.numbers("pmdec") }, { membership, theme });
  const colours = plotColorMagnitude(
    { color: table.numbers("bp_rp"), magnitude: table.numbers("phot_g_mean_mag") },
    { membership, theme },
  );
  return markup`<h2>Real stars: NGC 2323</h2>
<p>The same model on ${stars.rowCount.toLocaleString("en")} stars of Gaia's catalogue. Colours and magnitudes played no part in it, yet the members lie along the
sequence of one cluster.</p>
${printed(found.summary())}
${figure(motions, "Proper motions about NGC 2323, coloured by membership.")}
${figure(colours, "Colours and magnitudes of the same stars.")}`;
}
