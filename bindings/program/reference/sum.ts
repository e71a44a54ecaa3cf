/** Compensated sums (Neumaier 1974), so that the reference's own rounding stays far below the engine's. */

/** A running sum; infinities and NaN come out as in a plain sum. */
export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  add(x: number): void {
    const next = this.sum + x;
    this.lost += Math.abs(this.sum) >= Math.abs(x) ? this.sum - next + x : x - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return Number.isFinite(this.sum) ? this.sum + this.lost : this.sum;
  }
}

export function compensatedSum(terms: Iterable<number>): number {
  const sum = new CompensatedSum();
  for (const term of terms) sum.add(term);
  return sum.value;
}

/** One compensated sum a row. */
export class SumColumn {
  private readonly sums: CompensatedSum[];

  constructor(rows: number) {
    this.sums = Array.from({ length: rows }, () => new CompensatedSum());
  }

  add(row: number, x: number): void {
    (this.sums[row] as CompensatedSum).add(x);
  }

  at(row: number): number {
    return (this.sums[row] as CompensatedSum).value;
  }
}
