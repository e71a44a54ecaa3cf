/**
 * A fit inside an HTTP handler: `node examples/server.mjs 8080`, then
 *
 *     curl -d '{ "x": [0, 1, 2, 3], "y": [1.1, 2.9, 5.2, 7.0], "error": 0.2 }' http://localhost:8080/line
 *
 * The model is built once; each request binds its own data. A request has a deadline, after which it is answered with the draws made so
 * far, and one whose client has gone is stopped.
 */
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { model, normal, observe, param, sample, scalar, vector, WasmcmcError } from "wasmcmc";

const line = model({ x: vector("point"), y: vector("point"), error: scalar() }, ({ x, y, error }) => {
  const slope = param(normal(0, 100));
  const intercept = param(normal(0, 100));
  return { slope, intercept, y: observe(y, normal(slope.mul(x).add(intercept), error)) };
});

/** Longest time that a fit may take, in milliseconds. */
const Deadline = 2000;
/** Largest request, in bytes. */
const Largest = 1_000_000;

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > Largest) throw new RangeError(`A request may have ${Largest} bytes.`);
  }
  return JSON.parse(text);
}

/**
 * The answer to one request. `gone` aborts when its client goes away.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {AbortSignal} gone
 * @param {number} deadline
 */
async function answer(request, gone, deadline) {
  const { seed = 1, draws = 1000, ...data } = await bodyOf(request);
  const signal = AbortSignal.any([gone, AbortSignal.timeout(deadline)]);
  const fit = await sample(line, data, { seed, chains: 2, draws, signal });
  const rows = fit.summary().rows.map(({ label, mean, sd, r_hat, ess_bulk }) => ({ label, mean, sd, r_hat, ess_bulk }));
  return { complete: !fit.aborted, draws: fit.drawCount, rows, warnings: fit.warnings.map(({ message }) => message) };
}

export function lineServer({ deadline = Deadline } = {}) {
  return createServer(async (request, response) => {
    const control = new AbortController();
    response.on("close", () => control.abort());
    /** @type {(status: number, content: object) => void} */
    const reply = (status, content) => {
      if (!response.destroyed) response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    };
    if (request.method !== "POST" || request.url !== "/line") return reply(404, { error: "POST data to /line." });
    try {
      reply(200, await answer(request, control.signal, deadline));
    } catch (error) {
      // What is wrong with the data is the client's to know: which variable, which row, and what to do.
      if (error instanceof WasmcmcError)
        reply(error.code === "too-few-draws" ? 503 : 422, { error: error.message, variable: error.variable, row: error.row });
      else if (error instanceof SyntaxError || error instanceof RangeError) reply(400, { error: error.message });
      else reply(500, { error: "Something went wrong here." });
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2] ?? 8080);
  lineServer().listen(port, () => console.log(`POST data to http://localhost:${port}/line`));
}
