/** An input that could not be read: one sentence that says what was expected, and where, if there is a place. */
export interface InputError {
  readonly file: string;
  readonly message: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in UTF-16 code units. */
  readonly column?: number;
}
