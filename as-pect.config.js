/** as-pect: which specs there are (all, or the one named by SPEC: `SPEC=math npx asp`) and how a compiled spec is instantiated. */
export default {
  entries: [`assembly/__tests__/**/${process.env.SPEC ?? "*"}.spec.ts`],
  // as-pect's own assembly library comes in through as-pect.asconfig.json; specs include nothing else.
  include: ["assembly/__tests__/**/*.include.ts"],
  disclude: [/node_modules/],
  instantiate(memory, createImports, instantiate, binary) {
    return instantiate(binary, createImports({ env: { memory } }));
  },
  outputBinary: false,
};
