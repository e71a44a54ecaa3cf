/** The weight of mesquite bushes by their measures, as they are and in logarithms. */
import { log, model, normal, observe, vector } from "../../bindings/index.js";
import { dense, flatCoefficients, flatScale, flatScaleOf, linear } from "./linear.js";
import { posterior } from "./posterior.js";

const row = vector("row");
const size = { diam1: row, diam2: row, canopy_height: row };
const all = { weight: row, ...size, total_height: row, density: row, group: row };

const mesquiteModel = model(all, ({ weight, diam1, diam2, canopy_height, total_height, density, group }) => {
  const beta = flatCoefficients(7);
  const sigma = flatScaleOf(weight);
  const expected = linear(beta, [diam1, diam2, canopy_height, total_height, density, group]);
  return { beta, sigma, weight: observe(weight, normal(expected, sigma)) };
});

const logMesquite = model(all, ({ weight, diam1, diam2, canopy_height, total_height, density, group }) => {
  const beta = flatCoefficients(7);
  const sigma = flatScale();
  const expected = linear(beta, [log(diam1), log(diam2), log(canopy_height), log(total_height), log(density), group]);
  return { beta, sigma, log_weight: observe(log(weight), normal(expected, sigma)) };
});

const logVolumeArea = model({ weight: row, ...size, group: row }, ({ weight, diam1, diam2, canopy_height, group }) => {
  const beta = flatCoefficients(4);
  const sigma = flatScale();
  const area = diam1.mul(diam2);
  const expected = linear(beta, [log(area.mul(canopy_height)), log(area), group]);
  return { beta, sigma, log_weight: observe(log(weight), normal(expected, sigma)) };
});

const logVolume = model({ weight: row, ...size }, ({ weight, diam1, diam2, canopy_height }) => {
  const beta = flatCoefficients(2);
  const sigma = flatScale();
  const expected = linear(beta, [log(diam1.mul(diam2).mul(canopy_height))]);
  return { beta, sigma, log_weight: observe(log(weight), normal(expected, sigma)) };
});

export const mesquite = [
  posterior("mesquite-mesquite", mesquiteModel, dense),
  posterior("mesquite-logmesquite", logMesquite, dense),
  posterior("mesquite-logmesquite_logva", logVolumeArea, dense),
  posterior("mesquite-logmesquite_logvolume", logVolume),
];
