/**
 * Decimal numbers in text, correctly rounded: up to 15 digits with a small power of ten are exact products or quotients of two
 * exact numbers (Clinger 1990); the rest goes to the host's own parser, which is correctly rounded by its standard.
 */

const PowersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const Decimal = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const NamedInfinity = /^\s*([+-]?)inf(?:inity)?\s*$/i;

/** The number that the text from start to end is, spaces around it allowed; NaN where it is none. */
export function parseNumber(text: string, start: number, end: number): number {
  let place = start;
  const sign = text.charCodeAt(place);
  if (sign === 45 || sign === 43) place++;
  let digits = 0;
  let mantissa = 0;
  let point = -1;
  for (; place < end; place++) {
    const digit = text.charCodeAt(place) - 48;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
    } else if (digit === -2 && point < 0) point = place;
    else return parseSlowly(text.slice(start, end));
  }
  if (digits === 0 || digits > 15) return parseSlowly(text.slice(start, end));
  const value = point < 0 ? mantissa : mantissa / PowersOfTen[end - point - 1]!;
  return sign === 45 ? -value : value;
}

function parseSlowly(text: string): number {
  if (Decimal.test(text)) return Number(text);
  const infinity = NamedInfinity.exec(text);
  if (infinity === null) return NaN;
  return infinity[1] === "-" ? -Infinity : Infinity;
}
