/**
 * Sorting draws together with their places, stable, with no comparison function and no allocation after construction. Draws that
 * spread evenly enough go to as many buckets as there are of them, by their place in the range, and are mended by insertion; others
 * (heavy tails, infinities, ties) take a least-significant-digit radix sort over the bits of float64 in 11-bit digits. Values must
 * not be NaN; -0 and 0 come in either order.
 */

const DigitBits = 11;
const Buckets = 1 << DigitBits;
const Mask = Buckets - 1;
/** Buckets may hold draws whose counts' squares add up to this many times the number of draws: insertion moves a quarter of that. */
const Crowded = 8;
/** Words of a float64 in the order of the host. */
const HighWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

export class Sorter {
  /** After `sort`: places of the values in ascending order. */
  order: Int32Array;
  /** After `sort`: the values in ascending order. */
  readonly sorted: Float64Array;
  #spare: Int32Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  readonly #buckets: Int32Array;
  /** Counts of the three digits of a word: bits 0-10, 11-21 and 22-31. */
  readonly #counts = [new Int32Array(Buckets), new Int32Array(Buckets), new Int32Array(Buckets)] as const;

  constructor(readonly size: number) {
    this.order = new Int32Array(size);
    this.sorted = new Float64Array(size);
    this.#spare = new Int32Array(size);
    this.#high = new Int32Array(size);
    this.#low = new Int32Array(size);
    this.#buckets = new Int32Array(size);
  }

  sort(values: Float64Array): void {
    if (!this.#sortByPlace(values)) this.#sortByBits(values);
  }

  /** False, and nothing sorted, where too many draws share a bucket. */
  #sortByPlace(values: Float64Array): boolean {
    const { order, sorted, size } = this;
    const buckets = this.#buckets.fill(0);
    const own = this.#high;
    if (!countPlaces(values, own, buckets) || !startBuckets(buckets, Crowded * size)) return false;
    scatter(values, own, buckets, order, sorted);
    insertionSort(sorted, order);
    return true;
  }

  #sortByBits(values: Float64Array): void {
    this.#readKeys(values);
    this.#resetOrder();
    this.#sortBy(this.#high);
    if (!this.#settleLowWords()) {
      this.#resetOrder();
      this.#sortBy(this.#low);
      this.#sortBy(this.#high);
    }
    const { order, sorted, size } = this;
    for (let i = 0; i < size; i++) sorted[i] = values[order[i]!]!;
  }

  /** Keys that, as unsigned numbers, ascend with the values: negative ones have all bits flipped, others the sign bit. */
  #readKeys(values: Float64Array): void {
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * this.size);
    const high = this.#high;
    const low = this.#low;
    for (let i = 0; i < high.length; i++) {
      const word = words[2 * i + HighWord]!;
      const flip = word >> 31;
      high[i] = word ^ (flip | 0x80000000);
      low[i] = words[2 * i + 1 - HighWord]! ^ flip;
    }
  }

  #resetOrder(): void {
    const order = this.order;
    for (let i = 0; i < order.length; i++) order[i] = i;
  }

  #sortBy(keys: Int32Array): void {
    const [first, second, third] = this.#counts;
    first.fill(0);
    second.fill(0);
    third.fill(0);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      first[key & Mask]!++;
      second[(key >>> DigitBits) & Mask]!++;
      third[key >>> (2 * DigitBits)]!++;
    }
    this.#pass(keys, 0, first);
    this.#pass(keys, DigitBits, second);
    this.#pass(keys, 2 * DigitBits, third);
  }

  /** Moves the order to the spare buffer by one digit, given how often each of its values occurs. */
  #pass(keys: Int32Array, shift: number, counts: Int32Array): void {
    if (counts[(keys[0]! >>> shift) & Mask] === keys.length) return;
    let place = 0;
    for (let bucket = 0; bucket < Buckets; bucket++) {
      const count = counts[bucket]!;
      counts[bucket] = place;
      place += count;
    }
    const from = this.order;
    const to = this.#spare;
    for (let i = 0; i < from.length; i++) {
      const source = from[i]!;
      to[counts[(keys[source]! >>> shift) & Mask]!++] = source;
    }
    this.order = to;
    this.#spare = from;
  }

  /** Insertion sort on the low words among equal high words, nearly always a single look; false when it would be long. */
  #settleLowWords(): boolean {
    const order = this.order;
    const high = this.#high;
    const low = this.#low;
    let budget = 4 * order.length;
    let previous = order[0]!;
    for (let i = 1; i < order.length; i++) {
      const item = order[i]!;
      if (high[previous] === high[item]) {
        const key = low[item]! >>> 0;
        let place = i;
        while (place > 0 && high[order[place - 1]!] === high[item] && low[order[place - 1]!]! >>> 0 > key) {
          order[place] = order[place - 1]!;
          place--;
          if (--budget < 0) return false;
        }
        order[place] = item;
      }
      previous = order[i]!;
    }
    return true;
  }
}

/** Each value's bucket, and how many are in each; false where the range is empty or not finite. */
function countPlaces(values: Float64Array, own: Int32Array, buckets: Int32Array): boolean {
  let smallest = Infinity;
  let largest = -Infinity;
  for (let i = 0; i < own.length; i++) {
    const value = values[i]!;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const scale = (own.length - 1) / (largest - smallest);
  if (!(scale > 0 && scale < Infinity)) return false;
  for (let i = 0; i < own.length; i++) {
    const bucket = ((values[i]! - smallest) * scale) | 0;
    own[i] = bucket;
    buckets[bucket]!++;
  }
  return true;
}

/** Moves values and their places to where their buckets begin, in the order in which they come. */
function scatter(values: Float64Array, own: Int32Array, starts: Int32Array, order: Int32Array, sorted: Float64Array): void {
  for (let i = 0; i < own.length; i++) {
    const place = starts[own[i]!]!++;
    order[place] = i;
    sorted[place] = values[i]!;
  }
}

/** Turns counts into first places; false where their squares add up to more than `most`. */
function startBuckets(buckets: Int32Array, most: number): boolean {
  let squares = 0;
  let place = 0;
  for (let bucket = 0; bucket < buckets.length; bucket++) {
    const count = buckets[bucket]!;
    squares += count * count;
    buckets[bucket] = place;
    place += count;
  }
  return squares <= most;
}

/** For values that are nearly in order, which take their places along. */
function insertionSort(sorted: Float64Array, order: Int32Array): void {
  for (let i = 1; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (sorted[i - 1]! <= value) continue;
    const item = order[i]!;
    let place = i;
    do {
      sorted[place] = sorted[place - 1]!;
      order[place] = order[place - 1]!;
      place--;
    } while (place > 0 && sorted[place - 1]! > value);
    sorted[place] = value;
    order[place] = item;
  }
}
