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
import { memberProbability } from "./memberships.js";
import type { ClusterFit, ClusterOptions } from "./problem.js";
import { clusterInField, motionEstimates, properMotion, startOf } from "./proper_motion.js";
import { clusterFit, membershipThin } from "./report.js";
import { maskedStars } from "./selection.js";

const unmasked = (fieldGaussians: number) =>
  model({ pmra: vector("star"), pmra_error: vector("star") }, ({ pmra, pmra_error }) => {
    const share = param(beta(1, 1), { init: 0.1 });
    const { parameters, withCluster } = clusterInField(fieldGaussians);
    return { ...parameters, share, pmra: observe(pmra, withCluster(share, pmra_error)) };
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
  const fit = await sample(target, { jitter: 0.1, metric: "dense", ...options, init: { ...init, ...options.init } });
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

/** Members are where the cluster is: a Gaussian that takes stars far from it at half the rate has found something else. */
const LargestRatio = 0.5;

/** How many members each mask has; and a warning where they are no denser about the centre. */
function maskRemarks(membership: Float64Array, isInside: Uint8Array): string[] {
  const counted = (mask: number) => {
    const members = membership.reduce((sum, p, row) => (isInside[row] === mask ? sum + p : sum), 0);
    const stars = isInside.reduce((count, flag) => (flag === mask ? count + 1 : count), 0);
    const words = `${members.toFixed(0)} of ${stars} stars (${((100 * members) / stars).toPrecision(2)} %)`;
    return { words, share: members / stars };
  };
  const [outside, inside] = [counted(0), counted(1)];
  const remark = `Of these ${inside.words} inside, ${outside.words} outside.`;
  if (outside.share < LargestRatio * inside.share) return [remark];
  const swallowed =
    "THE CLUSTER IS SWALLOWED BY THE FIELD: its Gaussian takes stars far from the centre as readily as those about it. Give the field more Gaussians, or use the masks.";
  return [remark, swallowed];
}
