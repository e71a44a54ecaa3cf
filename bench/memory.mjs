/** Prints the bytes of WebAssembly memory that one chain of the line model with 100,000 rows ends with, beside its data and its draws. */
import { firstRows } from "./data.mjs";
import { lineModel } from "./line.mjs";

/** Every instance made from here on leaves its memory here: the library has no reason to hand it out. */
const memories = [];
const { instantiate, Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    memories.push(this.exports.memory);
  }
};
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  memories.push((result.instance ?? result).exports.memory);
  return result;
};

const rows = 100_000;
const draws = 200;
const library = await import("wasmcmc");
const fit = await library.sample(lineModel(library), firstRows("line", rows), {
  chains: 1,
  warmup: 100,
  draws,
  seed: 1,
  workers: false,
});
const values = Object.values(fit.draws).reduce((sum, array) => sum + array.length, 0);
const bytes = Math.max(...memories.map((memory) => memory.buffer.byteLength));
console.log(JSON.stringify({ bytes, dataBytes: 3 * rows * 8, drawBytes: values * 8 }));
