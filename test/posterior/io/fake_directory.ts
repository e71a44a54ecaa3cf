/** A directory of the browser's file system, in memory: as much of the interface as folders use, with its errors. */

class Missing extends Error {
  override readonly name: string;
  constructor(name: "NotFoundError" | "TypeMismatchError") {
    super(name);
    this.name = name;
  }
}

export class FakeFile {
  readonly kind = "file";
  bytes = new Uint8Array(0);

  constructor(readonly name: string) {}

  async getFile(): Promise<Blob> {
    return new Blob([this.bytes]);
  }

  /** As in browsers: the file changes when the stream is closed. */
  async createWritable(): Promise<WritableStream<Uint8Array>> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const stream = new WritableStream<Uint8Array>({
      write: (bytes) => void parts.push(bytes.slice()),
      close: async () => {
        this.bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      },
    });
    const writer = stream.getWriter();
    return Object.assign(stream, {
      write: (bytes: Uint8Array) => writer.write(bytes),
      close: () => writer.close(),
      getWriter: () => writer,
    });
  }
}

export class FakeDirectory {
  readonly kind = "directory";
  private readonly entries = new Map<string, FakeDirectory | FakeFile>();

  constructor(readonly name = "") {}

  private find(name: string, kind: string): FakeDirectory | FakeFile | undefined {
    const entry = this.entries.get(name);
    if (entry !== undefined && entry.kind !== kind) throw new Missing("TypeMismatchError");
    return entry;
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<FakeDirectory> {
    const found = this.find(name, "directory") ?? (create ? new FakeDirectory(name) : undefined);
    if (found === undefined) throw new Missing("NotFoundError");
    this.entries.set(name, found);
    return found as FakeDirectory;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<FakeFile> {
    const found = this.find(name, "file") ?? (create ? new FakeFile(name) : undefined);
    if (found === undefined) throw new Missing("NotFoundError");
    this.entries.set(name, found);
    return found as FakeFile;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new Missing("NotFoundError");
  }

  async *keys(): AsyncGenerator<string> {
    yield* this.entries.keys();
  }
}
