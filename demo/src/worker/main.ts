/** The worker's script: answers the page's calls, one method a name. */
import { WasmcmcError } from "wasmcmc";
import type { Answer, Asked, CallName, Calls, Refusal } from "../messages.js";
import { exportFile, plainDraws } from "./exports.js";
import { fitSubject, keptIn, warmUp } from "./fitting.js";
import { runLive, stopLive } from "./live.js";
import { lineOf, mixtureOf } from "./simulated.js";
import { readColumns } from "./tables.js";
import { nextTrees, startLandscape } from "./trees.js";

type Methods = { [Name in CallName]: (asked: Calls[Name]["asked"]) => Promise<Calls[Name]["answer"]> | Calls[Name]["answer"] };

const post = (answer: Answer, transfer: Transferable[] = []) => self.postMessage(answer, { transfer });

const methods: Methods = {
  fit: ({ slot, subject, effort }) => fitSubject(slot, subject, effort),
  warmUp: async ({ slot }) => {
    await warmUp(slot);
    return {};
  },
  simulateLine: lineOf,
  simulateMixture: (asked) => ({ values: mixtureOf(asked) }),
  readTable: ({ file, name }) => readColumns(file, name),
  kept: ({ slot }) => ({ draws: plainDraws(slot), view: keptIn(slot).view }),
  export: ({ slot, format }) => exportFile(slot, format),
  landscape: startLandscape,
  trees: ({ count }) => ({ trees: nextTrees(count) }),
  live: ({ subject, draws, seed }) => runLive(subject, { draws, seed }, (live) => post({ live })),
  stop: () => {
    stopLive();
    return {};
  },
};

self.addEventListener("message", ({ data }: MessageEvent<Asked>) => void answer(data));

async function answer({ id, name, asked }: Asked): Promise<void> {
  try {
    post({ id, answer: await methods[name](asked as never) });
  } catch (error) {
    post({ id, refusal: refusalOf(error) });
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof WasmcmcError) return { message: error.message, remedy: error.remedy, code: error.code };
  if (error instanceof DOMException && error.name === "AbortError")
    return { message: error.message, remedy: "", code: "superseded" };
  return { message: error instanceof Error ? error.message : String(error), remedy: "", code: "failed" };
}
