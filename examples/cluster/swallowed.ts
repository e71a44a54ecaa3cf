/**
 * Problem 1 without the masks' help: one mixture for all stars, with one share of members ~ Beta(1, 1), so that nothing but the shape of
 * the distribution tells members from field. All else is as in proper_motion.ts.
 *
 * With four Gaussians for the field the cluster stands by itself. Three cannot follow the field's narrow core, its shoulders and its wings
 * at once: then the cluster's Gaussian leaves the cluster and becomes the field's core, several times as wide as its prior expects, with
 * thousands of members everywhere on the sky. No chain has any trouble with that: R-hat does not tell. What tells is a look at the sky,
 * which is in the remarks, and the scatter.
 */
import { beta, model, observe, param, sample, vector } from "wasmcmc";
import type { SkyPlace, Table } from "wasmcmc/data";
import { maskRemarks, memberProbability } from "./memberships.js";
import type { ClusterFit, ClusterOptions } from "./problem.js";
import { clusterInField, motionEstimates, properMotion, startOf } from "./proper_motion.js";
import { clusterFit, membershipThin } from "./report.js";
import { maskedStars } from "./selection.js";

const unmasked = (fieldGaussians: number) =>
  model({ pmra: vector("star"), pmra_error: vector("star") }, ({ pmra, pmra_error }) => {
    const share = param(beta(1, 1), { init: 0.1 });
    const { parameters, density } = clusterInField(fieldGaussians);
    return { ...parameters, share, pmra: observe(pmra, density(share, pmra_error)) };
  });

export async function fitWithoutMasks(
  stars: Table,
  centre: SkyPlace,
  fieldGaussians: number,
  { masks = { inside: 5, outside: 15 }, ...options }: ClusterOptions = {},
): Promise<ClusterFit> {
  const { selection, isInside, inside, outside } = maskedStars(stars, centre, properMotion.columns, masks);
  const target = unmasked(fieldGaussians).bind(selection.table.toData({ pmra: "pmra", pmra_error: "pmra_error" }));
  const init = startOf(inside.numbers("pmra"), outside.numbers("pmra"), fieldGaussians);
  const fit = await sample(target, { jitter: 0.1, ...options, init: { ...init, ...options.init } });
  const found = fit.membership("pmra", { thin: membershipThin(fit) });
  const membership = memberProbability(found);
  return clusterFit({
    title: `Problem 1 without masks, ${fieldGaussians} Gaussians for the field`,
    fit,
    selection,
    membership,
    countSd: found.expectedCounts.sd[0] as number,
    estimates: motionEstimates(fit.draws),
    remarks: maskRemarks(membership, isInside),
  });
}
