/** A piece of text that may hold a message, and what is known of where it stood. */
export interface Observation {
  readonly text: string;
  /** `text`, `service event`, `stopped task`, `container`, `deployment`, `API failure`, … */
  readonly seenIn: string;
  /** ISO 8601. */
  readonly at?: string;
  readonly container?: string;
  readonly exitCode?: number;
  readonly task?: string;
  readonly service?: string;
  readonly cluster?: string;
  /** The ARN of the task definition that the task was of. */
  readonly taskDefinition?: string;
  /** Is the text all that AWS said, so that a single word counts? False for texts that anybody may have written into a document. */
  readonly alone?: boolean;
}
