/** Whether the draws can be used, in words, and each problem with what it means and what to try. */
import type { Diagnosis, Problem } from "../posterior/diagnosis/diagnosis.js";
import { type Html, html } from "./html.js";

export function verdictSection(diagnosis: Diagnosis, aborted: boolean): Html {
  const worst = diagnosis.problems.find(({ severity }) => severity !== "note")?.severity ?? "healthy";
  const stopped = aborted
    ? html`<p>The run was stopped before it had all its draws; this is about those it made.</p>`
    : undefined;
  return html`<section><h2>Verdict</h2>
<p class="verdict ${worst}">${diagnosis.verdict}</p>${stopped}
${diagnosis.problems.map(problemOf)}</section>`;
}

function problemOf({ severity, message, meaning, remedy, symptoms }: Problem): Html {
  const also = symptoms.map((symptom) => html`<p class="muted">It explains: ${symptom.message}</p>`);
  return html`<div class="problem"><h3>${severity === "note" ? "Note: " : ""}${withCode(message)}</h3>
<p>${withCode(meaning)}</p><p><strong>Try:</strong> ${withCode(remedy)}</p>${also}</div>\n`;
}

/** What stands between backticks is code. */
function withCode(text: string): Html[] {
  return text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
