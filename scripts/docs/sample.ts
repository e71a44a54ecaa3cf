/** What the pages need besides the sources: which distributions to draw, and an example to run. */

/** A model as its example shows it: names with their priors, further expressions, and one observation. */
export interface Example {
  /** Columns of the data besides y, with the functions that declare them. */
  readonly data?: Readonly<Record<string, string>>;
  /** Parameters by name, each the text within param(...). */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Statements between parameters and the observation. */
  readonly between?: readonly string[];
  /** What is observed: y when absent. */
  readonly value?: string;
  readonly observe: string;
  /** Further results, as they stand in the record. */
  readonly results?: readonly string[];
}

export interface Sample {
  /** Texts of distributions, as a person writes them: the first one tells what the distribution can do. */
  readonly cases: readonly string[];
  /** Shorter texts for the legend. */
  readonly labels?: readonly string[];
  /** Ends of the first axis. */
  readonly over?: readonly [from: number, to: number];
  /** Ends of the second axis: of a contour plot. */
  readonly across?: readonly [from: number, to: number];
  /** The value whose density is drawn, in terms of x (and y). */
  readonly value?: string;
  /** What the first axis is called. */
  readonly label?: string;
  /** Highest density shown, where it is infinite somewhere. */
  readonly top?: number;
  /** Rows of simulated paths, in place of a density. */
  readonly rows?: number;
  /** Call in scipy.stats, where it has the distribution and the docstring does not name it. */
  readonly scipy?: string;
  readonly example: Example;
  /** What stands around the docstring's own fragments of code: columns and statements. */
  readonly around?: { readonly data: Readonly<Record<string, string>>; readonly code?: string };
}

export type Samples = Readonly<Record<string, Sample>>;
