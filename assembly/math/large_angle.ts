/**
 * Reduction of a large angle modulo pi/2, one number at a time: M. Payne and R. Hanek, "Radian reduction for trigonometric
 * functions", SIGNUM Newsletter 18 (1983).
 *
 * |x| = m 2^e with m of 53 bits. The bits of 2/pi above weight 2^(1 - e) only add whole turns to x 2/pi; the next 192 bits give
 * the quadrant and 125 bits or more of the fraction, of which cancellation takes at most 62.
 */

/** A zero word, then the first 1280 bits of 2/pi. */
const TWO_OVER_PI = memory.data<u64>([
  0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
  0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
  0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea,
  0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
]);

/** pi/2 * 2^63. */
const HALF_PI_BITS: u64 = 0xc90fdaa22168c234;

let quadrant: i64 = 0;

/** The quadrant (its two low bits count) that goes with the last result of `reduceLarge`. */
export function quadrantOfReduced(): i64 {
  return quadrant;
}

/** The upper 64 bits of a 128-bit product. */
function upperProduct(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  const cross = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (cross >> 32);
}

/** 64 bits of the table from bit `offset` on. */
function bitsOfTwoOverPi(offset: u32): u64 {
  const at = TWO_OVER_PI + ((<usize>offset >> 6) << 3);
  const shift = <u64>(offset & 63);
  const word = load<u64>(at);
  return shift == 0 ? word : (word << shift) | (load<u64>(at, 8) >> (64 - shift));
}

/** x - n pi/2 as r + c (lanes 0 and 1), |r| <= pi/4, for finite |x| >= 2^17; n by `quadrantOfReduced`. */
export function reduceLarge(x: f64): v128 {
  const bits = reinterpret<u64>(x);
  const m = (bits & 0x000fffffffffffff) | 0x0010000000000000;
  const e = <i32>((bits >> 52) & 0x7ff) - 1075;
  // The window's first bit has weight 2^(1 - e), and stands after the zero word.
  const offset = <u32>(e - 2 + 64);
  const w1 = bitsOfTwoOverPi(offset + 64);
  const lowPart = m * w1;
  let fraction = lowPart + upperProduct(m, bitsOfTwoOverPi(offset + 128));
  let whole = m * bitsOfTwoOverPi(offset) + upperProduct(m, w1) + u64(fraction < lowPart);

  // The top two bits are the quadrant; what follows is a fraction of it, taken to the nearest quadrant.
  let n = <i64>(whole >> 62);
  whole = (whole << 2) | (fraction >> 62);
  fraction <<= 2;
  let negative = (whole >> 63) != 0;
  if (negative) {
    n += 1;
    fraction = ~fraction + 1;
    whole = ~whole + u64(fraction == 0);
  }
  const zeros = clz(whole);
  const shift = zeros == 64 ? clz(fraction) : zeros;
  const top = zeros == 64 ? fraction << shift : shift == 0 ? whole : (whole << shift) | (fraction >> (64 - shift));
  const product = upperProduct(top, HALF_PI_BITS);
  const exponent = <i64>(zeros == 64 ? 64 : 0) + <i64>shift + 63;
  let scale = reinterpret<f64>((<u64>(1023 - exponent)) << 52);
  if (x < 0.0) {
    n = -n;
    negative = !negative;
  }
  if (negative) scale = -scale;
  quadrant = n;
  const r = <f64>(product & ~(<u64>0x7ff)) * scale;
  const c = <f64>(product & 0x7ff) * scale;
  return f64x2.replace_lane(f64x2.splat(r), 1, c);
}
