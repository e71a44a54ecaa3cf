/** Numbers as the shortest decimal text that gives the same number back in the column's own type. */

/** Of a double: as the language prints it, but for -0. Infinities as "Infinity", none as "NaN". */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Of a single-precision number: at most nine digits tell it from its neighbours. */
export function singleText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return doubleText(value);
  // Six digits always survive, but of subnormal numbers.
  for (let digits = Math.abs(value) < 2 ** -126 ? 1 : 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
