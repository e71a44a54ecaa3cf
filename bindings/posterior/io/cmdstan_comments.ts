/** The comments of CmdStan's files: settings before the columns, adaptation before the draws, times at the end. */
import type { InferenceData } from "../inference_data/inference_data.js";
import type { Attributes, AttributeValue } from "../inference_data/variable.js";

/** Names of our attributes by CmdStan's settings. */
const settings: Readonly<Record<string, string>> = {
  num_warmup: "tuning_steps",
  delta: "target_accept",
  max_depth: "max_tree_depth",
  total_time_seconds: "sampling_time",
};

/** Settings as CmdStan writes them, of what the attributes know. */
export function configuration(
  { attributes }: InferenceData,
  chain: number,
  draws: { readonly warmup: number | undefined; readonly sampling: number },
): string {
  const of = (name: string) => perChain(attributes[name], chain);
  const line = (indent: number, name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`# ${" ".repeat(indent)}${name} = ${value}`];
  const metric = of("metric")
    ?.replace(/^diag(-draws)?$/, "diag_e")
    .replace(/^dense$/, "dense_e");
  const lines = [
    ...line(0, "inference_library", of("inference_library")),
    ...line(0, "inference_library_version", of("inference_library_version")),
    "# model = model",
    "# method = sample (Default)",
    "#   sample",
    ...line(4, "num_samples", String(draws.sampling)),
    ...line(4, "num_warmup", draws.warmup === undefined ? of("tuning_steps") : String(draws.warmup)),
    ...line(4, "save_warmup", draws.warmup === undefined ? "0" : "1"),
    ...line(4, "thin", "1"),
    "#     adapt",
    ...line(6, "engaged", "1"),
    ...line(6, "delta", of("target_accept")),
    "#     algorithm = hmc (Default)",
    "#       hmc",
    "#         engine = nuts (Default)",
    "#           nuts",
    ...line(12, "max_depth", of("max_tree_depth")),
    ...line(8, "metric", metric),
    ...line(0, "id", String(chain + 1)),
    "# random",
    ...line(2, "seed", of("seed")),
  ];
  return `${lines.join("\n")}\n`;
}

/** What stands before the draws proper, and what stands after them. */
export function finalComments(data: InferenceData, chain: number): [adapted: string, timed: string] {
  const steps = data.groups.sample_stats?.variables.step_size;
  const lines: string[] = [];
  if (steps?.dims.join() === "chain,draw") {
    lines.push("# Adaptation terminated", `# Step size = ${Number(steps.values[(chain + 1) * steps.shape[1]! - 1])}`);
    const metric = data.attributes.inverse_mass_matrix;
    const own = Array.isArray(metric) ? metric[chain] : undefined;
    if (typeof own === "string") lines.push("# Diagonal elements of inverse mass matrix:", `# ${own}`);
  }
  const time = perChain(data.attributes.sampling_time, chain);
  const timed = time === undefined ? "" : `# \n#  Elapsed Time: ${time} seconds (Total)\n# \n`;
  return [lines.map((line) => `${line}\n`).join(""), timed];
}

/** An attribute for a chain: results of several chains have a list where they differ. */
function perChain(value: AttributeValue | undefined, chain: number): string | undefined {
  const own = Array.isArray(value) ? value[chain] : (value as string | number | boolean | undefined);
  return own === undefined || /[\n\r]/.test(String(own)) ? undefined : String(own);
}

/** What the comments of a chain say: settings by name, as numbers where they are. */
export class Comments {
  readonly settings = new Map<string, string | number>();
  /** Rows that were read before "Adaptation terminated". */
  adaptedAfter: number | undefined;
  private isMetric = false;
  private readonly metric: string[] = [];

  /** Takes a line without its "#", after so many rows of numbers. */
  take(line: string, rows: number): void {
    const text = line.replace(/\(Default\)\s*$/, "").trim();
    const time = /^(?:Elapsed Time:\s*)?([\d.eE+-]+) seconds \((Warm-up|Sampling|Total)\)$/.exec(text);
    if (time !== null) {
      this.settings.set(timeNames[time[2] as keyof typeof timeNames], Number(time[1]));
      return;
    }
    if (text.startsWith("Adaptation terminated")) this.adaptedAfter = rows;
    else if (text.includes("inverse mass matrix")) this.isMetric = true;
    else if (this.isMetric && /^[-+\d]/.test(text)) this.metric.push(text);
    else if (text.startsWith("Step size =")) this.settings.set("step_size", Number(text.slice(11)));
    else {
      const [name, value] = text.split(/\s*=\s*(.*)/s);
      if (value !== undefined && name !== undefined && /^\S+$/.test(name)) this.set(name, value.trim());
    }
  }

  /** A setting that says yes or no, or says a number. */
  number(name: string): number | undefined {
    const value = this.settings.get(name);
    if (value === "true" || value === "false") return value === "true" ? 1 : 0;
    return typeof value === "number" ? value : undefined;
  }

  private set(name: string, value: string): void {
    if (value === "") return;
    const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(value) && Number.isFinite(Number(value));
    this.settings.set(name, isNumber ? Number(value) : value);
  }

  /** Rows of the inverse metric as they stand: one of a diagonal, several of a dense one. */
  get inverseMetric(): string | undefined {
    return this.metric.length === 0 ? undefined : this.metric.join("; ");
  }
}

const timeNames = {
  "Warm-up": "warmup_time_seconds",
  Sampling: "sampling_time_seconds",
  Total: "total_time_seconds",
} as const;

/** Attributes of results: settings of all chains, as lists where chains differ; those that ArviZ's schema names, under its names too. */
export function attributesOf(chains: readonly Comments[]): Attributes {
  const attributes: Record<string, AttributeValue> = { inference_library: "Stan" };
  const names = new Set(chains.flatMap(({ settings: own }) => [...own.keys()]));
  for (const name of names) {
    const values = chains.map(({ settings: own }) => own.get(name) ?? "");
    const value = oneOrAll(values);
    attributes[name] = value;
    if (Object.hasOwn(settings, name)) attributes[settings[name]!] = value;
  }
  const version = ["major", "minor", "patch"].map((part) => chains[0]?.settings.get(`stan_version_${part}`));
  if (version[0] !== undefined) attributes.inference_library_version = version.join(".");
  const metrics = chains.map(({ inverseMetric }) => inverseMetric);
  if (metrics.every((metric) => metric !== undefined)) attributes.inverse_mass_matrix = metrics as string[];
  return attributes;
}

function oneOrAll(values: readonly (string | number)[]): AttributeValue {
  if (values.every((value) => value === values[0])) return values[0]!;
  return values.every((value) => typeof value === "number") ? (values as number[]) : values.map(String);
}
