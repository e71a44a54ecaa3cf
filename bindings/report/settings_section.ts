/** How it was sampled: what another person needs to get the same bits. */
import { fingerprintOf } from "../fit/fingerprint.js";
import type { Fit } from "../fit/fit.js";
import { version } from "../version.js";
import { type Html, html, table } from "./html.js";
import { duration, rounded } from "./numbers.js";

// biome-ignore lint/suspicious/noExplicitAny: fits of any model
export function settingsSection(fit: Fit<any>): Html {
  const { until, ...settings } = fit.settings;
  const { sampleStats, chains, drawCount } = fit;
  const total = chains.length * drawCount;
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((all, value) => all + value, 0);
  const rows = [
    ...Object.entries(settings).map(([name, value]) => [name, String(value)]),
    ...(until === undefined ? [] : [["until", JSON.stringify(until)]]),
    ["draws kept", `${total} (${chains.length} chains of ${drawCount})`],
    ["divergences", rounded(sum(sampleStats.diverging))],
    ["mean acceptance rate", rounded(sum(sampleStats.acceptance_rate) / total)],
    ["leapfrog steps", rounded(sum(sampleStats.n_steps))],
    ["time", duration(fit.milliseconds)],
    ["wasmcmc", version],
    ["fingerprint of the model", html`<code>${fingerprintOf(fit.bound).model}</code>`],
  ];
  return html`<section><h2>Settings</h2>
${table("With the same version, model, data and settings the draws are the same to the last bit.", [{ name: "" }, { name: "" }], rows)}
</section>`;
}
