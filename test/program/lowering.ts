/** Models bound for the scalar reference, so that their lowering is tested without the engine. */

import { withTwins } from "../../bindings/engine/bound.js";
import { indexColumns } from "../../bindings/engine/index_columns.js";
import { type CompilableModel, compile } from "../../bindings/fit/compile.js";
import { checkData } from "../../bindings/model/check_data.js";
import { type ReferenceEvaluator, reference } from "../../bindings/program/reference/reference.js";
import { verify } from "../../bindings/program/verify.js";

export function referenceOf(model: CompilableModel, data: Readonly<Record<string, unknown>>): ReferenceEvaluator {
  const compiled = compile(model);
  verify(compiled.program);
  const checked = withTwins(checkData(model.dataSpecs, data), compiled.twins);
  return reference(compiled.program, {
    dimSizes: compiled.dims.map((dim) => checked.dimSizes.get(dim) ?? 1),
    columns: compiled.columns.map((name) => checked.columns.get(name) as Float64Array),
    indexes: indexColumns(compiled, checked.dimSizes, checked.indexes),
  });
}
