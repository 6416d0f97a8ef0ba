/** A report could not be written; the others were. Told as its cause is. */
export class ReportFailure extends Error {
  override readonly name = 'ReportFailure';
  constructor(cause: unknown) {
    super('a report could not be written', { cause });
  }
}
