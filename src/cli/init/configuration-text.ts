import { visible } from '../../report/escape.ts';
import { spelled } from '../config/spell.ts';
import { VERSION } from '../version.ts';
import { nameOf, type Sort, type Survey } from './survey.ts';

/** More files than this are not listed. */
const LISTED = 20;

/** Folders and names that speak of what is in production. */
const PRODUCTION = /(?:^|[/._-])(prod(?:uction)?|live)(?=[/._-])/i;

/**
 * The configuration that `init` writes. What it says are the defaults; examples are commented out by a `#` with no space behind
 * it, so that they hold when it is removed.
 */
export function configurationText(survey: Survey, next: string, installed: boolean): string {
  const schema = installed
    ? './node_modules/ecs-preflight/schema/config.schema.json'
    : `https://unpkg.com/ecs-preflight@${VERSION}/schema/config.schema.json`;
  const [container = 'web'] = survey.containers;
  const [family = 'api'] = survey.families;
  return `# yaml-language-server: $schema=${schema}
# The configuration of ecs-preflight, for all definitions in this folder and below.
# As it was written by "ecs-preflight init" it says nothing but the defaults.
${[...foundLines(survey)].join('\n')}
#
# Check it all: ${visible(next)}

# How strictly to judge: recommended, production, or all.
ruleset: recommended

# The severity from which on a run fails, with exit code 1: error, warning, info, or never.
failOn: error

# Whether a run fails, with exit code 3, where something could not be checked.
strict: false

# Severities (off, on, error, warning, info) and options of rules and of their problems.
# "ecs-preflight rules" lists them, and "ecs-preflight explain RULE" tells more.
#rules:
#  grace-period:
#    options:
#      startupSeconds:
#        ${spelled(container)}: 45
#  platform-version/unpinned: off

# What holds for some definitions only; of several that do, the last one counts.
# Select by files, families, services, containers, or resources of a template.
#overrides:
#  - files:
${productionPatterns(survey)
  .map((pattern) => `#      - ${spelled(pattern)}`)
  .join('\n')}
#    ruleset: production

# Findings that may stand, each with the reason why, and with the last day if there is one.
#suppressions:
#  - rule: role-confusion/same-role
#    reason: both roles are replaced when the account is moved
#    until: ${nextYear()}-03-31
#    families:
#      - ${spelled(family)}

# Rules and problems that nothing may suppress or turn off.
#mandatory:
#  - rejected-by-ecs
`;
}

function* foundLines({ files, cut }: Survey): Iterable<string> {
  yield '#';
  if (files.length === 0) {
    yield '# Nothing that declares ECS services or task definitions was found.';
    return;
  }
  yield '# Found:';
  for (const { file, sorts } of files.slice(0, LISTED))
    yield `# - ${sorts.map((sort: Sort) => nameOf(sort, 1)).join(' and ')}: ${visible(file)}`;
  if (files.length > LISTED) yield `# - and ${files.length - LISTED} more`;
  if (cut) yield '# - not all files were looked at';
}

/** The folders and names of production that were found, else an example. */
function productionPatterns({ files }: Survey): readonly string[] {
  const patterns = files.flatMap(({ file }) => {
    const found = PRODUCTION.exec(file);
    if (!found) return [];
    const end = found.index + found[0].length;
    const slash = file.indexOf('/', end);
    return [slash === end ? `${file.slice(0, end)}/**` : file];
  });
  const distinct = [...new Set(patterns)].filter(
    (one) => !/[*?{}[\]()!#\\]/.test(one.replace(/\/\*\*$/, '')),
  );
  return distinct.length === 0 ? ['prod/**'] : distinct.slice(0, 5);
}

function nextYear(): number {
  return new Date().getUTCFullYear() + 1;
}
