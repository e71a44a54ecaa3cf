/** Names of a program's numbers, for listings and errors: in the order of the enums in `assembly/opcodes.ts`. */

export const sectionNames: readonly string[] = [
  "bind",
  "transform",
  "logp",
  "unconstrain",
  "track",
  "rowLogp",
  "componentLogp",
  "responsibilities",
  "responsibilitiesUnweighted",
  "checks",
  "simulate",
  "decode",
  "simulatePrior",
  "priorLogp",
];

export const storageNames: readonly string[] = [
  "constant",
  "column",
  "size",
  "bound",
  "position",
  "parameter",
  "local",
  "crossing",
  "output",
];

export const modeNames: readonly string[] = ["block", "full", "whole", "scan"];
