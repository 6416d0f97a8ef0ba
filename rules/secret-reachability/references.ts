import { type Fact, map, type Why } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import {
  parseCredentialsParameter,
  parseValueFrom,
  type SecretNameReference,
  type SecretReference,
} from '../../src/model/secret-reference.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName, containers, type TaskDefinition } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

type Container = View<ContainerShape>;

/** One place of a task definition that names a secret or a parameter. */
export interface Reference {
  readonly view: View<string>;
  /** `container "api": secret DB_PASSWORD`, `container "api": registry credentials` */
  readonly label: string;
  readonly member: 'valueFrom' | 'credentialsParameter';
  readonly target: Fact<SecretReference | SecretNameReference>;
}

interface References {
  readonly list: readonly Reference[];
  /** Why some may be missing from the list. */
  readonly why: readonly Why[];
}

/** Judges each reference of the deployment; what could not be listed is unknown. */
export function judgeReferences(
  { taskDefinition }: Deployment,
  judge: (reference: Reference) => Verdict,
): Verdicts {
  const { list, why } = taskDefinition.view.remember(allReferences, () => allReferences(taskDefinition));
  if (list.length === 0)
    return why.length > 0 ? cannotTell(why) : notApplicable('the task definition names no secret');
  const verdicts = list.map(judge);
  return why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts;
}

/** Read once for all problems that look at them. */
function allReferences(taskDefinition: TaskDefinition): References {
  const why: Why[] = [];
  const list = containers(taskDefinition).match<readonly Reference[]>({
    known: (found) => found.flatMap((container) => referencesOf(container, why)),
    absent: () => [],
    unknown: (reasons) => {
      why.push(...reasons);
      return [];
    },
  });
  return { list, why };
}

function referencesOf(container: Container, why: Why[]): readonly Reference[] {
  const named = containerName(container);
  const secretOptions = container.get('logConfiguration').get('secretOptions');
  return [
    // Empty text is `rejected-by-ecs/secret-name-missing`'s, which looks at `secrets` only.
    ...valuesFrom(container.get('secrets').items, `${named}: secret`, why).filter(
      ({ view }) => view.raw !== '',
    ),
    ...valuesFrom(secretOptions.items, `${named}: log option`, why),
    ...registryCredentials(container, `${named}: registry credentials`),
  ];
}

type Secrets = Fact<readonly View<{ name?: string | undefined; valueFrom?: string | undefined }>[]>;

function valuesFrom(list: Secrets, label: string, why: Why[]): readonly Reference[] {
  return list.match<readonly Reference[]>({
    known: (entries) =>
      entries.map((entry) => {
        const view = entry.get('valueFrom');
        const name = entry.get('name').verbatim.match({
          known: (text) => text || String(entry.key),
          absent: () => String(entry.key),
          unknown: () => String(entry.key),
        });
        return {
          view,
          label: `${label} ${name}`,
          member: 'valueFrom',
          target: map(view.text, parseValueFrom),
        };
      }),
    absent: () => [],
    unknown: (reasons) => {
      why.push(...reasons);
      return [];
    },
  });
}

/** An empty `credentialsParameter`, as the skeletons of the AWS CLI have it, names nothing. */
function registryCredentials(container: Container, label: string): readonly Reference[] {
  const view = container.get('repositoryCredentials').get('credentialsParameter');
  const reference: Reference = {
    view,
    label,
    member: 'credentialsParameter',
    target: map(view.text, parseCredentialsParameter),
  };
  return view.verbatim.match<readonly Reference[]>({
    known: (text) => (text === '' ? [] : [reference]),
    absent: () => [],
    unknown: () => [reference],
  });
}
