/**
 * Points that can be taken hold of: a button each over the canvas, so that fingers, mice, keys and screen readers reach them alike.
 * One of them stands in the order of Tab; Page Up and Page Down go from point to point, arrows move, Delete removes.
 */
import { element } from "../page/dom.js";
import { measured } from "../page/frames.js";

/** With more points there are no handles: the canvas shows them, and they stay where they are. */
export const MostHandles = 300;

export interface Held {
  readonly x: number;
  readonly y: number;
}

export interface HandleEvents {
  /** By pixels, from where the point was. */
  move(point: number, dx: number, dy: number, moving: boolean): void;
  remove(point: number): void;
  activate(point: number): void;
}

const steps: Readonly<Record<string, Held>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export class PointHandles {
  private readonly buttons: HTMLButtonElement[] = [];
  private transforms: string[] = [];
  private active = 0;
  /** The finger or the button that holds a point, and where it was. */
  private from: (Held & { readonly pointer: number }) | undefined;

  constructor(
    private readonly host: HTMLElement,
    private readonly events: HandleEvents,
  ) {}

  /** Puts a handle on each point. */
  place(places: readonly Held[]): void {
    const count = places.length > MostHandles ? 0 : places.length;
    while (this.buttons.length < count) this.add();
    while (this.buttons.length > count) this.drop();
    this.active = Math.min(this.active, Math.max(0, count - 1));
    for (const [point, button] of this.buttons.entries()) {
      const { x, y } = places[point]!;
      const transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      if (this.transforms[point] !== transform) button.style.transform = transform;
      this.transforms[point] = transform;
      const index = point === this.active ? 0 : -1;
      if (button.tabIndex !== index) button.tabIndex = index;
    }
  }

  /** What a screen reader reads. */
  label(point: number, text: string): void {
    const button = this.buttons[point];
    if (button !== undefined && button.getAttribute("aria-label") !== text) button.setAttribute("aria-label", text);
  }

  focus(point: number): void {
    this.activate(point);
    this.buttons[point]?.focus({ preventScroll: true });
  }

  private drop(): void {
    this.buttons.pop()?.remove();
    this.transforms = this.transforms.slice(0, this.buttons.length);
  }

  private add(): void {
    const place = () => this.buttons.indexOf(button);
    const button = element("button", {
      type: "button",
      class: "handle",
      tabindex: -1,
      "aria-roledescription": "movable point",
      pointerdown: (event: PointerEvent) => this.take(event),
      pointermove: (event: PointerEvent) => this.drag(event, place(), true),
      pointerup: (event: PointerEvent) => this.drag(event, place(), false),
      pointercancel: (event: PointerEvent) => this.letGo(event, place()),
      focus: () => this.activate(place()),
      keydown: (event: KeyboardEvent) => this.key(event, place()),
    });
    this.buttons.push(button);
    this.host.append(button);
  }

  private activate(point: number): void {
    const { buttons } = this;
    if (buttons[this.active] !== undefined) buttons[this.active]!.tabIndex = -1;
    this.active = point;
    if (buttons[point] !== undefined) buttons[point]!.tabIndex = 0;
    this.events.activate(point);
  }

  /** Handles are larger than the distances of points: it is the nearest that is meant, not the one on top. */
  private nearest(x: number, y: number): number {
    const distances = this.buttons.map((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return Math.hypot(left + width / 2 - x, top + height / 2 - y);
    });
    return distances.indexOf(Math.min(...distances));
  }

  private take(event: PointerEvent): void {
    // A second finger, or another button than the first, takes hold of nothing.
    if (this.from !== undefined || event.button !== 0) return;
    const point = this.nearest(event.clientX, event.clientY);
    this.buttons[point]?.setPointerCapture(event.pointerId);
    this.from = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
    this.focus(point);
    event.preventDefault();
  }

  private drag(event: PointerEvent, point: number, moving: boolean): void {
    const { from } = this;
    if (from?.pointer !== event.pointerId) return;
    measured("drag", () => {
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      this.from = moving ? { x: event.clientX, y: event.clientY, pointer: from.pointer } : undefined;
      if (!moving || dx !== 0 || dy !== 0) this.events.move(point, dx, dy, moving);
    });
  }

  private letGo(event: PointerEvent, point: number): void {
    if (this.from?.pointer !== event.pointerId) return;
    this.from = undefined;
    this.events.move(point, 0, 0, false);
  }

  private key(event: KeyboardEvent, point: number): void {
    const step = steps[event.key];
    const pixels = event.shiftKey ? 20 : 4;
    if (step !== undefined) this.events.move(point, step.x * pixels, step.y * pixels, false);
    else if (event.key === "Delete" || event.key === "Backspace") this.events.remove(point);
    else if (event.key === "PageDown") this.focus((point + 1) % this.buttons.length);
    else if (event.key === "PageUp") this.focus((point + this.buttons.length - 1) % this.buttons.length);
    else return;
    event.preventDefault();
  }
}
