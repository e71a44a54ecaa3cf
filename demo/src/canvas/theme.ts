/** Colours for canvases, out of the style sheet, so that light and dark are decided in one place. */

export interface Colors {
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly card: string;
  readonly main: string;
  readonly alarm: string;
  /** Chains and components. */
  readonly categories: readonly string[];
}

let known: Colors | undefined;
const listeners = new Set<() => void>();

export function colors(): Colors {
  if (known !== undefined) return known;
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  known = {
    ink: of("ink"),
    muted: of("muted"),
    grid: of("grid"),
    card: of("card"),
    main: of("main"),
    alarm: of("alarm"),
    categories: [1, 2, 3, 4, 5, 6].map((k) => of(`category-${k}`)),
  };
  return known;
}

/** Calls back when the reader changes between light and dark. */
export function onThemeChange(listener: () => void): void {
  listeners.add(listener);
}

globalThis.matchMedia?.("(prefers-color-scheme: dark)").addEventListener("change", () => {
  known = undefined;
  for (const listener of listeners) listener();
});

/** Red, green and blue of a colour written as #rrggbb. */
export function channels(color: string): readonly [number, number, number] {
  const at = (place: number) => Number.parseInt(color.slice(place, place + 2), 16);
  return [at(1), at(3), at(5)];
}

/** Between two colours, `share` of the way. */
export function between(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  return `rgb(${a.map((value, k) => Math.round(value + share * (b[k]! - value))).join(" ")})`;
}
