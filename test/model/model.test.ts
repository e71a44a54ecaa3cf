import { expect, test } from "vitest";
import {
  dirichlet,
  exp,
  flat,
  index,
  interval,
  log,
  lower,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  sqrt,
  sum,
  uniform,
  vector,
} from "../../bindings/model/index.js";
import { mistake } from "./mistake.js";

const points = { x: vector("point"), y: vector("point") };

/** The line with outliers of the README. */
const line = () =>
  model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
    const m = param(uniform(0, 10), { init: 3 });
    const b = param(normal(0, 25), { init: -13 });
    const ln_s_out = param(uniform(-3, 4), { init: log(10) });
    const s_out = exp(ln_s_out.mul(2));
    const w = param(dirichlet([1, 1]));
    const outlier = normal(0, sqrt(yErr.square().add(s_out)));
    return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier })) };
  });

test("a model sorts what is returned into parameters, tracked expressions and observations, in key order", () => {
  const { parameters, tracked, observations, dataSpecs } = line();
  expect(parameters.map(({ name, tracked: kept }) => [name, kept])).toEqual([
    ["m", true],
    ["b", true],
    ["ln_s_out", true],
    ["w", true],
  ]);
  expect(tracked.map(({ name }) => name)).toEqual(["s_out"]);
  expect(observations.map(({ name, observation }) => [name, observation.distribution.kind])).toEqual([["y", "mixture"]]);
  expect(Object.entries(dataSpecs)).toMatchObject([
    ["x", { kind: "data", dims: ["point"] }],
    ["y", {}],
    ["yErr", { role: "value" }],
  ]);
  expect(parameters[0]?.node).toMatchObject({ kind: "param", init: [3], dims: [], event: [], track: true });
  expect(parameters[2]?.node.init).toMatchObject({ kind: "elementwise", op: "log" });
});

test("an observation reads the columns of the model's own data nodes", () => {
  const { dataSpecs, observations } = line();
  expect(observations[0]?.observation.value).toBe(dataSpecs["y"]);
});

test("parameters that are kept out come after the returned ones", () => {
  const { parameters } = model(points, ({ y }) => {
    const raw = param(normal(0, 1), { name: "raw", track: false });
    const mu = param(normal(0, 1));
    return { scaled: raw.mul(3), mu, y: observe(y, normal(mu.add(raw), 1)) };
  });
  expect(parameters.map(({ name, tracked }) => [name, tracked])).toEqual([
    ["mu", true],
    ["raw", false],
  ]);
});

test("a parameter made outside the callback may serve two models", () => {
  const mu = param(normal(0, 1));
  const first = model(points, ({ y }) => ({ mu, y: observe(y, normal(mu, 1)) }));
  const second = model(points, ({ y }) => ({ centre: mu, y: observe(y, normal(mu, 2)) }));
  expect(first.parameters[0]?.node).toBe(second.parameters[0]?.node);
  expect(second.parameters[0]?.name).toBe("centre");
});

test("a conditional model may leave results undefined", () => {
  const build = (spread: boolean) =>
    model(points, ({ y }) => {
      const mu = param(normal(0, 1));
      const tau = spread ? param(uniform(0, 1)) : undefined;
      return { mu, tau, y: observe(y, normal(mu, tau ?? 1)) };
    });
  expect(build(false).parameters.map(({ name }) => name)).toEqual(["mu"]);
  expect(build(true).parameters.map(({ name }) => name)).toEqual(["mu", "tau"]);
});

test("dims of a parameter are the declared ones, then those of its prior", () => {
  const { parameters } = model({ y: vector("school"), year: index("year", "school") }, ({ y, year }) => {
    const mu = param(normal(0, 1), { dims: "year" });
    const theta = param(normal(mu, 1), { dims: ["school"] });
    const cuts = param(normal(0, 5), { size: 3, constraint: ordered() });
    return { mu, theta, cuts, y: observe(y, normal(theta.at(year), 1)) };
  });
  expect(parameters.map(({ node }) => [node.dims, node.event])).toEqual([
    [["year"], []],
    [["school", "year"], []],
    [[], [3]],
  ]);
});

test("a parameter that is used but not returned is refused, with its prior", () => {
  const error = mistake(() =>
    model(points, ({ x, y }) => {
      const m = param(uniform(0, 10));
      const b = param(normal(m, 25));
      return { m, y: observe(y, normal(m.mul(x).add(b), 1)) };
    }),
  );
  expect(error).toMatchObject({ code: "parameter-not-returned", value: "normal(m, 25)" });
  expect(error.message).toMatchInlineSnapshot(
    `"A parameter with prior normal(m, 25) is used, but not returned. Return it under a key, or keep it out of the results by param(normal(m, 25), { name: "…", track: false })."`,
  );
});

test("a parameter that is only in a prior is reached as well", () => {
  const tau = param(uniform(0, 1), { name: "tau" });
  const error = mistake(() => model(points, ({ y }) => ({ mu: param(normal(0, tau)), y: observe(y, normal(0, 1)) })));
  expect(error).toMatchObject({ code: "parameter-not-returned", variable: "tau" });
  expect(error.message).toMatchInlineSnapshot(
    `"tau with prior uniform(0, 1) is used, but not returned. Return it under a key, or keep it out of the results by param(uniform(0, 1), { name: "tau", track: false })."`,
  );
});

test("one parameter under two keys is refused", () => {
  const mu = param(normal(0, 1));
  const error = mistake(() => model(points, ({ y }) => ({ mu, centre: mu, y: observe(y, normal(mu, 1)) })));
  expect(error).toMatchObject({ code: "parameter-returned-twice", variable: "centre", value: "mu" });
  expect(error.message).toMatchInlineSnapshot(
    `"One parameter is returned under two keys, mu and centre. Return it once, or call param(...) twice for two parameters."`,
  );
});

test("one observation under two keys is refused", () => {
  const mu = param(normal(0, 1));
  const error = mistake(() =>
    model(points, ({ y }) => {
      const observed = observe(y, normal(mu, 1));
      return { mu, y: observed, again: observed };
    }),
  );
  expect(error).toMatchObject({ code: "observation-returned-twice", variable: "again", value: "y" });
});

test("a parameter that is both returned and kept out is refused", () => {
  const mu = param(normal(0, 1), { name: "mu", track: false });
  const error = mistake(() => model(points, ({ y }) => ({ mu, y: observe(y, normal(mu, 1)) })));
  expect(error).toMatchObject({ code: "parameter-untracked", variable: "mu" });
  expect(error.message).toMatchInlineSnapshot(
    `"The parameter mu is returned, but was made with track: false. Leave it out of the returned record, or leave track out."`,
  );
});

test("integer-like names are refused for results and columns", () => {
  const mu = param(normal(0, 1));
  const error = mistake(() => model(points, ({ y }) => ({ 0: mu, y: observe(y, normal(mu, 1)) })));
  expect(error).toMatchObject({ code: "integer-like-name", variable: "0" });
  expect(error.message).toMatchInlineSnapshot(
    `"A result of the model is named "0". Use names that are not integers, such as "b0"."`,
  );
  expect(mistake(() => model({ 7: vector("point") }, () => ({ mu }))).code).toBe("integer-like-name");
});

test("a parameter named like a column is refused", () => {
  const error = mistake(() => model(points, ({ y }) => ({ x: param(normal(0, 1)), y: observe(y, normal(0, 1)) })));
  expect(error).toMatchObject({ code: "name-clash", variable: "x" });
  expect(error.message).toMatchInlineSnapshot(
    `"A result is named x, and so is a column of the data. Rename one; only an observation may carry the name of the column that it observes."`,
  );
});

test("an observation named like a column that it does not read is refused", () => {
  const error = mistake(() => model(points, ({ y }) => ({ mu: param(normal(0, 1)), x: observe(y, normal(0, 1)) })));
  expect(error).toMatchObject({ code: "name-clash", variable: "x" });
});

test("two untracked parameters of one name are refused", () => {
  const [a, b] = [param(normal(0, 1), { name: "z", track: false }), param(normal(0, 1), { name: "z", track: false })];
  expect(mistake(() => model(points, () => ({ total: a.add(b) })))).toMatchObject({ code: "name-clash", variable: "z" });
});

test("a misspelt dim is refused, with the one that was meant", () => {
  const error = mistake(() =>
    model({ y: vector("school") }, ({ y }) => ({
      theta: param(normal(0, 1), { dims: "shcool" }) as never,
      y: observe(y, normal(0, 1)),
    })),
  );
  expect(error).toMatchObject({ code: "unknown-dim", variable: "theta", value: "shcool" });
  expect(error.message).toMatchInlineSnapshot(
    `"The parameter theta is over the dim "shcool", which no column of the data has; the data has "school". Did you mean "school"?"`,
  );
});

test("a model without parameters is refused", () => {
  const error = mistake(() => model(points, ({ y }) => ({ y: observe(y, normal(0, 1)) })));
  expect(error.code).toBe("no-parameters");
  expect(error.message).toMatchInlineSnapshot(
    `"The model has no parameters: nothing that it returns depends on a param(...). Return the parameters, and observations that depend on them."`,
  );
});

test("a distribution that is returned bare is refused", () => {
  const error = mistake(() => model(points, () => ({ mu: normal(0, 1) as never })));
  expect(error).toMatchObject({ code: "not-a-result", variable: "mu" });
  expect(error.message).toMatchInlineSnapshot(
    `"The model returns normal(0, 1) as mu, which is neither an expression nor an observation. Write param(...) for a parameter, observe(data, ...) for data."`,
  );
});

test("a callback that returns no record is refused", () => {
  expect(mistake(() => model(points, () => undefined as never)).message).toMatchInlineSnapshot(
    `"The model's callback did not return a record of parameters, expressions and observations. Return a plain object: { m, b, y: observe(y, ...) }; its keys are the names of the results."`,
  );
  expect(mistake(() => model(points, () => [param(flat())] as never)).code).toBe("not-a-result");
  expect(mistake(() => model(points, (async () => ({})) as never)).code).toBe("not-a-result");
});

test("a column of another model is refused", () => {
  let stolen: unknown;
  model(points, ({ x }) => {
    stolen = x;
    return { mu: param(normal(0, 1)) };
  });
  const error = mistake(() => model(points, ({ y }) => ({ mu: param(normal(0, 1)), y: observe(y, normal(stolen as never, 1)) })));
  expect(error).toMatchObject({ code: "foreign-column", variable: "x" });
  expect(error.message).toMatchInlineSnapshot(
    `"The column x belongs to the data of another model. Use the columns that this model's callback gets."`,
  );
});

test("data in place of its declaration is refused", () => {
  const error = mistake(() => model({ y: [1, 2, 3] as never }, () => ({ mu: param(normal(0, 1)) })));
  expect(error).toMatchObject({ code: "bad-column-spec", variable: "y" });
  expect(error.message).toMatchInlineSnapshot(
    `"The column y is not declared as scalar(), vector(...), matrix(...) or index(...). Write y: vector("point"); the data itself is given later, when the model is bound or sampled."`,
  );
});

test("observing a parameter is refused", () => {
  const mu = param(normal(0, 1), { name: "mu" });
  const error = mistake(() => observe(mu, normal(0, 1)));
  expect(error).toMatchObject({ code: "observation-not-data", variable: "mu" });
  expect(error.message).toMatchInlineSnapshot(
    `"observe got mu as the observed value, which depends on a parameter of prior normal(0, 1). Observe data alone; what depends on parameters goes into the distribution, and a prior into param(...)."`,
  );
});

test("a distribution over more dims than the value is refused", () => {
  const error = mistake(() =>
    model({ ...points, z: vector("school") }, ({ y, z }) => ({ mu: param(normal(0, 1)), y: observe(y, normal(0, z as never)) })),
  );
  expect(error).toMatchObject({ code: "observation-shape", variable: "y", value: "school" });
  expect(error.message).toMatchInlineSnapshot(
    `"observe: the value y is over "point", but normal(0, z) is also over "school". Observe data over "school", reduce it (sum, mean), or gather with .at(labels)."`,
  );
});

test("a distribution of vectors for a column of numbers is refused", () => {
  const error = mistake(() => model(points, ({ y }) => ({ mu: param(normal(0, 1)), y: observe(y, dirichlet([1, 1]) as never) })));
  expect(error).toMatchObject({ code: "observation-shape", variable: "y" });
  expect(error.message).toMatchInlineSnapshot(
    `"observe: the value y has event shape [], dirichlet([1, 1]) has [2]. Give a value and a distribution of the same event shape; stack(...) makes a vector of columns."`,
  );
});

test("a discrete prior is refused", () => {
  const error = mistake(() => param(poisson(3)));
  expect(error).toMatchObject({ code: "discrete-parameter", value: "poisson(3)" });
  expect(error.message).toMatchInlineSnapshot(
    `"A parameter has the discrete prior poisson(3), which has no gradient to sample by. Sum the discrete choice out, for instance by mixture(weights, components)."`,
  );
});

test("a prior that is a number is refused", () => {
  expect(mistake(() => param(3 as never))).toMatchObject({ code: "bad-option", variable: "prior", value: 3 });
});

test("a parameter that is kept out needs a name", () => {
  const error = mistake(() => param(normal(0, 1), { track: false }));
  expect(error).toMatchObject({ code: "bad-option", variable: "name" });
  expect(error.message).toMatchInlineSnapshot(
    `"A parameter with prior normal(0, 1) is not tracked and has no name. Write param(prior, { name: "z", track: false })."`,
  );
});

test("a prior that excludes the init is refused", () => {
  const error = mistake(() => model(points, () => ({ m: param(uniform(0, 10), { init: 11 }) })));
  expect(error).toMatchObject({ code: "bad-init", variable: "m", row: 0, value: 11 });
  expect(error.message).toMatchInlineSnapshot(
    `"The init of m, whose prior is uniform(0, 10), is 11, which the prior excludes. Start between 0 and 10, ends excluded."`,
  );
});

test("an init on the boundary is refused: it is infinitely far in unconstrained space", () => {
  expect(mistake(() => model(points, () => ({ m: param(uniform(0, 10), { init: 0 }) })))).toMatchObject({
    code: "bad-init",
    value: 0,
  });
});

test("an init that does not satisfy a constraint is refused", () => {
  const init = (constraint: ReturnType<typeof lower>, values: number | number[], size = 2) =>
    mistake(() => model(points, () => ({ m: param(normal(0, 1), { constraint, init: values, size }) })));
  expect(init(lower(2), [3, 1])).toMatchObject({ code: "bad-init", variable: "m", row: 1, value: 1 });
  expect(init(interval(0, 1), 2)).toMatchObject({ code: "bad-init", row: 0, value: 2 });
  expect(init(ordered(), [1, 1])).toMatchObject({ code: "bad-init", row: 1, value: 1 });
  expect(init(ordered(), [1, 2, 3])).toMatchObject({ code: "bad-init" });
});

test("an init that is no simplex is refused", () => {
  const error = mistake(() => model(points, () => ({ w: param(dirichlet([1, 1]), { init: [0.5, 0.6] }) })));
  expect(error).toMatchObject({ code: "bad-init", variable: "w" });
  expect(error.message).toMatchInlineSnapshot(
    `"The init of w, whose prior is dirichlet([1, 1]), is [0.5, 0.6]. Give 2 numbers nonnegative with sum 1, none of them 0."`,
  );
});

test("an init that depends on a parameter is refused", () => {
  const mu = param(normal(0, 1), { name: "mu" });
  const error = mistake(() => param(normal(0, 1), { init: mu.mul(2) }));
  expect(error).toMatchObject({ code: "bad-init", variable: "mu" });
  expect(error.message).toMatchInlineSnapshot(
    `"The init of a parameter with prior normal(0, 1) depends on a parameter. Give numbers, or an expression of data and constants such as log(10)."`,
  );
});

test("an init may be an expression of data", () => {
  const { parameters } = model(points, ({ y }) => ({ mu: param(normal(0, 1), { init: sum(y) }) }));
  expect(parameters[0]?.node.init).toMatchObject({ kind: "reduction", op: "sum" });
});

test("a constraint for vectors on a number is refused", () => {
  const error = mistake(() => param(normal(0, 1), { constraint: ordered() }));
  expect(error).toMatchObject({ code: "bad-constraint", variable: "ordered" });
  expect(error.message).toMatchInlineSnapshot(
    `"The constraint ordered() is for vectors, but a parameter with prior normal(0, 1) has event shape []. Give the parameter a size of 2 or more: param(prior, { size: 2, constraint: ordered() })."`,
  );
});

test("a bound over a dim that the parameter lacks is refused", () => {
  const error = mistake(() => model(points, ({ x }) => ({ m: param(normal(0, 1), { constraint: lower(x) }) })));
  expect(error).toMatchObject({ code: "bad-constraint", variable: "lower", value: "point" });
  expect(error.message).toMatchInlineSnapshot(
    `"A bound of a parameter with prior normal(0, 1) is over "point", the parameter is not. Reduce the bound (sum, mean), or give the parameter dims: "point"."`,
  );
});

test("an empty interval is refused", () => {
  expect(mistake(() => interval(2, 1))).toMatchObject({ code: "bad-constraint", variable: "interval", value: 1 });
});
