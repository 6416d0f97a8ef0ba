import { rules } from '../../rules/index.ts';
import { type Catalogue, catalogueOf, type Message } from '../../src/diagnose/catalogue.ts';
import { diagnosisChecks } from '../../src/diagnose/checks/rule.ts';
import { table } from './markdown.ts';

/** What the areas of the catalogue are about, in the order of a task's life. */
const AREAS: Readonly<Record<string, string>> = {
  placement: 'Placement, capacity, network interfaces',
  initialization: 'Before the containers start: secrets, logs, volumes',
  pull: 'Pulling images',
  runtime: 'The container runtime',
  stopped: 'Why a task stopped',
  service: 'Events of services and deployments',
  api: 'Refusals of the API',
};

/** The messages that are recognised, by area, with their documented causes. */
export function messageTables(): string {
  const catalogue = catalogueOf([...rules, diagnosisChecks]);
  const areas = new Set(catalogue.messages.map(({ area }) => area));
  for (const area of areas)
    if (!Object.hasOwn(AREAS, area)) throw new Error(`the area ${area} has no heading`);
  const sections = Object.entries(AREAS).map(([area, heading]) => areaSection(heading, area, catalogue));
  return [...sections, exitSection(catalogue)].join('\n\n');
}

function areaSection(heading: string, area: string, { messages }: Catalogue): string {
  const own = messages.filter((message) => message.area === area);
  // The refusals that are problems of rules stand on the pages of the rules.
  const told = own.filter(({ id }) => !id.includes('/'));
  const refusals = own.length - told.length;
  return [
    `### ${heading}`,
    table(['what failed', 'as in', 'causes, in the order in which they are looked at'], told.map(messageRow)),
    ...(refusals === 0
      ? []
      : [
          `And ${refusals} texts of the API that are problems of rules: \`diagnose\` names the problem, and \`explain\` tells the rest.`,
        ]),
  ].join('\n\n');
}

function messageRow({ title, wordings, wholes, causes }: Message): readonly string[] {
  const text = wordings[0]?.text ?? wholes[0]?.text ?? '';
  // Of `{a|b}` the first will do as an example.
  const example = text
    .replace(/\{([^{}|]*)[^{}]*\}/g, '$1')
    .replaceAll('…', ' … ')
    .replace(/ +/g, ' ');
  return [title, `\`${example.trim()}\``, causes.map((cause) => cause.title).join('; ')];
}

function exitSection({ exits }: Catalogue): string {
  const rows = [...exits].map(([code, { title, causes }]) => [
    `\`${code}\``,
    title.replace(/^exit code \d+: /, ''),
    causes.map((cause) => cause.title).join('; '),
  ]);
  return ['### Exit codes of containers', table(['code', 'meaning', 'causes'], rows)].join('\n\n');
}
