import type { Why } from '../fact/fact.ts';

/**
 * Text that a template engine, a shell or a person was to replace before the file reaches ECS.
 * `$(ecs_task_id)` and other `$( … )` of the FireLens and SSM languages are resolved by the platform, as `{{.Name}}` is by
 * Docker's log drivers: not placeholders. The bounds keep long text from being walked over and over; so does looking
 * behind only after a match.
 */
const PLACEHOLDER = new RegExp(
  [
    // {{ … }} and ${{ … }}, but for Docker's own: https://docs.docker.com/engine/logging/log_tags/
    '\\$?\\{\\{(?!-?\\s*\\.(?:ID|FullID|Name|ImageID|ImageFullID|ImageName|DaemonName)\\s*-?\\}\\})[^\\n]{0,400}?\\}\\}',
    '\\$\\{[^}\\n]{1,400}\\}', // ${VAR}
    '#\\{[^}\\n]{1,400}\\}#?', // #{TOKEN}#
    '<%[^\\n]{0,400}?%>', // <%= value %>
    '(?<![<?P=(])<[A-Za-z][^<>\\n]{0,200}>', // <IMAGE1_NAME>, but no named group of a regular expression
    '\\${2,4}[A-Z][A-Z0-9_]*\\${2,4}', // $$$TOKEN$$$
    '(?<![A-Za-z0-9_$\\\\])\\$[A-Za-z_][A-Za-z0-9_]*', // $X at the start of a word
    '%[A-Z][A-Z0-9_]{2,60}%', // %TOKEN%
    '(?<![A-Za-z0-9])@[A-Z][A-Z0-9_]{2,60}@', // @TOKEN@
    '(?<![A-Za-z0-9])__[A-Z][A-Z0-9_]{0,60}?__(?![A-Za-z0-9])', // __TOKEN__
    '(?<![A-Za-z0-9])X{4,64}(?![A-Za-z0-9])', // XXXXXXXXXXXX
    '(?<![A-Za-z0-9])x{8,64}(?![A-Za-z0-9])',
    '(?<=(?:subnet|sg|vpc|fs|fsap|lb|tg)-)(?:x{3,64}|X{3,64})(?![A-Za-z0-9])', // subnet-xxx
    '(?<![A-Za-z0-9])YOUR[_-]?[A-Z][A-Z0-9_-]*', // YOUR_ACCOUNT_ID
    '(?<![A-Za-z0-9])your(?:[_-][a-z0-9][a-z0-9_-]*|(?:account|bucket|cluster|directory|domain|image|region|repo|role|secret)[a-z]*)',
    '(?<![A-Za-z0-9_-])(?:REPLACE|CHANGE)[_-]?(?:ME|THIS|WITH)(?![a-z])[A-Z0-9_-]*',
    '(?<![A-Za-z0-9_-])(?:replace|change)[_-](?:me|this|with)(?![a-z])[a-z0-9_-]*',
    '(?<=[:/.])(?:AWS_)?ACCOUNT(?:_?(?:ID|NUMBER))?(?=[:/.])|(?<![A-Za-z0-9_])(?:AWS_)?ACCOUNT_?ID(?=\\.dkr)',
    '(?<=[:.-])(?:AWS_)?REGION(?=[:.])(?<=(?:arn:|ecr\\.|s3[.-])\\S{0,80})',
    '(?<![A-Za-z0-9_])aws_account_id(?![A-Za-z0-9_])',
    // What stands in AWS's own examples of ARNs: region, account, [region], {target-name}
    '(?<=:)(?:aws[-_])?(?:region|account)(?:[-_]?(?:id|name|number|code))?(?=:)(?<=(?:^|:)arn:\\S{0,240})',
    '(?:\\[[^\\]\\s]{1,60}\\]|\\{[^}\\s]{1,60}\\})(?<=(?:^|:)arn:\\S{0,260})',
  ].join('|'),
);

/** Cheap test that most real text fails, so that the long expression runs on few strings. */
const SUSPECT =
  /[<{$%@[]|__|X{3}|x{3}|YOUR|your|REPLACE|CHANGE|replace[_-]|change[_-]|ACCOUNT|REGION|aws_account|:region|:account/;

/** The first placeholder in a text, as it is spelled, or undefined where the text is literal. */
export function findPlaceholder(text: string): string | undefined {
  return SUSPECT.test(text) ? PLACEHOLDER.exec(text)?.[0] : undefined;
}

/** The reason of an unknown that a placeholder makes. */
export function unresolvedPlaceholder(placeholder: string): Why {
  const shown = placeholder.length > 80 ? `${placeholder.slice(0, 79)}…` : placeholder;
  return { reason: 'unresolved', detail: `the placeholder ${shown} is not resolved` };
}

/** By which an `Unresolved` is known that another bundle's copy of the class made. */
export const OPEN = Symbol.for('ecs-preflight.unresolved');

/** A value that its file leaves open: a bare placeholder, a template function, a value known only after deploy. */
export class Unresolved {
  get [OPEN](): true {
    return true;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isUnresolved(value);
  }

  readonly why: Why;
  /** Is something certain to stand there, whatever it is? Not so for a member that UpdateService leaves unchanged. */
  readonly stands: boolean;
  constructor(why: Why, stands = true) {
    this.why = why;
    this.stands = stands;
  }
}

/** The same as `instanceof`, for who asks of every value there is: that costs several times as much. */
export function isUnresolved(value: unknown): value is Unresolved {
  return typeof value === 'object' && value !== null && OPEN in value;
}
