/** Tabs by the ARIA pattern: arrow keys move and select, Home and End go to the ends; the chosen tab stands in the address. */

/** `shown` is called with a panel's id whenever it comes to the front. */
export function makeTabs(list: HTMLElement, shown: (panel: string) => void): void {
  const tabs = Array.from(list.querySelectorAll<HTMLButtonElement>('[role="tab"]'));
  const panelOf = (tab: HTMLElement) => tab.getAttribute("aria-controls") ?? "";
  const select = (tab: HTMLButtonElement, focus: boolean) => {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      const panel = document.getElementById(panelOf(other));
      if (panel !== null) panel.hidden = !chosen;
    }
    if (focus) tab.focus();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    history.replaceState(null, "", `#${panelOf(tab)}`);
    shown(panelOf(tab));
  };
  const moves: Readonly<Record<string, (place: number) => number>> = {
    ArrowRight: (place) => (place + 1) % tabs.length,
    ArrowLeft: (place) => (place + tabs.length - 1) % tabs.length,
    Home: () => 0,
    End: () => tabs.length - 1,
  };
  for (const [place, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(tab, false));
    tab.addEventListener("keydown", (event) => {
      const next = tabs[moves[event.key]?.(place) ?? -1];
      if (next === undefined) return;
      event.preventDefault();
      select(next, true);
    });
  }
  const asked = tabs.find((tab) => `#${panelOf(tab)}` === location.hash);
  select((asked ?? tabs[0]) as HTMLButtonElement, false);
}
