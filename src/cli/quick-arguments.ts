import type { Options } from 'yargs';
import parser from 'yargs-parser';

type Table = Readonly<Record<string, Options>>;

/** What an option may say here; one that says more is for yargs to understand. */
const UNDERSTOOD = new Set([
  'type',
  'alias',
  'choices',
  'default',
  'defaultDescription',
  'requiresArg',
  'describe',
]);
const TYPES: readonly unknown[] = ['string', 'boolean', undefined];

/** How words are read, by yargs as well as here. */
export const PARSING = {
  'greedy-arrays': false,
  'camel-case-expansion': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'dot-notation': false,
};

/** What yargs answers itself, with their short forms. */
const ANSWERED = { help: { type: 'boolean', alias: 'h' }, version: { type: 'boolean', alias: 'V' } } as const;

/**
 * Inputs without an option among them. The parser would say no more of these than the defaults, which are what is taken for said
 * where nothing is (`argumentsOf`). A last word `help` is `--help` to yargs.
 */
export function inputsAlone(words: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  return words.some((word) => word.startsWith('-') || word === 'help') ? undefined : { _: words };
}

/**
 * Reads a command line that nothing is wrong with, by the parser that yargs itself uses: setting up yargs takes longer than
 * judging a task definition. Undefined wherever yargs may have something to say, and then it reads the line anew.
 */
export function readQuickly(
  words: readonly string[],
  options: Table,
): Readonly<Record<string, unknown>> | undefined {
  if (!Object.values(options).every(isUnderstood)) return undefined;
  const { argv, error } = parser.detailed([...words], parserOptions({ ...options, ...ANSWERED }));
  const { _: inputs, ...values } = argv;
  // A last word `help` is `--help` to yargs.
  if (error !== null || inputs.includes('help')) return undefined;
  const known = new Map(
    Object.entries(options).flatMap(([name, option]) => namesOf(name, option).map((key) => [key, option])),
  );
  const plain = Object.entries(values).every(([key, value]) => {
    const option = known.get(key);
    return value === undefined || (option !== undefined && isPlain(option, value));
  });
  return plain ? argv : undefined;
}

function isUnderstood(option: Options): boolean {
  return Object.keys(option).every((member) => UNDERSTOOD.has(member)) && TYPES.includes(option.type);
}

function namesOf(name: string, { alias = [] }: Options): readonly string[] {
  return [name, ...[alias].flat()];
}

/** As yargs spells options for its parser. */
function parserOptions(options: Table): parser.Options {
  const entries = Object.entries(options);
  const ofType = (type: string) => entries.flatMap(([name, option]) => (option.type === type ? name : []));
  const having = <Value>(member: (option: Options) => Value | undefined) =>
    Object.fromEntries(
      entries.flatMap(([name, option]) => {
        const value = member(option);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  return {
    alias: having(({ alias }) => alias && [alias].flat()),
    boolean: ofType('boolean'),
    string: ofType('string'),
    default: having((option): unknown => option.default),
    // One value, which may be missing: that is for yargs to say.
    narg: having(({ requiresArg }) => (requiresArg ? Number.NaN : undefined)),
    configuration: PARSING,
  };
}

/** A flag is given once, a value is a text, and one of those that there are. */
function isPlain({ type, choices }: Options, value: unknown): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return texts.every((text) => typeof text === 'string' && (choices?.includes(text) ?? true));
}
