/** Plots as files: SVG text that stands alone, and PNG. */
import { currentDocument, rasterize } from "#document";
import { markupOf } from "./markup.js";

/** The markup of a plot, complete as a file. */
export function toSvg(plot: Element): string {
  const { XMLSerializer: Serializer } = globalThis as { XMLSerializer?: typeof XMLSerializer };
  const inPage = Serializer !== undefined && plot.ownerDocument === currentDocument() && typeof document !== "undefined";
  return inPage ? new Serializer().serializeToString(plot) : markupOf(plot);
}

export interface PngOptions {
  /** Pixels of the PNG for each of the plot's; default 2. */
  readonly scale?: number;
}

/**
 * The bytes of a PNG. In Node by the package @resvg/resvg-js and the fonts of the system; in a page by its canvas.
 *
 *     await writeFile("corner.png", await toPng(plotPair(fit)));
 */
export async function toPng(plot: Element, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  return rasterize(toSvg(plot), scale);
}
