/** An AWS shape as a snapshot holds it: JSON, with dates as ISO 8601 text, and nothing that may be changed. */
export type Shape<T> = T extends Date
  ? string
  : T extends Uint8Array
    ? string
    : T extends readonly (infer Element)[]
      ? readonly Shape<Element>[]
      : T extends object
        ? { readonly [Member in keyof T]: Shape<T[Member]> }
        : T;
