/** Elements with their attributes and children in one call. */

type Attributes = Readonly<Record<string, string | number | boolean | ((event: never) => void)>>;

/** Functions become listeners of the event they are named by; false leaves an attribute out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value as unknown as EventListener);
    else if (value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** The element of the page with this id, which is there. */
export function byId<Made extends HTMLElement = HTMLElement>(id: string): Made {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}.`);
  return found as Made;
}

/** Sets a text only where it differs, so that nothing is laid out anew. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function card(title: string, ...children: (Node | string)[]): HTMLElement {
  return element("section", { class: "card" }, element("h2", {}, title), ...children);
}

export function button(label: string, click: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return element("button", { type: "button", click, ...attributes }, label);
}
