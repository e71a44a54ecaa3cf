/** Bound models that between them have what a serialised model can have: labels, groups, inits, vectors, directions, dims with two names. */
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "../fit/line_model.js";

export interface Subject {
  readonly name: string;
  readonly target: Library.Target;
  readonly options: Library.SampleOptions;
  /** The chain that is compared; all before it are run too. */
  readonly chain: number;
}

export function subjects(library: typeof Library): Subject[] {
  const line = lineModel(library).bind(linePoints(library));
  return [
    { name: "a mixture with inits", target: line, options: { warmup: 200, draws: 100, seed: 2 ** 53 - 1 }, chain: 1 },
    {
      name: "levels of labelled groups with a dense metric",
      target: groups(library),
      options: { warmup: 100, draws: 100, seed: 7, metric: "dense", targetAccept: 0.95, jitter: 0.5 },
      chain: 0,
    },
    {
      name: "directions and a series",
      target: directions(library),
      options: { warmup: 100, draws: 50, seed: 3, metric: "diag-draws", maxTreeDepth: 5 },
      chain: 0,
    },
  ];
}

function groups({ halfCauchy, index, model, normal, observe, param, vector }: typeof Library): Library.Target {
  const schools = model({ score: vector("pupil"), school: index("school", "pupil") }, ({ score, school }) => {
    const mu = param(normal(0, 10), { init: 1 });
    const tau = param(halfCauchy(5));
    const offset = param(normal(0, 1), { dims: "school" });
    const theta = offset.mul(tau).add(mu);
    const sigma = param(halfCauchy(5), { init: 2 });
    return { mu, tau, offset, theta, sigma, score: observe(score, normal(theta.at(school), sigma)) };
  });
  return schools.bind({ score: [1.2, 0.4, -0.3, 2.2, 1.9, 0.1], school: ["a", "a", "b", "b", "c", "a"] });
}

/** A series about its past, with a unit vector a group, an angle, and cut points that start where they are told to. */
function directions(library: typeof Library): Library.Target {
  const { circular, cos, flat, index, lag, model, normal, observe, ordered, param, sum, unitVector, vector, vonMises } = library;
  const series = model({ y: vector("day"), group: index("group", "day") }, ({ y, group }) => {
    const axis = param(flat(), { size: 3, dims: "group", constraint: unitVector() });
    const angle = param(vonMises(0.3, 2), { constraint: circular() });
    const cuts = param(normal(0, 2), { size: 2, constraint: ordered(), init: [-0.5, 0.75] });
    const level = param(normal(0, 1), { dims: "group", init: [0.25, -0.5] });
    const past = lag(y, "day").mul(axis.at(0).at(group));
    const mean = past
      .add(level.at(group))
      .add(cos(angle))
      .add(cuts.at(1).sub(cuts.at(0)));
    return { axis, angle, cuts, level, strength: sum(mean.square(), "day"), y: observe(y, normal(mean, 1)) };
  });
  return series.bind({ y: [0.3, 1.4, 0.2, -0.7, 1.1, 0.9, 2.1], group: ["u", "v", "u", "v", "v", "u", "u"] });
}
