import type { Why } from './fact.ts';

/**
 * What stands in a snapshot in the place of a value that is not kept: text like any other value of its AWS shape, which says
 * what the value was judged to be, and nothing of it. It begins with U+0000, which neither an environment variable nor an
 * argument of a program can hold, so that no value is taken for it.
 */

/** What was found out about a value before it was left out. */
export interface Redaction {
  /** The kind of credential that it is: `a GitHub token`. */
  readonly credential?: string;
  /** Does it name an AWS resource that an application calls? */
  readonly awsResource?: boolean;
  /** Does it hold a placeholder that was never resolved? Then nothing else is known of it. */
  readonly placeholder?: boolean;
}

const BEGINNING = '\u0000redacted';
const CREDENTIAL = /\[credential: ([^\]]*)\]/;
const AWS_RESOURCE = '[AWS resource]';
const PLACEHOLDER = '[placeholder]';

/** The text that stands for a value of that sort. */
export function redactedText({ credential, awsResource, placeholder }: Redaction): string {
  return [
    BEGINNING,
    ...(credential === undefined ? [] : [`[credential: ${credential}]`]),
    ...(awsResource ? [AWS_RESOURCE] : []),
    ...(placeholder ? [PLACEHOLDER] : []),
  ].join(' ');
}

/** Does the text stand for a value that is not kept? */
export function isRedacted(text: string): boolean {
  return text.charCodeAt(0) === 0 && text.startsWith(BEGINNING);
}

/** What is known of the value that the text stands for; undefined where it is a value itself. */
export function redactionIn(text: string): Redaction | undefined {
  if (!isRedacted(text)) return undefined;
  const credential = CREDENTIAL.exec(text)?.[1];
  return {
    ...(credential === undefined ? {} : { credential }),
    awsResource: text.includes(AWS_RESOURCE),
    placeholder: text.includes(PLACEHOLDER),
  };
}

/** Why the value that such a text stands for is unknown; `where` it stands. */
export function whyRedacted(text: string, where: string): Why {
  return redactionIn(text)?.placeholder
    ? {
        reason: 'unresolved',
        detail: `a placeholder in ${where}, whose value the snapshot hides, is not resolved`,
      }
    : { reason: 'redacted', detail: `the snapshot hides the value of ${where}` };
}
