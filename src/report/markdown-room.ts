/** Room for text, in bytes of UTF-8: never fewer than the characters by which GitHub counts a comment, and what it counts a job summary by. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  get left(): number {
    return this.#left;
  }

  /** Takes room for a text, if there is enough. */
  take(text: string): boolean {
    return this.takeBytes(Buffer.byteLength(text));
  }

  takeBytes(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  /** The first texts for which there is room, in no more than `most` bytes, and how many are left out. */
  fit(texts: Iterable<string>, most = this.#left): { readonly text: string; readonly kept: number } {
    const share = new Room(Math.min(most, this.#left));
    let text = '';
    let kept = 0;
    for (const one of texts) {
      if (!share.take(one)) break;
      text += one;
      kept += 1;
    }
    this.takeBytes(Buffer.byteLength(text));
    return { text, kept };
  }
}
