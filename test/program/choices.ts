/** Random decisions read from a tape of numbers, so that fast-check can shrink what was decided. */

export class Choices {
  private place = 0;

  constructor(private readonly tape: readonly number[]) {}

  /** 0 .. count-1; 0 once the tape has run out. */
  below(count: number): number {
    return (this.tape[this.place++] ?? 0) % count;
  }

  chance(probability: number): boolean {
    return this.below(1000) >= 1000 * (1 - probability);
  }

  between(low: number, high: number): number {
    return low + ((high - low) * this.below(100001)) / 100000;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** Uniform numbers in [0, 1), seeded (mulberry32). */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
