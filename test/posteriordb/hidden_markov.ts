/** Hidden Markov models of two states, which are summed out. */
import {
  dirichlet,
  exponential,
  hiddenMarkov,
  model,
  normal,
  observe,
  param,
  positiveOrdered,
  scalar,
  stack,
  vector,
} from "../../bindings/index.js";
import { posterior } from "./posterior.js";

/** The published models leave out the first state's probabilities: both count in full. */
const initial = [1, 1];

const normals = model({ y: vector("time") }, ({ y }) => {
  const theta1 = param(dirichlet([1, 1]));
  const theta2 = param(dirichlet([1, 1]));
  const mu = param(normal([3, 10], 1), { constraint: positiveOrdered() });
  const states = { low: normal(mu.at(0), 1), high: normal(mu.at(1), 1) };
  const chain = hiddenMarkov({ initial, transition: [theta1, theta2], states, over: "time" });
  return { theta1, theta2, mu, y: observe(y, chain) };
});

const alpha = { alpha11: scalar(), alpha12: scalar(), alpha21: scalar(), alpha22: scalar() };

/** Speed and distance to the hoop of a basketball player on his drive. */
const drive = model({ u: vector("time"), v: vector("time"), ...alpha }, ({ u, v, alpha11, alpha12, alpha21, alpha22 }) => {
  const theta1 = param(dirichlet(stack(alpha11, alpha12)));
  const theta2 = param(dirichlet(stack(alpha21, alpha22)));
  const phi = param(normal([0, 3], 1), { constraint: positiveOrdered() });
  // Values of v are about 30. Chains that start with both rates near 1 may settle in a mode of its own, 60 lower in log
  // density, in which the second state sees hardly any of them.
  const lambda = param(normal([0, 3], 1), { constraint: positiveOrdered(), init: [0.02, 0.05] });
  const emission = (k: number) => exponential(stack(phi.at(k), lambda.at(k)));
  const states = { drive: emission(0), none: emission(1) };
  const chain = hiddenMarkov({ initial, transition: [theta1, theta2], states, over: "time" });
  return { theta1, theta2, phi, lambda, uv: observe(stack(u, v), chain) };
});

export const hiddenMarkovModels = [
  posterior("hmm_example-hmm_example", normals),
  posterior("bball_drive_event_0-hmm_drive_0", drive, {
    data: ({ u, v, alpha }) => {
      const [[alpha11, alpha12], [alpha21, alpha22]] = alpha as unknown as [[number, number], [number, number]];
      return { u: u as number[], v: v as number[], alpha11, alpha12, alpha21, alpha22 };
    },
  }),
];
