/** A canvas that is as sharp as the screen, drawn anew when its size or the colours change. */
import { inNextFrame } from "../page/frames.js";
import { onThemeChange } from "./theme.js";

export interface Area {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export class Surface {
  private readonly context: CanvasRenderingContext2D;
  private readonly paint = () => this.now();
  width = 0;
  height = 0;

  /** `shape` is the height over the width, by the width. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly shape: (width: number) => number,
    private readonly draw: (area: Area) => void,
  ) {
    this.context = canvas.getContext("2d")!;
    const host = canvas.parentElement ?? canvas;
    new ResizeObserver(([entry]) => this.resize(entry?.contentRect.width ?? 0)).observe(host);
    onThemeChange(() => this.redraw());
  }

  redraw(): void {
    inNextFrame(this.paint);
  }

  private resize(width: number): void {
    if (width === 0 || Math.abs(width - this.width) < 0.5) return;
    this.width = width;
    this.height = Math.round(width * this.shape(width));
    const { canvas } = this;
    canvas.style.height = `${this.height}px`;
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(this.height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.redraw();
    canvas.dispatchEvent(new CustomEvent("resized"));
  }

  private now(): void {
    const { context, width, height } = this;
    if (width === 0) return;
    context.clearRect(0, 0, width, height);
    this.draw({ context, width, height });
  }
}
