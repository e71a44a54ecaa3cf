/** The names under which h5wasm's file system in memory holds a file while it is written or read. */
let made = 0;

export function temporaryFile(): string {
  made += 1;
  return `/wasmcmc-${made}.nc`;
}
