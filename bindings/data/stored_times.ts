/** Columns of dates and times, which are ISO text in a table: their type in Parquet and Arrow, and the way back to ticks. */
import type { Column } from "./column.js";
import { daysOf, type TimeUnit, ticksOf } from "./iso_time.js";

/** The attribute that says what a column of text was: "timestamp[us]", "timestamp[ns, tz=UTC]", "date". */
export const TimeKey = "arrowType";

export interface TimeType {
  readonly unit: TimeUnit | "day";
  /** Where a time is one of a place or of UTC. */
  readonly zone: string | undefined;
}

export interface StoredTimes extends TimeType {
  /** Ticks since 1970 of each row; 0 where it is null. */
  readonly ticks: readonly bigint[];
}

export function timeAttributes({ unit, zone }: TimeType): Pick<Column, "attributes"> {
  const time = unit === "day" ? "date" : `timestamp[${unit}${zone === undefined ? "" : `, tz=${zone}`}]`;
  return { attributes: { [TimeKey]: time } };
}

/** Undefined where the column is text, or was of times but has other text by now. */
export function storedTimes({ type, values, nulls, attributes, shape, offsets }: Column): StoredTimes | undefined {
  const time = typeOf(attributes?.[TimeKey]);
  if (time === undefined || type !== "string" || shape.length > 0 || offsets !== undefined) return undefined;
  const { unit } = time;
  const ticks: bigint[] = [];
  for (const [row, text] of (values as readonly string[]).entries()) {
    const tick = nulls?.[row] ? 0n : unit === "day" ? daysOf(text) : ticksOf(text, unit);
    if (tick === undefined) return undefined;
    ticks.push(tick);
  }
  return { ...time, ticks };
}

function typeOf(attribute: string | number | boolean | undefined): TimeType | undefined {
  if (attribute === "date") return { unit: "day", zone: undefined };
  const parsed = /^timestamp\[(s|ms|us|ns)(?:, tz=([^\]]+))?\]$/.exec(String(attribute));
  return parsed === null ? undefined : { unit: parsed[1] as TimeUnit, zone: parsed[2] };
}
