/** Files in a directory of the browser's file system. */
import type { Folder } from "./folder.js";

/** A file's bytes take its place when its writable stream is closed, so a file is complete or not there. */
export function directoryFolder(root: FileSystemDirectoryHandle): Folder {
  const directory = async (names: readonly string[], create = false): Promise<FileSystemDirectoryHandle | undefined> => {
    let current: FileSystemDirectoryHandle | undefined = root;
    for (const name of names) current = await current?.getDirectoryHandle(name, { create }).catch(absent);
    return current;
  };
  const file = async (path: string): Promise<FileSystemFileHandle | undefined> => {
    const names = path.split("/");
    return (await directory(names.slice(0, -1)))?.getFileHandle(names.at(-1)!).catch(absent);
  };
  return {
    read: async (path) => {
      const handle = await file(path);
      return handle === undefined ? undefined : new Uint8Array(await (await handle.getFile()).arrayBuffer());
    },
    has: async (path) => (await file(path)) !== undefined,
    write: async (path, bytes) => {
      const names = path.split("/");
      const parent = (await directory(names.slice(0, -1), true))!;
      const handle = await parent.getFileHandle(names.at(-1)!, { create: true });
      const stream = await handle.createWritable();
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
    },
    list: async (path) => {
      const found = await directory(path === "" ? [] : path.split("/"));
      const names: string[] = [];
      if (found !== undefined) for await (const name of found.keys()) names.push(name);
      return names.sort();
    },
    remove: async (path) => {
      const names = path.split("/");
      await (await directory(names.slice(0, -1)))?.removeEntry(names.at(-1)!, { recursive: true }).catch(absent);
    },
  };
}

function absent(error: DOMException): undefined {
  if (error.name !== "NotFoundError" && error.name !== "TypeMismatchError") throw error;
}
