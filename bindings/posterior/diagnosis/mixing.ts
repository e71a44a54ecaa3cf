/** Precision: too few draws of a sampler that does well, or a sampler whose draws are much alike; constants and single chains. */
import { SmallestEss } from "../warnings.js";
import type { Finding } from "./diagnosis.js";
import type { Evidence } from "./evidence.js";

/** Effective draws a draw: with more, only their number is wanting; Stan's users are told to look closer under 0.1. */
const Efficient = 0.1;

/** Why an effective sample size is small. */
export function precision({ warnings, rows, stats: { chains, draws } }: Evidence): Finding | undefined {
  const told = warnings.find(({ code }) => code === "low-ess");
  const row = told && rows.find(({ label }) => label === told.variable);
  if (row === undefined) return undefined;
  const smallest = Math.min(row.ess_bulk, row.ess_tail);
  const efficiency = smallest / (chains * draws);
  const wanted = Math.ceil((1.2 * SmallestEss) / Math.max(efficiency, 1e-6) / chains / 100) * 100;
  if (efficiency >= Efficient) {
    return {
      code: "too-few-draws",
      variable: row.label,
      message: `${chains} ${chains === 1 ? "chain" : "chains"} of ${draws} draws are too few: ${row.label} has an effective sample size of ${smallest.toFixed(0)}, under ${SmallestEss}.`,
      remedy: `Some ${wanted} draws a chain would do (\`draws: ${wanted}\`), or \`until: { ess: ${SmallestEss} }\`.`,
    };
  }
  return {
    code: "slow-mixing",
    variable: row.label,
    message: `Draws of ${row.label} are much alike: ${(1 / efficiency).toFixed(0)} of them are worth one independent draw.`,
    remedy:
      wanted > 50_000
        ? "Write the model in other parameters; more draws alone will not do."
        : `Write the model in other parameters, or try metric: "dense"; else run some ${wanted} draws a chain.`,
  };
}

/** What holds for no draw in particular. */
export function notes({ rows, stats: { chains } }: Evidence): Finding[] {
  const found: Finding[] = [];
  if (chains === 1) {
    found.push({ code: "one-chain", message: "There is one chain.", remedy: "Run four: `chains: 4`." });
  }
  const variables = [...new Set(rows.map(({ variable }) => variable))];
  for (const variable of variables) {
    if (rows.some((row) => row.variable === variable && row.sd !== 0)) continue;
    const message = `${variable} is the same in all draws.`;
    found.push({ code: "constant", variable, message, remedy: "If it should vary, look at what it is computed from." });
  }
  return found;
}
