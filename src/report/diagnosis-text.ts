import type { CauseOutcome, Diagnosis, Nature, Recognised, SessionReading } from '../diagnose/diagnosis.ts';
import { causeLines, fixLines, isHidden, restLines } from './diagnosis-cause.ts';
import { visible } from './escape.ts';
import { counted } from './names.ts';
import type { Paint } from './paint.ts';
import { hang, wrap } from './wrap.ts';

/** Messages told in full; of the others the most probable cause. */
const IN_FULL = 3;
/** Of a message, the causes that nothing decides and that are told in full. */
const OPEN = 4;

/** A diagnosis for people: each message with its causes, and at the end the most probable one with its fix. */
export function* diagnosisText(diagnosis: Diagnosis, width: number, paint: Paint): Iterable<string> {
  const paragraphs: (readonly string[])[] = [];
  const { recognised, unrecognised, session, unread } = diagnosis;
  if (session) paragraphs.push(...sessionParagraphs(session, width, paint));
  recognised.forEach((one, index) => {
    if (index < IN_FULL) paragraphs.push(...fullParagraphs(one, width, paint));
    else paragraphs.push(briefLines(one, width, paint));
  });
  if (unrecognised.length > 0) paragraphs.push(unrecognisedLines(unrecognised, width, paint));
  if (unread.length > 0)
    paragraphs.push([
      paint.strong('could not be read:'),
      ...unread.flatMap((line) => hang('  - ', visible(line), width)),
    ]);
  const end = endLines(diagnosis, width, paint);
  if (end.length > 0) paragraphs.push(end);
  yield `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const UNKNOWN = 5;

/** What AWS said and nobody documents: it is told, so that it is not taken for looked at. */
function unrecognisedLines(
  unrecognised: Diagnosis['unrecognised'],
  width: number,
  paint: Paint,
): readonly string[] {
  const told = unrecognised
    .slice(0, UNKNOWN)
    .flatMap(({ text, count }) =>
      hang('  - ', `${visible(text)}${count > 1 ? ` (${count} times)` : ''}`, width),
    );
  const more = unrecognised.length - UNKNOWN;
  return [
    paint.strong('not recognised:'),
    ...told,
    ...(more > 0 ? [`  and ${more} more (-f json has all)`] : []),
  ];
}

function fullParagraphs(one: Recognised, width: number, paint: Paint): (readonly string[])[] {
  return [
    [...headLines(one, width, paint), ...noteLines(one, width)],
    ...causeParagraphs(one.causes, width, paint),
  ];
}

function headLines(one: Recognised, width: number, paint: Paint): readonly string[] {
  const { quote, seenIn, entities, source } = one;
  const named = Object.entries(entities)
    .filter(([name]) => !UNTOLD.has(name))
    .map(([name, values]) => `${WORDS[name] ?? name} ${values.map(visible).join(', ')}`);
  const where = seenIn.filter((place) => place !== 'text');
  return [
    ...titleLines(one, width, paint),
    ...hang('  says: ', visible(quote), width),
    ...(where.length > 0 ? hang('  seen in: ', where.join(', '), width) : []),
    ...(named.length > 0 ? hang('  names: ', named.join('; '), width) : []),
    ...hang('  docs: ', visible(source), width),
  ];
}

const UNTOLD = new Set(['resource', 'repository', 'codes', 'state']);
const WORDS: Readonly<Record<string, string>> = {
  containerInstance: 'container instance',
  securityGroup: 'security group',
  networkInterface: 'network interface',
  targetGroup: 'target group',
  logGroup: 'log group',
  exitCode: 'exit code',
  healthPort: 'port',
  fileSystem: 'file system',
  jsonKey: 'JSON key',
  taskSet: 'task set',
};

function titleLines(one: Recognised, width: number, paint: Paint): readonly string[] {
  const word = NATURES[one.nature];
  const [first = '', ...rest] = hang(`${word} `, `${visible(one.title)}${timesText(one)}`, width);
  return [`${wordOf(one.nature, paint)} ${paint.strong(first.slice(word.length + 1))}`, ...rest];
}

const NATURES: Readonly<Record<Nature, string>> = {
  failure: 'failure:',
  symptom: 'symptom:',
  notice: 'normal:',
};

function wordOf(nature: Nature, paint: Paint): string {
  const colour = { failure: paint.error, symptom: paint.warning, notice: paint.info }[nature];
  return colour(NATURES[nature]);
}

function timesText({ count, lastAt }: Recognised): string {
  if (count === 1 && lastAt === undefined) return '';
  const last = lastAt === undefined ? '' : `last at ${visible(lastAt.replace(/\.\d+Z$/, 'Z'))}`;
  const times = count === 1 ? '' : counted(count, 'time');
  return ` (${[times, last].filter(Boolean).join(', ')})`;
}

function noteLines({ note }: Recognised, width: number): readonly string[] {
  return note === undefined ? [] : hang('  note: ', visible(note), width);
}

function causeParagraphs(
  causes: readonly CauseOutcome[],
  width: number,
  paint: Paint,
): (readonly string[])[] {
  const inFull = causes.filter((cause) => isLeft(cause) && !isHidden(cause));
  const certain = inFull.filter(({ standing }) => standing !== 'open');
  const open = inFull.filter(({ standing }) => standing === 'open');
  const told = [...certain, ...open.slice(0, OPEN)].map((cause, index) =>
    causeLines(cause, index + 1, width, paint),
  );
  const others = open.slice(OPEN).map(({ title }) => visible(title));
  if (others.length > 0) told.push(hang('  also possible: ', others.join('; '), width));
  const rest = restLines(causes, width, paint);
  return rest.length > 0 ? [...told, rest] : told;
}

function isLeft({ standing }: CauseOutcome): boolean {
  return standing !== 'ruled-out' && standing !== 'not-applicable';
}

function briefLines(one: Recognised, width: number, paint: Paint): readonly string[] {
  const [cause] = one.causes;
  return [
    ...titleLines(one, width, paint),
    ...hang('  says: ', visible(one.quote), width),
    ...(cause ? hang('  most probable: ', visible(cause.title), width) : []),
  ];
}

function sessionParagraphs(session: SessionReading, width: number, paint: Paint): (readonly string[])[] {
  const { title, paragraphs, facts, advice, loop } = session;
  return [
    [`${paint.info('session:')} ${paint.strong(visible(title))}`],
    ...paragraphs.map((text) => wrap(visible(text), width - 2).map((line) => `  ${line}`)),
    ...(facts.length > 0 ? [facts.flatMap((fact) => hang('  - ', visible(fact), width))] : []),
    ...(advice.length > 0
      ? [[`  ${paint.strong('what to do:')}`, ...advice.flatMap((one) => hang('  - ', visible(one), width))]]
      : []),
    ...(loop === undefined
      ? []
      : [
          [
            `  ${paint.strong('a loop that keeps the session alive:')}`,
            '',
            ...loop.trimEnd().split('\n').map(visibleLine),
          ],
        ]),
  ];
}

/** A line of a script, which keeps its indentation. */
function visibleLine(line: string): string {
  return visible(line.replace(/\t/g, '  '));
}

/** The end: what is most probable and what to do, or that nothing was recognised. */
function endLines(diagnosis: Diagnosis, width: number, paint: Paint): readonly string[] {
  const { recognised, session, mostProbable, command, checked } = diagnosis;
  if (recognised.length === 0 && session === undefined) return nothingLines(diagnosis, width, paint);
  if (!mostProbable)
    return session === undefined
      ? wrap(
          'No cause remains: all that AWS documents for this is ruled out. The checks see the account as it is now; what failed may have been mended or changed since.',
          width,
        )
      : [];
  const { cause } = mostProbable;
  const sure =
    cause.standing === 'proven'
      ? 'the cause'
      : cause.standing === 'suspected'
        ? 'suspected'
        : 'most probable';
  const fixes = cause.findings.flatMap(({ fixes: list = [] }) => list);
  const head = `${sure}: `;
  const [first = '', ...rest] = hang(head, visible(cause.title), width);
  return [
    `${paint.strong(sure)}: ${first.slice(head.length)}`,
    ...rest,
    // A cause that many checks may prove says less than what was found.
    ...cause.findings.slice(0, 1).flatMap(({ message }) => hang('  ', visible(message), width)),
    ...(fixes.length > 0 ? fixLines(fixes, '  ', width, paint) : hang('  fix: ', visible(cause.fix), width)),
    ...(command === undefined || checked
      ? []
      : [
          ...wrap(
            'Nothing was checked: this is what AWS documents, in the order of its pages. To run the checks:',
            width,
          ),
          `  ${visible(command)}`,
        ]),
  ];
}

function nothingLines(diagnosis: Diagnosis, width: number, paint: Paint): readonly string[] {
  const { normal, nearest, subject } = diagnosis;
  const head = 'nothing was recognised: ';
  const ofAccount = subject.cluster !== undefined && nearest.length === 0;
  const said =
    normal.length > 0
      ? 'what stands there is what a healthy service says'
      : ofAccount
        ? 'no stopped task, event or deployment says that anything failed; ECS forgets stopped tasks after about an hour'
        : 'no message that AWS documents for tasks that do not start or stay up';
  const [first = '', ...rest] = hang(head, said, width);
  return [
    `${paint.strong('nothing was recognised')}: ${first.slice(head.length)}`,
    ...rest,
    ...normal.flatMap((line) => hang('  - ', visible(line), width)),
    ...(nearest.length > 0 && normal.length === 0
      ? [
          ...wrap(
            'The documented messages that are nearest to it, which does not make them the diagnosis:',
            width,
          ),
          ...nearest.flatMap(({ wording, title, message }) => [
            ...hang('  - ', visible(wording), width),
            ...hang('    ', `${visible(title)} (${message})`, width),
          ]),
        ]
      : []),
  ];
}
