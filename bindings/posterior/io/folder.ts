/** A place for files that belong together: a folder of the disk, the browser's own file system, or a Map in memory. */

import { WasmcmcError } from "../../errors.js";
import { directoryFolder } from "./directory_folder.js";
import { diskOf } from "./disk.js";

/**
 * A path (in Node), a Map from "/path/of/file" to bytes, or a directory of the browser's file system (OPFS: the origin private file
 * system, `await navigator.storage.getDirectory()`, or what a person picked).
 */
export type FolderPlace = string | Map<string, Uint8Array> | FileSystemDirectoryHandle;

/** Paths have no slash at their start. Several files may be read at once; they are written one after the other. */
export interface Folder {
  read(path: string): Promise<Uint8Array | undefined>;
  has(path: string): Promise<boolean>;
  /** Whoever reads sees the whole file, or what was there before. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Names of files and folders directly under the path, in order; none where there is no such folder. */
  list(path: string): Promise<string[]>;
  remove(path: string): Promise<void>;
}

export async function openFolder(place: FolderPlace): Promise<Folder> {
  if (typeof place === "string") return nodeFolder(place);
  if (place instanceof Map) return mapFolder(place);
  if (typeof place === "object" && place !== null && "getDirectoryHandle" in place) return directoryFolder(place);
  throw new WasmcmcError({
    code: "bad-option",
    problem: "The place for files is neither a path, a Map nor a FileSystemDirectoryHandle.",
    remedy: "Pass one of them.",
    value: place,
  });
}

/** Refuses a place that holds such files already, or, if asked, removes them. */
export async function clearFolder(folder: Folder, isOurs: (name: string) => boolean, overwrite: boolean): Promise<void> {
  const found = (await folder.list("")).filter(isOurs);
  if (found.length === 0) return;
  if (!overwrite) {
    throw new WasmcmcError({
      code: "file-exists",
      problem: `The folder holds "${found[0]}"${found.length > 1 ? ` and ${found.length - 1} more` : ""} already.`,
      remedy: "Name another folder, or pass { overwrite: true }.",
      value: found[0],
    });
  }
  for (const name of found) await folder.remove(name);
}

function mapFolder(files: Map<string, Uint8Array>): Folder {
  return {
    read: async (path) => files.get(`/${path}`),
    has: async (path) => files.has(`/${path}`),
    write: async (path, bytes) => void files.set(`/${path}`, bytes.slice()),
    list: async (path) => {
      const start = path === "" ? "/" : `/${path}/`;
      const inside = [...files.keys()].filter((key) => key.startsWith(start));
      return [...new Set(inside.map((key) => key.slice(start.length).split("/")[0]!))].sort();
    },
    remove: async (path) => {
      for (const key of [...files.keys()]) if (key === `/${path}` || key.startsWith(`/${path}/`)) files.delete(key);
    },
  };
}

/** A file is written beside its place, under a name that readers of such folders skip, and moved there once it is complete. */
function nodeFolder(root: string): Folder {
  const files = diskOf(root);
  const full = (path: string): string => (path === "" ? root : `${root}/${path}`);
  const made = new Set<string>();
  return {
    read: (path) => files.readFile(full(path)).catch(absent),
    has: (path) =>
      files.stat(full(path)).then(
        () => true,
        (error) => absent(error) ?? false,
      ),
    write: async (path, bytes) => {
      const place = full(path);
      const slash = place.lastIndexOf("/");
      const parent = place.slice(0, slash);
      if (!made.has(parent)) await files.mkdir(parent, { recursive: true });
      made.add(parent);
      const beside = `${parent}/.${place.slice(slash + 1)}.partial`;
      await files.writeFile(beside, bytes);
      await files.rename(beside, place);
    },
    list: async (path) => ((await files.readdir(full(path)).catch(absent)) ?? []).sort(),
    remove: async (path) => {
      await files.rm(full(path), { recursive: true, force: true });
      made.clear();
    },
  };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR" && error.code !== "EISDIR") throw error;
}
