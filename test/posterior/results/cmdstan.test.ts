import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { parseColumn } from "../../../bindings/posterior/io/cmdstan_columns.js";
import { fromCmdStanCsv } from "../../../bindings/posterior/io/cmdstan_read.js";
import { cmdStanChunks, toCmdStanCsv } from "../../../bindings/posterior/io/cmdstan_write.js";
import { cmdStanText } from "./cmdstan_files.js";
import { exampleResults, schools } from "./example.js";
import { folder, hasPython, type PythonResults, resultsAsPython, runPython } from "./python.js";

const named = { dims: { theta: ["school"], log_lik: ["point"] }, coords: { school: schools } };

function written(texts: readonly string[]): string[] {
  const place = folder();
  return texts.map((text, k) => {
    const path = join(place, `chain-${k + 1}.csv`);
    writeFileSync(path, text);
    return path;
  });
}

/** Groups of a description without attributes, which are compared apart. */
function groupsOf({ groups }: PythonResults): Record<string, unknown> {
  return Object.fromEntries(Object.entries(groups).map(([name, { variables, coords }]) => [name, { variables, coords }]));
}

/** The example as far as such files hold it. */
function drawsAlone(): InferenceData {
  const { posterior, sample_stats, log_likelihood } = exampleResults().groups;
  const attributes = {
    inference_library: "wasmcmc",
    tuning_steps: 500,
    target_accept: 0.9,
    max_tree_depth: 8,
    metric: "diag",
    seed: 42,
    sampling_time: 1.5,
  };
  return new InferenceData({ posterior: posterior!, sample_stats: sample_stats!, log_likelihood: log_likelihood! }, attributes);
}

describe("results in CmdStan's files", () => {
  test("come back with all numbers and dims, their settings and times", () => {
    const data = drawsAlone();
    const texts = toCmdStanCsv(data);
    expect(texts).toHaveLength(3);
    const point = data.group("log_likelihood").coords.point!;
    const back = fromCmdStanCsv(texts, {
      dims: { theta: ["school"], y: ["point"] },
      coords: { school: schools, point },
      logLikelihood: { y: "log_lik" },
    });
    for (const [group, { variables }] of Object.entries(data.groups)) expect(back.group(group).variables).toEqual(variables);
    expect(back.group("posterior").coords).toEqual(data.group("posterior").coords);
    expect(back.attributes).toMatchObject({
      ...data.attributes,
      metric: "diag_e",
      num_samples: 40,
      num_warmup: 500,
      delta: 0.9,
      total_time_seconds: 1.5,
    });
    expect([...cmdStanChunks(data, 1)].join("")).toBe(texts[1]);
  });

  test("have Stan's columns: statistics in its order, elements from 1, the first index fastest", () => {
    const header = toCmdStanCsv(drawsAlone().select({ groups: ["posterior", "sample_stats"] }))[0]!
      .split("\n")
      .find((line) => !line.startsWith("#"));
    expect(header).toBe("lp__,treedepth__,divergent__,mu,theta.1,theta.2,theta.3,corr.1.1,corr.2.1,corr.1.2,corr.2.2,whole");
  });

  test("have numbers as C++ writes them, and keep all their bits", () => {
    const values = Float64Array.of(NaN, Infinity, -Infinity, -0, 5e-324, 0.1, 1e21, -1.7976931348623157e308);
    const data = InferenceData.from({ posterior: { x: { values, shape: [1, 8] } } });
    const [text] = toCmdStanCsv(data);
    expect(text!.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
      "x",
      "nan",
      "inf",
      "-inf",
      "-0",
      "5e-324",
      "0.1",
      "1e+21",
      "-1.7976931348623157e+308",
    ]);
    expect(fromCmdStanCsv([text!]).array("x").values).toEqual(values);
  });

  test("hold warm-up before the draws", () => {
    const mu = (length: number) => [Float64Array.from({ length }, (_, k) => k / 8)];
    const data = InferenceData.from({ posterior: { mu: mu(7) }, warmup_posterior: { mu: mu(4) } });
    const back = fromCmdStanCsv(toCmdStanCsv(data));
    expect(back.groups).toEqual(data.groups);
    expect(back.attributes).toMatchObject({ num_warmup: 4, save_warmup: 1, num_samples: 7 });
    expect(() => toCmdStanCsv(InferenceData.from({ posterior: { mu: mu(7) }, warmup_posterior: { nu: mu(4) } }))).toThrow(
      expect.objectContaining({ code: "unsupported-file" }),
    );
  });

  test("cannot have names that would break them, nor texts, nor variables without draws", () => {
    const of = (name: string, values: unknown) => () =>
      toCmdStanCsv(InferenceData.from({ posterior: { [name]: [values] as never } }));
    for (const name of ["a.b", "a,b", "a b", "lp__"])
      expect(of(name, [1, 2])).toThrow(expect.objectContaining({ variable: name }));
    expect(of("a", ["x", "y"])).toThrow(expect.objectContaining({ code: "unsupported-file", variable: "a" }));
    expect(() => toCmdStanCsv(drawsAlone().stack())).toThrow(expect.objectContaining({ code: "unsupported-file" }));
    expect(() => [...cmdStanChunks(drawsAlone(), 3)]).toThrow(expect.objectContaining({ code: "position-out-of-range" }));
  });
});

describe("columns of CmdStan's", () => {
  test.each([
    ["mu", "mu", []],
    ["theta.3", "theta", [2]],
    ["Z.4.2", "Z", [3, 1]],
    ["x:1.2", "x:1", [1]],
    ["x.3:2.1", "x:2", [2, 0]],
    ["z.2.real", "z.real", [1]],
    ["z.imag", "z.imag", []],
    ["odd.name", "odd.name", []],
    ["theta.0", "theta.0", []],
  ])("%s is of the variable %s, at %j", (column, variable, indices) => {
    expect(parseColumn(column)).toEqual({ variable, indices });
  });
});

describe("files of CmdStan's", () => {
  const file = { chain: 1, draws: 20, warmup: 10, saveWarmup: true, thin: 1, words: false };

  test("have their warm-up where adaptation ends, whatever is thinned", () => {
    const thinned = fromCmdStanCsv([cmdStanText({ ...file, thin: 3 })]);
    expect([thinned.array("mu", "warmup_posterior").shape, thinned.array("mu").shape]).toEqual([
      [1, 4],
      [1, 7],
    ]);
    const fixed = cmdStanText({ ...file, thin: 3 }).replace(/# Adaptation[\s\S]*?0\.0503511\n/, "");
    expect(fromCmdStanCsv([fixed]).groups).toEqual(thinned.groups);
    const none = fromCmdStanCsv([cmdStanText({ ...file, saveWarmup: false, words: true })]);
    expect(none.groups).not.toHaveProperty("warmup_posterior");
    expect(none.array("mu").shape).toEqual([1, 20]);
  });

  test("give settings of all chains as attributes, and ArviZ's types", () => {
    const data = fromCmdStanCsv([cmdStanText(file), cmdStanText({ ...file, chain: 2 })], {
      integers: ["y_hat"],
      posteriorPredictive: ["y_hat"],
    });
    expect(data.attributes).toMatchObject({
      inference_library: "Stan",
      inference_library_version: "2.32.0",
      model: "eight_schools_model",
      seed: [677, 678],
      tuning_steps: 10,
      target_accept: 0.8,
      step_size: 0.822968,
      inverse_mass_matrix: ["0.0474631, 0.0503511", "0.0474631, 0.0503511"],
      sampling_time: 0.039,
      warmup_time_seconds: 0.038,
    });
    expect(data.group("sample_stats").variables.diverging!.values).toBeInstanceOf(Uint8Array);
    expect(data.group("sample_stats").variables.n_steps!.values).toBeInstanceOf(BigInt64Array);
    expect(data.group("posterior_predictive").variables.y_hat!.values).toBeInstanceOf(BigInt64Array);
    expect(data.group("log_likelihood").variables.log_lik!.shape).toEqual([2, 20, 2]);
    expect(fromCmdStanCsv([cmdStanText(file)], { logLikelihood: false }).array("log_lik").shape).toEqual([1, 20, 2]);
  });

  test("may have Windows' line ends, quoted names and no last line end", () => {
    const text = cmdStanText(file);
    const other = text.replace(/^lp__.*$/m, (names) =>
      names
        .split(",")
        .map((name) => `"${name}"`)
        .join(","),
    );
    expect(fromCmdStanCsv([other.replaceAll("\n", "\r\n").trimEnd()])).toEqual(fromCmdStanCsv([new TextEncoder().encode(text)]));
  });

  test.each([
    ["a,b\n1,2\n3\n", 3, "1 cells where there are 2"],
    ["a,b\n1,2\n3,4,5\n", 3, "3 cells where there are 2"],
    ["a,b\n1,2\n3,x4\n", 3, '"x4" in the column b is no number'],
    ["a,b\n1,\n", 2, "is no number"],
    ["a,a\n1,2\n", 1, "two columns"],
    ["1,2\n3,4\n", 1, "names of columns are missing"],
    ["# method = sample\n", 1, "before the names"],
    ["", 0, "before the names"],
  ])("that are damaged name the line: %j", (text, line, why) => {
    const error = expect.objectContaining({ code: "damaged-file", value: line, message: expect.stringContaining(why) });
    expect(() => fromCmdStanCsv([text])).toThrow(error);
  });

  test("that do not go together, or hold no draws, are refused", () => {
    const refuse = (files: string[], code: string) =>
      expect(() => fromCmdStanCsv(files)).toThrow(expect.objectContaining({ code }));
    refuse(["a\n1\n", "b\n1\n"], "unknown-variable");
    refuse(["a\n1\n", "a,b\n1,2\n"], "unknown-variable");
    refuse(["a\n1\n2\n", "a\n1\n"], "ragged-chains");
    refuse(["a.1,a.3\n1,2\n"], "unsupported-file");
    refuse(["# method = optimize\na\n1\n"], "unsupported-file");
    refuse([], "unsupported-file");
  });
});

describe.skipIf(!hasPython)("ArviZ and CmdStan's files (needs Python)", () => {
  test("every number, dim and setting is the same, and so is the summary, in files of ours (needs Python)", () => {
    const data = drawsAlone();
    const point = data.group("log_likelihood").coords.point!;
    const read = runPython<PythonResults>(
      ["read", "cmdstan", ...written(toCmdStanCsv(data))],
      JSON.stringify({ ...named, coords: { ...named.coords, point } }),
    );
    const { y } = data.group("log_likelihood").variables;
    const expected = data.with({ log_likelihood: { ...data.group("log_likelihood"), variables: { log_lik: y! } } });
    expect(groupsOf(read)).toEqual(groupsOf(resultsAsPython(expected)));
    expect(read.summary).toBe(data.summary().table());
    expect(read.groups.posterior!.attributes).toMatchObject({
      seed: ["42", "42", "42"],
      num_warmup: ["500", "500", "500"],
      delta: ["0.9", "0.9", "0.9"],
      max_depth: ["8", "8", "8"],
      inference_library: ["wasmcmc", "wasmcmc", "wasmcmc"],
      total_time_seconds: ["1.5", "1.5", "1.5"],
    });
  });

  test.each([
    { saveWarmup: false, words: true, thin: 1 },
    { saveWarmup: true, words: false, thin: 1 },
    { saveWarmup: true, words: true, thin: 5 },
  ])("we read files of CmdStan's as ArviZ does: %o (needs Python)", (options) => {
    const texts = [1, 2, 3].map((chain) => cmdStanText({ chain, draws: 40, warmup: 20, ...options }));
    const labels = { dims: { theta: ["school"] }, coords: { school: schools.slice(0, 2) } };
    const read = runPython<PythonResults>(["read", "cmdstan", ...written(texts)], JSON.stringify(labels));
    const data = fromCmdStanCsv(texts, labels);
    expect(groupsOf(resultsAsPython(data))).toEqual(groupsOf(read));
    expect(data.summary().table()).toBe(read.summary);
  });
});
