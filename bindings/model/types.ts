/** The types of expressions: what an operand may be, what dims and event a combination has, and what may be combined. */
import type { Expr } from "./expression.js";

/** An event's static shape: `[]` for a number, `[3]` for a vector of three. */
export type Shape = readonly number[];

// biome-ignore lint/suspicious/noExplicitAny: any dims and any event, in both directions of assignment
export type AnyExpr = Expr<any, any>;

/** What stands in arithmetic: an expression or a number. */
export type Operand = number | AnyExpr;

/** What stands as a parameter of a distribution: also a list of numbers, a vector as an event. */
export type Argument = Operand | readonly number[];

/** The dims of an operand or argument; a number has none. */
export type DimsOf<T> = T extends Expr<infer Dims, infer _> ? Dims : never;

/** The event shape of an operand or argument. */
export type EventOf<T> = T extends Expr<infer _, infer Event> ? Event : T extends readonly number[] ? [T["length"]] : [];

/** The event shape of a combination: the one that is not empty. Takes the union of the operands' event shapes. */
export type JoinEvents<Events> = [Exclude<Events, readonly []>] extends [never]
  ? []
  : Extract<Exclude<Events, readonly []>, Shape>;

/** The expression that an elementwise combination gives. Takes the union of the operands. */
export type Joined<Operands> = Expr<DimsOf<Operands>, JoinEvents<EventOf<Operands>>>;

/**
 * `unknown` where A and B may be combined elementwise, else a text that shows up in the compiler's message.
 * Events are equal or empty; an operand without an event must not bring dims to one that has it.
 */
export type Joins<A, B> =
  EventOf<A> extends readonly []
    ? EventOf<B> extends readonly []
      ? unknown
      : Within<DimsOf<A>, DimsOf<B>>
    : EventOf<B> extends readonly []
      ? Within<DimsOf<B>, DimsOf<A>>
      : SameEvent<EventOf<A>, EventOf<B>>;

type Within<Small, Large> = [Small] extends [Large]
  ? unknown
  : "a vector with an event shape does not broadcast over dims: take an element with .at(k)";
type SameEvent<A, B> = A extends B ? unknown : B extends A ? unknown : "event shapes differ";
