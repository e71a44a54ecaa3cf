/** Columns that the guides take as given: small, made up, the same in every run. Their text stands before a guide's code. */

let state = 1;
/** Uniform, by the minimal standard generator of Park and Miller (1988). */
const uniform01 = (): number => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const noise = (): number => Math.sqrt(-2 * Math.log(uniform01())) * Math.cos(2 * Math.PI * uniform01());
const numbers = (count: number, make: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => make(i));

export const x = numbers(40, (i) => i / 4 - 5);
export const y = x.map((value, i) => 1 + 2 * value + (i % 10 === 0 ? 8 : 1) * noise());
export const yErr = x.map(() => 1);
export const X = Array.from({ length: 60 }, () => numbers(3, noise));
export const passed = X.map(([a = 0, b = 0]) => Number(uniform01() < 1 / (1 + Math.exp(b - a))));
export const hospital = Array.from({ length: 50 }, (_, i) => ["north", "south", "hill", "river", "park"][i % 5] as string);
export const hours = hospital.map(() => 1 + Math.floor(8 * uniform01()));
export const calls = hours.map((length, i) => Math.floor(length * (1 + (i % 5)) * (0.5 + uniform01())));
export const temperatures = numbers(80, noise).map((value, t) => value + Math.sin(t / 8));
export const returns = numbers(80, (t) => noise() * (t > 40 ? 2 : 1));
export const signal = numbers(80, (t) => (t % 40 < 20 ? 0 : 3) + noise() / 2);
export const places = numbers(20, (i) => i / 4);
export const heights = places.map((place) => Math.sin(place) + noise() / 10);
export const shells = numbers(90, (i) => 1 + 4 * (i % 3) + noise() / 2);
export const catches = numbers(60, (i) => (i % 3 === 0 ? 0 : Math.floor(6 * uniform01())));
export const months = numbers(50, () => 1 + 30 * uniform01());
export const died = months.map(() => Number(uniform01() < 0.7));
export const seconds = numbers(50, () => 0.2 + 0.6 * uniform01());
export const parallax = numbers(8, () => 1 + noise() / 5);
export const error = parallax.map(() => 0.2);
export const pmra = numbers(80, (i) => (i % 2 ? 1 + noise() / 4 : 4 * noise()));
export const pmdec = numbers(80, (i) => (i % 2 ? -1 + noise() / 4 : 4 * noise()));
export const pmraError = pmra.map(() => 0.1 + 0.2 * uniform01());
export const pmdecError = pmra.map(() => 0.1 + 0.2 * uniform01());
export const pmCorr = pmra.map(() => 0.4 * uniform01() - 0.2);
