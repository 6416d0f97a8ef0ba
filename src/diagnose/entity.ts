/** What a placeholder of a documented message stands for, as a pattern. All are bounded: a long line must not cost more than its length. */
const PATTERNS = {
  absolutePath: '/[^\\s:"]{1,200}',
  action: '[\\w-]{1,40}:[\\w*]{1,60}',
  any: '[^\\n]{1,120}?',
  arn: 'arn:[^\\s",]{1,300}',
  codes: '[\\d, ]{1,60}',
  container: '[\\w-]{1,255}',
  containerInstance: '[\\w:/-]{8,200}',
  deployment: '[\\w/-]{1,100}',
  elb: '[\\w./:-]{1,200}',
  image: '"?[\\w./:@+-]{1,300}"?',
  instance: 'i-[0-9a-f]{3,17}',
  jsonKey: '[^\\s:",]{1,100}',
  n: '\\d{1,12}',
  path: '[^\\s"\']{0,300}?',
  platform: '[\\w/.-]{1,40}',
  program: '[^"\\n]{1,200}?',
  repository: '[\\w./:-]{1,300}',
  role: '[\\w+=,.@:/-]{1,300}',
  seconds: '[\\d.]{1,8}[a-z]{0,8}',
  secret: '[\\w+=,.@:/!-]{1,300}',
  state: '\\w{1,20}',
  subnet: 'subnet-[0-9a-f]{3,17}',
  targetGroup: '[\\w./:-]{1,300}',
  taskSet: '[\\w/-]{1,100}',
  url: '"?[^\\s"]{1,300}"?',
  zone: '[\\w-]{1,40}(?: [\\w-]{1,40}){0,3}',
} as const;

/** Placeholders that only say that something stands there. */
const NAMELESS = new Set(['any', 'n', 'path', 'absolutePath', 'state', 'url', 'arn']);

/** The pattern of a placeholder, as a named group where it names something. */
export function entityPattern(name: string): string {
  const pattern = (PATTERNS as Readonly<Record<string, string>>)[name];
  if (pattern === undefined) throw new Error(`there is no entity <${name}>`);
  return NAMELESS.has(name) ? `(?:${pattern})` : `(?<${name}>${pattern})`;
}

/** What a message names, by what it is; each value once, the first few of them. */
export type Entities = Readonly<Record<string, readonly string[]>>;

const MOST = 5;

/** Gathers entities; of each the first few. */
export class EntityBook {
  readonly #values = new Map<string, Set<string>>();

  add(name: string, value: string | undefined): void {
    const trimmed = value?.replace(/^["'([]{1,4}|["')\].,;:]{1,4}$/g, '');
    if (!trimmed) return;
    const set = this.#values.get(name) ?? new Set<string>();
    if (set.size < MOST) set.add(trimmed);
    this.#values.set(name, set);
  }

  addAll(entities: Entities): void {
    for (const [name, values] of Object.entries(entities)) for (const value of values) this.add(name, value);
  }

  entities(): Entities {
    const sorted = [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, values]) => [name, [...values]]));
  }
}

/** What can be told from a line wherever it stands, beside what the placeholders catch. */
const ANYWHERE: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['service', /\(service:? ?([\w-]{1,255})\)/g],
  [
    'service',
    /\bservice ([\w-]{1,255}) (?:was unable|is unable|is unhealthy|is not (?:healthy|AZ)|has reached|has started|failed to launch|could not launch|deployment failed|operations are)\b/g,
  ],
  ['service', /\barn:aws[\w-]{0,20}:ecs:[\w-]{1,30}:\d{12}:service\/(?:[\w-]{1,255}\/)?([\w-]{1,255})/g],
  ['service', /"group": ?"service:([\w-]{1,255})"/g],
  ['cluster', /\barn:aws[\w-]{0,20}:ecs:[\w-]{1,30}:\d{12}:cluster\/([\w-]{1,255})/g],
  ['cluster', /\barn:aws[\w-]{0,20}:ecs:[\w-]{1,30}:\d{12}:(?:task|service)\/([\w-]{1,255})\//g],
  ['task', /\barn:aws[\w-]{0,20}:ecs:[\w-]{1,30}:\d{12}:task\/(?:[\w-]{1,255}\/)?([0-9a-f-]{32,36})/g],
  ['task', /\(task ([0-9a-f-]{32,36})\)/g],
  ['subnet', /\b(subnet-[0-9a-f]{8,17})\b/g],
  ['securityGroup', /\b(sg-[0-9a-f]{8,17})\b/g],
  ['networkInterface', /\b(eni-[0-9a-f]{8,17})\b/g],
  ['instance', /\b(i-(?:[0-9a-f]{17}|[0-9a-f]{8}))\b/g],
  ['fileSystem', /\b(fs-[0-9a-f]{8,17})\b/g],
  ['secret', /\b(arn:aws[\w-]{0,20}:secretsmanager:[\w-]{1,30}:\d{12}:secret:[\w/+=.@!-]{1,300})/g],
  ['secret', /\b(arn:aws[\w-]{0,20}:ssm:[\w-]{1,30}:\d{12}:parameter\/[\w./-]{1,300})/g],
  ['key', /\b(arn:aws[\w-]{0,20}:kms:[\w-]{1,30}:\d{12}:(?:key|alias)\/[\w/-]{1,200})/g],
  ['role', /\b(arn:aws[\w-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,200})/g],
  ['role', /\barn:aws[\w-]{0,20}:sts::\d{12}:assumed-role\/([\w+=,.@-]{1,64})\//g],
  [
    'targetGroup',
    /\b(arn:aws[\w-]{0,20}:elasticloadbalancing:[\w-]{1,30}:\d{12}:targetgroup\/[\w/-]{1,100})/g,
  ],
  ['object', /\b(arn:aws[\w-]{0,20}:s3:::[\w./-]{1,300})/g],
  ['image', /(?<![/\w])(\d{12}\.dkr[.-]ecr[\w.-]{1,80}\/[\w./:@-]{1,300})/g],
  ['image', /\b((?:registry-1\.)?docker\.io\/[\w./:@-]{1,300})/g],
  ['image', /\b(public\.ecr\.aws\/[\w./:@-]{1,300})/g],
  ['endpoint', /\bhttps?:\/\/([\w.-]{1,200})/g],
  ['endpoint', /\blookup ([\w.-]{1,200}) on\b/g],
  ['address', /\bdial tcp ([\d.]{7,15}(?::\d{1,5})?)/g],
  ['logGroup', /\blog[- ]group[:=]? ?['"]?(\/[\w./#-]{1,300})/g],
  ['action', /\bis not authorized to perform: ([\w-]{1,40}:\w{1,60})/g],
  ['healthPort', /\(port (\d{1,5})\)/g],
  ['exitCode', /\bexit code:? (\d{1,3})\b/gi],
];

/** All that a line names. */
export function entitiesIn(line: string): Entities {
  const book = new EntityBook();
  for (const [name, pattern] of ANYWHERE)
    for (const [, value] of line.matchAll(pattern)) book.add(name, value);
  const { image } = book.entities();
  if (image?.[0]) book.add('repository', repositoryOf(image[0]));
  return book.entities();
}

function repositoryOf(image: string): string {
  const path = image.slice(image.indexOf('/') + 1);
  return path.replace(/[:@].*$/, '');
}
