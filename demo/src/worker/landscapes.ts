/** Posteriors of two numbers on which NUTS is shown, all over the whole plane, so that coordinates are the parameters themselves. */
import { exp, mixture, model, normal, observe, param, type Target, vector } from "wasmcmc";
import type { LinePoints } from "../messages.js";

const correlated = model({}, () => {
  const a = param(normal(0, 1));
  const b = param(normal(a.mul(0.97), 0.243));
  return { a, b };
});

const banana = model({}, () => {
  const a = param(normal(0, 1));
  const b = param(normal(a.square(), 0.4));
  return { a, b };
});

const funnel = model({}, () => {
  const b = param(normal(0, 1.5));
  const a = param(normal(0, exp(b.mul(0.5))));
  return { a, b };
});

const modes = model({}, () => {
  const a = param(mixture([0.5, 0.5], { left: normal(-1.6, 0.6), right: normal(1.6, 0.6) }));
  const b = param(normal(a.mul(0.4), 0.7));
  return { a, b };
});

/** A straight line through the points of the first tab, their errors taken at their word. */
const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const slope = param(normal(0, 10));
  const intercept = param(normal(0, 30));
  return { slope, intercept, y: observe(y, normal(slope.mul(x).add(intercept), yErr)) };
});

export function landscapeTarget(name: string, points: LinePoints): Target<unknown> {
  switch (name) {
    case "banana":
      return banana.bind({});
    case "funnel":
      return funnel.bind({});
    case "modes":
      return modes.bind({});
    case "line":
      return line.bind({ x: points.x, y: points.y, yErr: points.yErr });
    default:
      return correlated.bind({});
  }
}
