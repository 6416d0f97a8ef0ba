import { rules } from '../rules/index.ts';
import { demoRun } from './docs/demo-run.ts';
import { current, keepUpToDate } from './docs/files.ts';
import { fill, session, table } from './docs/markdown.ts';

/** Fills the generated parts of README.md: real looks at the output, and the table of rules; with `--check` fails where it is stale. */
const FILE = 'README.md';
const FILES = ['check', 'task-definition.json', '--service', 'service.json'];
/** One of the demo's findings: what a person reads in half a minute. */
const SHOWN = 'secret-reachability/read-denied';
/** What the account of the demo answers to another of them; the text is AWS's. */
const STOPPED =
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1';
const SERVICE = ['--snapshot', 'snapshot.json', '--cluster', 'production', '--service', 'checkout'];

/** The demo judged with its files alone, then with its snapshot. */
function look(): string {
  const options = ['--snapshot snapshot.json', `--rule ${SHOWN}`];
  return [
    session(`ecs-preflight ${FILES.join(' ')}`, demoRun(FILES)),
    'The files are right, their account is not. One of the faults that `npm start` shows:',
    session(
      [`ecs-preflight ${FILES.join(' ')}`, ...options].join(' \\\n    '),
      demoRun([...FILES, ...options.flatMap((option) => option.split(' '))]),
    ),
  ].join('\n\n');
}

/** A diagnosis, without what it says of the second cause. */
function diagnosis(): string {
  const output = demoRun(['diagnose', '-', ...SERVICE], STOPPED)
    .replace(/\n {2}2\. [\s\S]*?(?=\n {2}ruled out:)/, '\n  …\n')
    .replace(/^ {2}docs: .*\n/m, '');
  return session(`pbpaste | ecs-preflight diagnose - ${SERVICE.join(' ')}`, output);
}

function ruleTable(): string {
  return table(
    ['rule', 'the footgun', 'problems'],
    rules.map(({ id, title, problems }) => [
      `[\`${id}\`](rules/${id}/README.md)`,
      title,
      String(Object.keys(problems).length),
    ]),
  );
}

const parts = { look: look(), diagnosis: diagnosis(), rules: ruleTable() };
const text = Object.entries(parts).reduce((all, [part, content]) => fill(all, part, content), current(FILE));
keepUpToDate({ [FILE]: text });
