/** What the page and its worker say to each other: plain numbers and typed arrays, so that nothing is copied twice. */

export interface LinePoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly yErr: Float64Array;
  /** What was taken off x before it came here. */
  readonly reference?: number;
}

/** Scales of the line's priors; the model reads them as data, so that a slider needs no new program. */
export interface LinePriors {
  readonly slope: number;
  readonly intercept: number;
  /** Share of outliers expected before the points are seen. */
  readonly outliers: number;
  /** Scale of the outliers' own spread. */
  readonly spread: number;
}

export interface MixturePriors {
  /** Typical width of a component, as a share of the values' standard deviation. */
  readonly width: number;
  /** Concentration of the Dirichlet prior of the weights. */
  readonly evenness: number;
}

/** Data of another `version` have nothing to do with those before: chains start anew. */
export type Subject =
  | { readonly kind: "line"; readonly version: number; readonly points: LinePoints; readonly priors: LinePriors }
  | {
      readonly kind: "mixture";
      readonly version: number;
      readonly values: Float64Array;
      readonly components: number;
      readonly priors: MixturePriors;
    };

/** While something moves, few iterations, all of it within a frame or two; else a whole run. */
export type Effort = "moving" | "full";

export interface NumberRow {
  readonly label: string;
  readonly mean: number;
  readonly sd: number;
  readonly low: number;
  readonly high: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly rhat: number;
}

export interface Joint {
  readonly row: number;
  readonly column: number;
  /** Cells a side. */
  readonly size: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Darkness of each cell, 0 to 255, rows from the top. */
  readonly shade: Uint8Array;
  /** Line pieces x0, y0, x1, y1 in cells, around 50 % and around 94 % of the draws. */
  readonly contours: readonly Float32Array[];
}

export interface Corner {
  readonly labels: readonly string[];
  readonly ranges: readonly (readonly [number, number])[];
  readonly marginals: readonly { readonly x: Float64Array; readonly density: Float64Array }[];
  readonly joints: readonly Joint[];
}

/** Quantiles of a curve over the draws, at each x: 5 %, 25 %, 50 %, 75 % and 95 %. */
export interface Band {
  readonly x: Float64Array;
  readonly quantiles: readonly Float64Array[];
}

export interface View {
  readonly effort: Effort;
  readonly numbers: readonly NumberRow[];
  readonly corner: Corner;
  readonly band: Band;
  /** Curves of single components, where there are several: at the band's x. */
  readonly components: readonly Float64Array[];
  /** Probability of each component, row by row. */
  readonly membership: Float64Array;
  readonly componentNames: readonly string[];
  readonly warnings: readonly string[];
  readonly chains: number;
  readonly draws: number;
  readonly divergences: number;
  /** Milliseconds in the worker: sampling alone, and with all that is shown. */
  readonly sampling: number;
  readonly whole: number;
}

/** Draws by name for finished plots: an array a chain. */
export type PlainDraws = Readonly<Record<string, readonly Float64Array[]>>;

export interface TableColumns {
  readonly name: string;
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /** As the table writes them; empty where it says none. */
  readonly units: readonly string[];
}

/** A transition of NUTS, flattened for drawing. */
export interface Tree {
  readonly iteration: number;
  readonly warmup: boolean;
  /** x, y, then momentum x, y of each point. */
  readonly points: Float64Array;
  readonly depths: Uint8Array;
  readonly steps: Float64Array;
  readonly energies: Float64Array;
  readonly chosen: number;
  readonly treeDepth: number;
  readonly end: string;
  readonly stepSize: number;
  readonly acceptanceRate: number;
}

export interface Landscape {
  readonly size: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly labels: readonly [string, string];
  readonly shade: Uint8Array;
  readonly contours: readonly Float32Array[];
}

export interface TreesAsked {
  readonly landscape: string;
  readonly points: LinePoints;
  readonly targetAccept: number;
  readonly warmup: number;
  readonly seed: number;
  readonly count: number;
}

export interface LiveUpdate {
  readonly drawn: number;
  readonly total: number;
  readonly iterations: number;
  readonly iterationsTotal: number;
  readonly ess: number;
  readonly divergences: number;
  /** New draws of each shown number and chain, thinned, with the draw that each is. */
  readonly traces: readonly { readonly label: string; readonly chains: readonly { at: Float64Array; values: Float64Array }[] }[];
}

export type ExportFormat = "netcdf" | "csv" | "report";

/** One method a name: what is asked, what comes back. */
export interface Calls {
  fit: { asked: { slot: string; subject: Subject; effort: Effort }; answer: View };
  warmUp: { asked: { slot: string }; answer: object };
  simulateLine: { asked: { seed: number; points: number; outliers: number }; answer: LinePoints };
  simulateMixture: {
    asked: { seed: number; count: number; components: number; distance: number };
    answer: { values: Float64Array };
  };
  readTable: { asked: { file: Blob | string; name: string }; answer: TableColumns };
  kept: { asked: { slot: string }; answer: { draws: PlainDraws; view: View } };
  export: { asked: { slot: string; format: ExportFormat }; answer: { bytes: Uint8Array; name: string; type: string } };
  landscape: { asked: Omit<TreesAsked, "count">; answer: Landscape };
  trees: { asked: { count: number }; answer: { trees: readonly Tree[] } };
  live: { asked: { subject: Subject; draws: number; seed: number }; answer: View };
  stop: { asked: object; answer: object };
}

export type CallName = keyof Calls;

export type Asked = { [Name in CallName]: { id: number; name: Name; asked: Calls[Name]["asked"] } }[CallName];

export interface Refusal {
  readonly message: string;
  readonly remedy: string;
  readonly code: string;
}

export type Answer =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly refusal: Refusal }
  | { readonly live: LiveUpdate };
