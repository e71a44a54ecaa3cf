/** In a page: the built package, as a static folder has it. */
import * as library from "wasmcmc";
import * as data from "wasmcmc/data";
import * as plots from "wasmcmc/plots";
import { perform, type Results, type Task } from "./tasks.js";

Object.assign(globalThis, { run: (task: Task): Promise<Results> => perform({ library, data, plots } as never, task) });
