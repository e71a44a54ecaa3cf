/** The markup of elements as XML has it (XML 1.0, section 2.4): the stand-in for a document leaves `<` and `&` in attributes as they are. */

const Text = 3;
const Element = 1;

/** An element with all that is in it; comments and the like are left out. */
export function markupOf(node: Node): string {
  if (node.nodeType === Text) return escaped(node.nodeValue ?? "");
  if (node.nodeType !== Element) return "";
  const { localName, attributes, childNodes } = node as unknown as SVGElement;
  const named = Array.from(attributes, ({ name, value }) => ` ${name}="${escaped(value)}"`).join("");
  const inside = Array.from(childNodes, markupOf).join("");
  return inside === "" ? `<${localName}${named}/>` : `<${localName}${named}>${inside}</${localName}>`;
}

/** Characters that XML does not allow (control characters, halves of pairs) become the replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
