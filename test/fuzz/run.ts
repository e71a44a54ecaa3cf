/**
 * `npm run fuzz -- [--files 10000] [--seed 1] [--only number]`: reads damaged files in processes of their own. Whatever comes, the answer
 * is a table or a typed error, within 20 s and within 16 MB + 4 times the decompressed size.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Outcome, outcomeOf, serve } from "./child.js";
import { seedFiles } from "./seeds.js";

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    child: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const seeds = seedFiles(root, process.env.WASMCMC_DATA ?? `${root}../shared/data`);
const firstSeed = Number(values.seed);
const Milliseconds = 20_000;

function start(): Promise<ChildProcess> {
  const execArgv = ["--expose-gc", "--max-semi-space-size=1"];
  const child = fork(fileURLToPath(import.meta.url), ["--child", "--seed", values.seed], {
    execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve) => child.once("message", () => resolve(child)));
}

/** What became of a number, and the process for the next one: another where this one died. */
async function read(child: ChildProcess, number: number): Promise<{ outcome: Outcome; child: ChildProcess }> {
  const outcome = await new Promise<Outcome>((resolve) => {
    const timer = setTimeout(
      () => done({ number, result: "hang", bad: `no answer within ${Milliseconds / 1000} s` }),
      Milliseconds,
    );
    const died = (code: number | null) => done({ number, result: "crash", bad: `the process died with code ${code}` });
    const done = (what: Outcome) => {
      clearTimeout(timer);
      child.off("exit", died);
      resolve(what);
    };
    child.once("exit", died);
    child.once("message", (message) => done(message as Outcome));
    child.send(number);
  });
  if (child.connected && !["hang", "crash"].includes(outcome.result)) return { outcome, child };
  child.kill("SIGKILL");
  return { outcome, child: await start() };
}

async function fuzz(count: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const lane = async () => {
    let child = await start();
    while (next < count) {
      const number = next++;
      const answer = await read(child, number);
      child = answer.child;
      outcomes.push(answer.outcome);
    }
    child.kill();
  };
  await Promise.all([lane(), lane()]);
  return outcomes;
}

function report(outcomes: readonly Outcome[]): void {
  const bad = outcomes.filter((outcome) => outcome.bad !== undefined);
  for (const { number, bad: what } of bad) console.log(`${number}: ${what}`);
  const tables = outcomes.filter(({ result }) => / table of /.test(result)).length;
  const errors = outcomes.length - tables - bad.length;
  console.log(
    `${outcomes.length} damaged files of ${seeds.length}: ${tables} read, ${errors} refused with a typed error, ${bad.length} bad`,
  );
  if (bad.length > 0) process.exitCode = 1;
}

if (values.child) serve(seeds, firstSeed);
else if (values.only !== undefined) console.log(await outcomeOf(seeds, firstSeed, Number(values.only)));
else report(await fuzz(Number(values.files)));
