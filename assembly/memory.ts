/** Memory of the module: taken while things are set up, never given back. Grows by what is needed, where the runtime would double it. */

/** Larger requests than the runtime's own bound are refused here, without a trap. */
const MaxBytes: usize = 0x3fff_ff00;

/** Zeroed bytes, 16-byte aligned; 0 if there is no room. */
export function allocate(bytes: usize): usize {
  return bytes <= MaxBytes && makeRoom(bytes) ? heap.alloc(bytes) : 0;
}

/** Whether `bytes` more can be allocated; from here on they can. Nothing is ever freed, so a small allocation shows where the heap ends. */
export function makeRoom(bytes: usize): bool {
  const end = <u64>heap.alloc(16) + 64 + <u64>bytes;
  const missing = <i32>((end + 0xffff) >> 16) - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}
