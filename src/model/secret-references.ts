import { chain, type Fact, known, unknown, type Why } from '../fact/fact.ts';
import { holdsOpaqueValue, whyOpaque } from '../fact/opaque.ts';
import { openText } from './open-text.ts';
import {
  isReadable,
  parseCredentialsParameter,
  parseValueFrom,
  type SecretNameReference,
  type SecretReference,
} from './secret-reference.ts';
import type { ContainerShape } from './shapes.ts';
import { containerName, containers, type TaskDefinition } from './task-definition.ts';
import type { View } from './view.ts';

type Container = View<ContainerShape>;

/** One place of a task definition that names a secret or a parameter. */
export interface Reference {
  readonly view: View<string>;
  /** `container "api": secret DB_PASSWORD`, `container "api": registry credentials` */
  readonly label: string;
  /** The environment variable or log option that is set; undefined for registry credentials. */
  readonly variable: string | undefined;
  readonly member: 'valueFrom' | 'credentialsParameter';
  readonly target: Fact<SecretReference | SecretNameReference>;
}

/** The places found, and why some may be missing from the list. */
export interface References {
  readonly list: readonly Reference[];
  readonly why: readonly Why[];
}

/** Every place of the task definition that names a secret or a parameter; read once for all rules that look at them. */
export function secretReferences(taskDefinition: TaskDefinition): References {
  return taskDefinition.view.remember(secretReferences, () => allReferences(taskDefinition));
}

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

/** What the text refers to; a value in it that nobody knows is taken for a part of the name, unless that makes it unreadable. */
function targetOf<Target extends SecretReference | SecretNameReference>(
  view: View<string>,
  parse: (text: string) => Target,
): Fact<Target> {
  return chain(openText(view as View), (text) => {
    if (!isReadable(text)) return unknown(whyOpaque(text));
    const target = parse(text);
    return target.kind === 'malformed' && holdsOpaqueValue(text) ? unknown(whyOpaque(text)) : known(target);
  });
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
          variable: name,
          member: 'valueFrom',
          target: targetOf(view, parseValueFrom),
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
    variable: undefined,
    member: 'credentialsParameter',
    target: targetOf(view, parseCredentialsParameter),
  };
  return view.verbatim.match<readonly Reference[]>({
    known: (text) => (text === '' ? [] : [reference]),
    absent: () => [],
    unknown: () => [reference],
  });
}
