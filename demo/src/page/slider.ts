/** A labelled slider that shows its value in words. */
import { element, setText } from "./dom.js";

export interface SliderOptions {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly format?: (value: number) => string;
  /** While the slider moves (true), and once it is let go (false). */
  readonly change: (value: number, moving: boolean) => void;
}

let made = 0;

export interface Slider {
  readonly element: HTMLElement;
  value: number;
}

export function slider({ label, min, max, step, value, change, format = String }: SliderOptions): Slider {
  made += 1;
  const id = `slider-${made}`;
  const shown = element("output", { for: id }, format(value));
  const input = element("input", {
    id,
    type: "range",
    min,
    max,
    step,
    value,
    "aria-valuetext": format(value),
    input: () => report(true),
    change: () => report(false),
  });
  const show = () => {
    const text = format(input.valueAsNumber);
    setText(shown, text);
    input.setAttribute("aria-valuetext", text);
  };
  const report = (moving: boolean) => {
    show();
    change(input.valueAsNumber, moving);
  };
  return {
    element: element("div", { class: "slider" }, element("label", { for: id }, label), shown, input),
    get value() {
      return input.valueAsNumber;
    },
    set value(next: number) {
      input.value = String(next);
      show();
    },
  };
}
