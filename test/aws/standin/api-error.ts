/** What a service answers instead of a result, by its own code. */
export class ApiError extends Error {
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The caller may not do this; each service has its own code and sentence for it. */
export class Denied extends Error {
  readonly action: string;

  constructor(action: string) {
    super(`not authorized to perform: ${action}`);
    this.action = action;
  }
}

/** The service fails; each has its own code for it. */
export class Broken extends Error {}
