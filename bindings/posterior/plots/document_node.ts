/** In Node, pictures are made in a document of linkedom, a package that only they need. */
import { parseHTML } from "linkedom";
import { WasmcmcError } from "../../errors.js";

const { document: standIn } = parseHTML("<!doctype html><html><body></body></html>");

/** The document that makes a plot's elements: the page's own where something has put one in place (as test environments do). */
export function currentDocument(): Document {
  return typeof document === "undefined" ? (standIn as unknown as Document) : document;
}

/** A PNG of SVG markup by resvg, a package that only PNGs need. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await loadResvg();
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
  });
  return picture.render().asPng();
}

/** Only Node's side names the package: bundlers for pages cannot digest its binaries. */
async function loadResvg(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch (cause) {
    throw new WasmcmcError({
      code: "missing-package",
      problem: 'A PNG needs the package "@resvg/resvg-js", which could not be loaded.',
      remedy: "Install it: npm install @resvg/resvg-js",
      value: "@resvg/resvg-js",
      cause,
    });
  }
}
