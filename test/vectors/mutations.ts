import { stringify } from 'yaml';
import { type ContractVector, SERVICE_FILE, TASK_DEFINITION_FILE, textsOf } from './contract.ts';

/** A vector written otherwise: what ECS says of it is the same, at the place that `pointer` now names. */
interface Mutant {
  readonly vector: ContractVector;
  /** Where it is not plain JSON of the definitions. */
  readonly texts?: ReturnType<typeof textsOf>;
}

/** A change that does not alter what a request means to ECS; undefined where it cannot be made, or would alter it. */
export type Mutation = (vector: ContractVector) => Mutant | undefined;

type Json = Record<string, unknown>;

const HARMLESS = {
  name: 'audit-sidecar',
  image: 'public.ecr.aws/docker/library/busybox:1.37',
  essential: false,
  memory: 16,
};
/** What ECS allows in one task definition. */
const MOST_CONTAINERS = 10;
/** Longer names would break their own limits when they are renamed. */
const LONGEST_NAME = 50;

export const mutations: Readonly<Record<string, Mutation>> = {
  'a harmless container first': (vector) =>
    withHarmless(vector, (list) => [HARMLESS, ...list], /^\/containerDefinitions\/(\d+)/),
  'a harmless container last': (vector) => withHarmless(vector, (list) => [...list, HARMLESS]),
  'containers renamed': (vector) => renamed(vector, renameContainers),
  'volumes renamed': (vector) => renamed(vector, renameVolumes),
  'ports renamed': (vector) => renamed(vector, renamePorts),
  'the family renamed': (vector) => renamed(vector, renameFamily, ['family-pattern']),
  'the service renamed': (vector) => renamed(vector, renameService, ['service-name-pattern']),
  'members in reverse order': (vector) => changed(vector, reversed),
  'another account and region': (vector) => changed(vector, moved),
  'harmless members': (vector) => changed(vector, decorated),
  'absent members as null': (vector) => changed(vector, withNulls),
  'essential spelled out': (vector) => changed(vector, withEssential),
  'the platform spelled out': (vector) => changed(vector, withPlatform),
  'task sizes as numbers': (vector) => changed(vector, withNumericSize),
  'one more task': (vector) => changed(vector, withOneMore),
  'Fargate through a strategy': throughStrategy,
  'as described': asDescribed,
  'both in one file': inOneFile,
  'as YAML': (vector) => rewritten(vector, 'yaml', (definition) => stringify(definition)),
  'without white space': (vector) => rewritten(vector, 'json', (definition) => JSON.stringify(definition)),
  'with tabs, carriage returns and a byte order mark': (vector) =>
    rewritten(
      vector,
      'json',
      (definition) => `\uFEFF${JSON.stringify(definition, null, '\t').replaceAll('\n', '\r\n')}\r\n`,
    ),
};

function withHarmless(
  vector: ContractVector,
  add: (list: readonly unknown[]) => readonly unknown[],
  shifted?: RegExp,
): Mutant | undefined {
  const { taskDefinition: definition, pointer, pointerIn } = vector;
  if (!isObject(definition)) return undefined;
  const list = definition.containerDefinitions;
  if (!Array.isArray(list) || list.length === 0 || list.length >= MOST_CONTAINERS) return undefined;
  // One container that is not essential is told of the container, several of the list.
  if (pointer?.endsWith('/essential')) return undefined;
  const at =
    shifted && pointerIn === 'taskDefinition'
      ? pointer?.replace(shifted, (_, index: string) => `/containerDefinitions/${Number(index) + 1}`)
      : pointer;
  return {
    vector: {
      ...vector,
      taskDefinition: { ...definition, containerDefinitions: add(list) },
      ...(at === undefined ? {} : { pointer: at }),
    },
  };
}

/** Both definitions put through the same change of names, unless one of the constraints is about those names. */
function renamed(
  vector: ContractVector,
  rename: (definition: unknown) => unknown,
  about: readonly string[] = [],
): Mutant | undefined {
  return about.includes(vector.constraint) ? undefined : changed(vector, rename);
}

function changed(vector: ContractVector, change: (definition: unknown) => unknown): Mutant | undefined {
  const [definition, service] = [change(vector.taskDefinition), change(vector.service)];
  const same =
    JSON.stringify([definition, service]) === JSON.stringify([vector.taskDefinition, vector.service]);
  if (same) return undefined;
  return {
    vector: {
      ...vector,
      ...(vector.taskDefinition === undefined ? {} : { taskDefinition: definition }),
      ...(vector.service === undefined ? {} : { service }),
    },
  };
}

/** Calls `change` with each object of the tree and the member that it stands under; what it returns takes its place. */
function everywhere(value: unknown, change: (object: Json, under: string) => Json, under = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => everywhere(item, change, under));
  if (!isObject(value)) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, everywhere(member, change, key)])),
    under,
  );
}

function prefixed(name: unknown, prefix: string): unknown {
  return typeof name === 'string' && name !== '' && name.length <= LONGEST_NAME ? `${prefix}${name}` : name;
}

function withMember(object: Json, member: string, change: (value: unknown) => unknown): Json {
  return member in object ? { ...object, [member]: change(object[member]) } : object;
}

const CONTAINER_REFERENCES: Readonly<Record<string, string>> = {
  containerDefinitions: 'name',
  dependsOn: 'containerName',
  volumesFrom: 'sourceContainer',
  proxyConfiguration: 'containerName',
  loadBalancers: 'containerName',
  serviceRegistries: 'containerName',
};

function renameContainers(definition: unknown): unknown {
  const rename = (name: unknown) => prefixed(name, 'r-');
  return everywhere(definition, (object, under) => {
    const member = CONTAINER_REFERENCES[under];
    const next = member === undefined ? object : withMember(object, member, rename);
    return withMember(next, 'links', (links) => (Array.isArray(links) ? links.map(rename) : links));
  });
}

const VOLUME_REFERENCES: Readonly<Record<string, string>> = {
  volumes: 'name',
  mountPoints: 'sourceVolume',
  volumeConfigurations: 'name',
};

function renameVolumes(definition: unknown): unknown {
  return everywhere(definition, (object, under) => {
    const member = VOLUME_REFERENCES[under];
    return member === undefined ? object : withMember(object, member, (name) => prefixed(name, 'v-'));
  });
}

const PORT_REFERENCES: Readonly<Record<string, string>> = {
  portMappings: 'name',
  services: 'portName',
  vpcLatticeConfigurations: 'portName',
};

function renamePorts(definition: unknown): unknown {
  return everywhere(definition, (object, under) => {
    const member = PORT_REFERENCES[under];
    return member === undefined ? object : withMember(object, member, (name) => prefixed(name, 'p-'));
  });
}

function renameFamily(definition: unknown): unknown {
  if (!isObject(definition)) return definition;
  const inArn = (name: unknown) =>
    typeof name === 'string' && name.includes('task-definition/')
      ? name.replace('task-definition/', 'task-definition/f-')
      : prefixed(name, 'f-');
  return withMember(withMember(definition, 'family', inArn), 'taskDefinition', inArn);
}

function renameService(definition: unknown): unknown {
  return isObject(definition)
    ? withMember(definition, 'serviceName', (name) => prefixed(name, 's-'))
    : definition;
}

function reversed(definition: unknown): unknown {
  return everywhere(definition, (object) => Object.fromEntries(Object.entries(object).reverse()));
}

function moved(definition: unknown): unknown {
  if (definition === undefined) return undefined;
  const text = JSON.stringify(definition);
  return JSON.parse(text.replaceAll('123456789012', '998877665544').replaceAll('eu-west-1', 'us-east-2'));
}

function eachContainer(definition: unknown, change: (container: Json) => Json): unknown {
  if (!isObject(definition) || !Array.isArray(definition.containerDefinitions)) return definition;
  const list = definition.containerDefinitions as readonly unknown[];
  return {
    ...definition,
    containerDefinitions: list.map((item) => (isObject(item) ? change(item) : item)),
  };
}

/** Tags, a variable and a label, each where there is none of the kind or room for one more. */
function decorated(definition: unknown): unknown {
  if (!isObject(definition)) return definition;
  const { tags = [{ key: 'cost-centre', value: '4711' }] } = definition;
  return eachContainer({ ...definition, tags }, (container) => {
    const { environment = [], dockerLabels = { 'com.example.owner': 'platform' } } = container;
    return {
      ...container,
      environment: Array.isArray(environment)
        ? [...environment, { name: 'EXTRA_FLAG', value: 'on' }]
        : environment,
      dockerLabels,
    };
  });
}

const NULLABLE = ['ipcMode', 'pidMode', 'proxyConfiguration', 'inferenceAccelerators'];
const NULLABLE_IN_CONTAINER = ['command', 'workingDirectory', 'links', 'repositoryCredentials', 'ulimits'];
const NULLABLE_IN_SERVICE = ['serviceRegistries', 'clientToken', 'role', 'vpcLatticeConfigurations'];

function withNulls(definition: unknown): unknown {
  if (!isObject(definition)) return definition;
  const nulls = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
  if (!('family' in definition) && !('containerDefinitions' in definition))
    return { ...nulls(NULLABLE_IN_SERVICE), ...definition };
  return eachContainer({ ...nulls(NULLABLE), ...definition }, (container) => ({
    ...nulls(NULLABLE_IN_CONTAINER),
    ...container,
  }));
}

function withEssential(definition: unknown): unknown {
  return eachContainer(definition, (container) => ({ essential: true, ...container }));
}

function withPlatform(definition: unknown): unknown {
  if (!isObject(definition) || !('containerDefinitions' in definition)) return definition;
  return {
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
    ...definition,
  };
}

function withNumericSize(definition: unknown): unknown {
  if (!isObject(definition) || !('containerDefinitions' in definition)) return definition;
  const number = (value: unknown) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return withMember(withMember(definition, 'cpu', number), 'memory', number);
}

function withOneMore(definition: unknown): unknown {
  return isObject(definition)
    ? withMember(definition, 'desiredCount', (count) => (typeof count === 'number' ? count + 1 : count))
    : definition;
}

function throughStrategy(vector: ContractVector): Mutant | undefined {
  const { service } = vector;
  if (!isObject(service) || service.launchType !== 'FARGATE' || 'capacityProviderStrategy' in service)
    return undefined;
  // What is refused is the launch type itself.
  if (vector.pointer === '/launchType') return undefined;
  const { launchType: _, ...rest } = service;
  const capacityProviderStrategy = [{ capacityProvider: 'FARGATE', weight: 1 }];
  return { vector: { ...vector, service: { ...rest, capacityProviderStrategy } } };
}

/** `{taskDefinition: …}`, as DescribeTaskDefinition answers; its tags stand beside the definition, not in it. */
function asDescribed(vector: ContractVector): Mutant | undefined {
  const { taskDefinition: definition, pointer, pointerIn } = vector;
  if (!isObject(definition) || 'tags' in definition) return undefined;
  const at = pointerIn === 'taskDefinition' && pointer ? `/taskDefinition${pointer}` : pointer;
  return {
    vector: {
      ...vector,
      taskDefinition: { taskDefinition: definition },
      ...(at === undefined ? {} : { pointer: at }),
    },
  };
}

function inOneFile(vector: ContractVector): Mutant | undefined {
  const { service, pointer, pointerIn, ...rest } = vector;
  if (vector.taskDefinition === undefined || service === undefined) return undefined;
  const at = pointer ? `/${pointerIn === 'service' ? 1 : 0}${pointer}` : pointer;
  return {
    vector: {
      ...rest,
      taskDefinition: [vector.taskDefinition, service],
      pointerIn: 'taskDefinition',
      ...(at === undefined ? {} : { pointer: at }),
    },
  };
}

function rewritten(
  vector: ContractVector,
  extension: string,
  write: (definition: unknown) => string,
): Mutant {
  const definitions: Readonly<Record<string, unknown>> = {
    [TASK_DEFINITION_FILE]: vector.taskDefinition,
    [SERVICE_FILE]: vector.service,
  };
  const texts = textsOf(vector).map(({ file }) => ({
    file: file.replace(/json$/, extension),
    text: write(definitions[file]),
  }));
  return { vector, texts };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
