import {
  any,
  type Fact,
  holds,
  map,
  not,
  orElse,
  some,
  type Truth,
  truth,
  unknown,
} from '../../src/fact/fact.ts';
import { awsKeyVariables } from '../../src/knowledge/credentials.ts';
import { environment } from '../../src/model/environment.ts';
import { findPlaceholder, unresolvedPlaceholder } from '../../src/model/placeholder.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Edit,
  type Failure,
  fail,
  failsIf,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { filled } from './exec-on.ts';

type Container = View<ContainerShape>;

/** Programs that, as the first process, reap orphans just as `initProcessEnabled` does. */
const INIT_PROGRAMS = /(?:^|\/)(?:tini|dumb-init|catatonit|s6-svscan|init)$/;

/** Does the container have an init process: by its parameter, or by an entry point that is one? */
export function hasInit(container: Container): Truth {
  const [first] = container.get('entryPoint').items.match<readonly View[]>({
    known: (words) => words,
    absent: () => [],
    unknown: () => [],
  });
  return any([
    orElse(container.get('linuxParameters').get('initProcessEnabled').flag, () => truth(false)),
    first ? holds(first.verbatim, (program) => INIT_PROGRAMS.test(program)) : truth(false),
  ]);
}

/** The edit that gives the container an init process. */
export function addInit(container: Container): Edit {
  const parameters = container.get('linuxParameters');
  return parameters.given.match<Edit>({
    known: (given) =>
      given
        ? { at: parameters.get('initProcessEnabled'), op: 'set', value: true }
        : { at: parameters, op: 'set', value: { initProcessEnabled: true } },
    absent: () => ({ at: parameters, op: 'set', value: { initProcessEnabled: true } }),
    unknown: () => ({ at: parameters.get('initProcessEnabled'), op: 'set', value: true }),
  });
}

/** The first process of a container reaps orphans only if it is made for that. */
export function judgeInit(container: Container): Verdicts {
  return failsIf(not(hasInit(container)), () => ({
    at: container.get('linuxParameters').get('initProcessEnabled'),
    message: `${containerName(container)}: initProcessEnabled is not true, expected true where ECS Exec sessions start processes`,
    fixes: [
      {
        kind: 'edit',
        description: 'run an init process in the container',
        safe: false,
        edits: [addInit(container)],
      },
    ],
  }));
}

interface NamedEntry {
  readonly entry: View;
  readonly name: Fact<string>;
}

/** The variables of a container, plain and secret, that the SSM agent would take for its credentials. */
export function judgeKeys(container: Container): Verdicts {
  const secrets = map(container.get('secrets').items, (entries) =>
    entries.map((entry) => ({ entry: entry as View, name: entry.get('name').text })),
  );
  const verdicts = [
    ...judgeNames(container, 'environment', environment(container) as Fact<readonly NamedEntry[]>),
    ...judgeNames(container, 'secrets', secrets),
  ];
  return verdicts.length > 0 ? verdicts : pass();
}

function judgeNames(
  container: Container,
  member: string,
  list: Fact<readonly NamedEntry[]>,
): readonly Verdict[] {
  return list.match<readonly Verdict[]>({
    known: (entries) => entries.map((entry) => judgeName(container, member, entry)),
    absent: () => [],
    unknown: (why) => [cannotTell(why)],
  });
}

function judgeName(container: Container, member: string, { entry, name }: NamedEntry): Verdict {
  return name.match<Verdict>({
    known: (text) =>
      awsKeyVariables().includes(text) ? fail(keyFailure(container, member, entry, text)) : pass(),
    absent: pass,
    unknown: cannotTell,
  });
}

function keyFailure(container: Container, member: string, entry: View, name: string): Failure {
  return {
    at: (entry as View<{ name?: string | undefined }>).get('name'),
    message: `${containerName(container)}: ${member} sets ${name}, which the SSM agent uses in place of the task role`,
    fixes: [
      {
        kind: 'edit',
        description: 'remove the variable, so that the agent and the application use the task role',
        safe: false,
        edits: [{ at: entry, op: 'remove' }],
      },
    ],
  };
}

function isAwsKey(name: Fact<string>): Truth {
  const variables = awsKeyVariables();
  return holds(name, (text) => variables.includes(text));
}

/** Images that AWS's pages or Microsoft's registry name as Nano Server, and those that are known not to be. */
export function isNanoServer(image: View<string>): Truth {
  return image.verbatim.match<Truth>({
    known: (reference) => {
      if (/nanoserver/i.test(reference)) return truth(true);
      const placeholder = findPlaceholder(reference);
      if (placeholder) return unknown(unresolvedPlaceholder(placeholder));
      return /servercore|^mcr\.microsoft\.com\/windows\/server[:@]/i.test(reference)
        ? truth(false)
        : unknown({
            reason: 'undecidable',
            detail: `whether the image ${reference} is built on Nano Server`,
          });
    },
    absent: () => truth(false),
    unknown: (why) => unknown(...why),
  });
}

/** Nothing of the task keeps ECS Exec from working, so that turning it on is all that is needed. */
export function readyForExec(containers: readonly Container[]): boolean {
  const inTheWay = any(
    containers.flatMap((container) => [
      orElse(container.get('readonlyRootFilesystem').flag, () => truth(false)),
      some(environment(container), ({ name }) => isAwsKey(name)),
      some(container.get('secrets').items, (entry) => isAwsKey(entry.get('name').text)),
      filled(container.get('volumesFrom')),
    ]),
  );
  return inTheWay.match({ known: (is) => !is, absent: () => true, unknown: () => false });
}
