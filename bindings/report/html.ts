/** HTML as text: everything that comes from outside is escaped where it is put in. */

/** Markup that is safe as it stands. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Part = Html | string | number | undefined | readonly Part[];

/** A template whose strings and numbers are escaped; `Html` and lists of it go in as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + rendered(parts[i - 1]) + string));
}

function rendered(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(rendered).join("");
  return escaped(String(part));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface TableColumn {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
}

/** A table whose first cell of each row is its heading. */
export function table(caption: string, columns: readonly TableColumn[], rows: readonly (readonly Part[])[]): Html {
  const cells = (row: readonly Part[]) =>
    row.map((cell, i) => {
      if (i === 0) return html`<th scope="row">${cell}</th>`;
      return columns[i]!.numeric ? html`<td class="number">${cell}</td>` : html`<td>${cell}</td>`;
    });
  const heads = columns.map(
    ({ name, numeric }) => html`<th scope="col"${new Html(numeric ? ' class="number"' : "")}>${name}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}

/** A picture with a line below it. */
export function pictureOf(svg: string, caption: string): Html {
  return html`<figure>${new Html(svg)}<figcaption>${caption}</figcaption></figure>`;
}
