/** The second part of the walk-through: an open cluster among the stars of the field, in four ways. */
import type { Table } from "wasmcmc/data";
import { plotMembership, plotPair, plotSky, plotVectorPoint } from "wasmcmc/plots";
import type { ClusterFit, ClusterProblem } from "../cluster/problem.js";
import { problems } from "../cluster/problems.js";
import { simulateField } from "../cluster/simulator/field.js";
import { figure, formula, type Markup, markup, printed, theme } from "./page.js";

export interface ClusterSectionOptions {
  readonly stars: number;
  readonly draws: number;
}

const formulas: Readonly<Record<number, string>> = {
  1: "p(\\mu_n) = w\\, \\mathcal N(\\mu_n;\\, \\mu_c,\\, s_c^2 + \\sigma_n^2) + (1 - w) \\sum_{k=1}^{4} f_k\\, \\mathcal N(\\mu_n;\\, \\mu_k,\\, s_k^2 + \\sigma_n^2)",
  2: "p(\\varpi_n \\mid \\mathrm{field}) = \\int_0^\\infty \\frac{r^2 e^{-r/L}}{2 L^3}\\, \\mathcal N(\\varpi_n;\\, 1/r,\\, \\sigma_n^2)\\, dr",
  3: "p(\\boldsymbol\\mu_n) = w\\, \\mathcal N_2(\\boldsymbol\\mu_n;\\, \\boldsymbol\\mu_c,\\, s_c^2 I + C_n) + (1 - w) \\sum_k f_k\\, \\mathcal N_2(\\boldsymbol\\mu_n;\\, \\boldsymbol\\mu_k,\\, S_k + C_n)",
  4: "p(\\mathrm{star}\\, n) = w\\, p_c(\\mathrm{sky})\\, p_c(\\varpi, \\boldsymbol\\mu)\\, p_c(v_r) + (1 - w)\\, p_f(\\mathrm{sky})\\, p_f(\\varpi, \\boldsymbol\\mu)\\, p_f(v_r)",
};

export async function clusterSection({ stars: count, draws }: ClusterSectionOptions): Promise<Markup[]> {
  const { stars, truth, cluster, isMember } = simulateField({ stars: count, seed: 6819 });
  const sections = [field(stars, cluster, isMember)];
  for (const problem of [...problems].sort((a, b) => a.number - b.number)) {
    const found = await problem.fit(stars, cluster, { seed: 1, chains: 2, warmup: draws, draws });
    sections.push(solved(problem, found, stars, truth));
  }
  return sections;
}

function field(stars: Table, centre: { readonly ra: number; readonly dec: number }, isMember: Uint8Array): Markup {
  const members = isMember.reduce((sum, flag) => sum + flag, 0);
  const sky = plotSky({ ra: stars.numbers("ra"), dec: stars.numbers("dec") }, { centre, circles: [5 / 60, 15 / 60], theme });
  return markup`<h2>A star cluster in four ways</h2>
<p>${stars.rowCount.toLocaleString("en")} stars of a simulated field about a cluster like NGC 6819: ${members} are members, ${stars.rowCount - members} stand before or behind it. Inside the inner
circle of the figure the cluster is looked for, beyond the outer one the field is learnt.</p>
${figure(sky, "The simulated field. Circles of 5 and 15 minutes of arc.")}`;
}

function solved(problem: ClusterProblem, found: ClusterFit, stars: Table, truth: Readonly<Record<string, number>>): Markup {
  const { selection, membership, estimates, fit } = found;
  const table = selection.table;
  const told = estimates.flatMap(({ name, unit, mean, sd }) => {
    const true_ = truth[name];
    return true_ === undefined ? [] : [`${name} ${shown(mean)} ± ${shown(sd, 2)} ${unit} (truth ${shown(true_)})`];
  });
  const usesMotions = problem.columns.includes("pmra") && problem.columns.includes("pmdec");
  const picture = usesMotions
    ? figure(
        plotVectorPoint({ pmra: table.numbers("pmra"), pmdec: table.numbers("pmdec") }, { membership, theme }),
        "Proper motions, coloured by membership.",
      )
    : figure(
        plotMembership(membership, { logarithmic: true, label: "probability to be of the cluster", theme }),
        "Membership probabilities; counts are on a logarithmic axis.",
      );
  const scalars = fit.names.filter((name) => fit.array(name as never).shape.length === 2).slice(0, 4);
  const pair =
    scalars.length < 2
      ? undefined
      : figure(plotPair(fit, { variables: scalars, width: 640, height: 640, theme }), `Joint draws of ${scalars.join(", ")}.`);
  return markup`<h3>${problem.title}</h3>
${formula(formulas[problem.number]!)}
<p>${told.join("; ")}. It took ${(fit.milliseconds / 1000).toFixed(1)} s for ${membership.length.toLocaleString("en")} of ${stars.rowCount.toLocaleString("en")} stars.</p>
${printed(found.summary())}
${picture}
${pair}`;
}

const shown = (value: number, digits = 4) => Number(value.toPrecision(digits)).toString().replace("-", "−");
