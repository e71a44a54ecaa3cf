/**
 * Gives every class in a spec the two members that as-pect's reflection calls (`toStrictEqual`, logs of records).
 *
 * `@as-pect/transform` compares node kinds with numbers of AssemblyScript 0.27; one was inserted since, so its own traversal finds
 * no classes and its generators no fields. The traversal is done here by name, and the generators see kinds as they were.
 */
import { createAddReflectedValueKeyValuePairsMember } from "@as-pect/transform/lib/createAddReflectedValueKeyValuePairsMember.js";
import { createStrictEqualsMember } from "@as-pect/transform/lib/createStrictEqualsMember.js";
import { NodeKind } from "assemblyscript";
import { Transform } from "assemblyscript/transform";

const kindsOf027 = new Map([
  [NodeKind.FieldDeclaration, 54],
  [NodeKind.MethodDeclaration, 58],
]);

const asIn027 = (node) => Object.create(node, { kind: { value: kindsOf027.get(node.kind) ?? -1 } });

function visit(statements) {
  for (const node of statements) {
    if (node.kind === NodeKind.NamespaceDeclaration) visit(node.members);
    if (node.kind !== NodeKind.ClassDeclaration) continue;
    const view = Object.create(node, { members: { value: node.members.map(asIn027) } });
    node.members.push(createStrictEqualsMember(view), createAddReflectedValueKeyValuePairsMember(view));
  }
}

export default class AsPectTransform extends Transform {
  afterParse(parser) {
    for (const source of parser.sources) visit(source.statements);
  }
}
