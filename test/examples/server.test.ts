/** The example of a fit in an HTTP handler answers, refuses in words, keeps its deadline, and stops for clients that have gone. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";

const { lineServer } = (await import("../../examples/server.mjs" as string)) as {
  lineServer(options?: { deadline?: number }): Server;
};

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function post(
  body: unknown,
  options: { deadline?: number } = {},
): Promise<{ status: number; content: Record<string, unknown> }> {
  server = lineServer(options);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`http://127.0.0.1:${port}/line`, { method: "POST", body: text });
  return { status: response.status, content: (await response.json()) as Record<string, unknown> };
}

const line = { x: [0, 1, 2, 3], y: [1.1, 2.9, 5.2, 7.0], error: 0.2 };

describe("the example of a fit in an HTTP handler", () => {
  test("answers with the summary", async () => {
    const { status, content } = await post(line);
    expect(status).toBe(200);
    expect(content).toMatchObject({ complete: true, draws: 1000 });
    const rows = content.rows as { label: string; mean: number; sd: number }[];
    // Least squares: slope 2, sd 0.2 / sqrt(5).
    expect(Math.abs(rows.find(({ label }) => label === "slope")!.mean - 2)).toBeLessThan(0.05);
  });

  test("names variable and row of what is wrong with the data", async () => {
    const { status, content } = await post({ ...line, y: [1, null, 2, 3] });
    expect(status).toBe(422);
    expect(content).toMatchObject({ variable: "y", row: 1 });
  });

  test("answers at the deadline with the draws made so far, or says that there are none", async () => {
    const { status, content } = await post({ ...line, draws: 500_000 }, { deadline: 400 });
    if (status === 200) expect(content.complete).toBe(false);
    else expect(status).toBe(503);
  });

  test("refuses what is no JSON", async () => {
    expect((await post("no JSON")).status).toBe(400);
  });
});
