/** How large an estate is. What is not said follows from the number of services as in the estate of a thousand. */
export interface Size {
  readonly services: number;
  readonly taskDefinitions: number;
  readonly roles: number;
  readonly containerInstances: number;
  readonly secrets: number;
  readonly parameters: number;
}

/** A fault that is planted, and the services it breaks. */
export interface Planted {
  readonly fault: 'secret-gone' | 'log-group-gone' | 'role-may-not-read' | 'no-headroom' | 'key-disabled';
  readonly services: readonly string[];
}
