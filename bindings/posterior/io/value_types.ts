/** Numbers in the types that variables have. */
import type { VariableValues } from "../inference_data/variable.js";
import type { ValueType } from "./stored_values.js";

const Word = 2 ** 32;

/** Whole numbers as 64-bit integers; those beyond 2^53 are what a double makes of them. */
export function toInt64(numbers: ArrayLike<number>): BigInt64Array {
  const out = new BigInt64Array(numbers.length);
  const words = new Int32Array(out.buffer);
  const [low, high] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    words[2 * i + low] = value % Word;
    words[2 * i + high] = Math.floor(value / Word);
  }
  return out;
}

/** Numbers in the given type. */
export function fromNumbers(
  numbers: Float64Array,
  type: Exclude<ValueType, "string">,
): Exclude<VariableValues, readonly string[]> {
  if (type === "float64") return numbers;
  if (type === "float32") return Float32Array.from(numbers);
  if (type === "int32") return Int32Array.from(numbers);
  return type === "int64" ? toInt64(numbers) : Uint8Array.from(numbers);
}
