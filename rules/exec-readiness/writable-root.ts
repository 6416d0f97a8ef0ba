import {
  all,
  any,
  holds,
  not,
  orElse,
  some,
  type Truth,
  truth,
  unknown,
  type Why,
} from '../../src/fact/fact.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, type Failure, fail, pass, type Verdicts } from '../../src/rule.ts';
import { filled } from './exec-on.ts';

type Container = View<ContainerShape>;

/**
 * What the SSM agent writes to in the container.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html, https://github.com/aws/containers-roadmap/issues/1359
 */
const AGENT_PATHS = ['/managed-agents', '/var/lib/amazon/ssm', '/var/log/amazon/ssm'] as const;

/** A read-only root keeps the SSM agent from starting, unless what it writes to is mounted writable. */
export function judgeRoot(container: Container): Verdicts {
  return container.get('readonlyRootFilesystem').flag.match<Verdicts>({
    known: (readOnly) => (readOnly ? fail(readOnlyFailure(container)) : pass()),
    absent: pass,
    unknown: cannotTell,
  });
}

function readOnlyFailure(container: Container): Failure {
  return any(AGENT_PATHS.map((path) => not(writable(container, path)))).match<Failure>({
    known: (is) => (is ? unwritableFailure(container) : workaround(container)),
    absent: () => workaround(container),
    unknown: (why) => undecided(container, why),
  });
}

function unwritableFailure(container: Container): Failure {
  const paths = AGENT_PATHS.filter((path) =>
    writable(container, path).match({ known: (is) => !is, absent: () => true, unknown: () => false }),
  );
  return {
    ...failureOf(container),
    message: `${containerName(container)}: readonlyRootFilesystem is true and ${paths.join(', ')} ${paths.length === 1 ? 'is no writable mount' : 'are no writable mounts'}`,
  };
}

function workaround(container: Container): Failure {
  return {
    ...failureOf(container),
    severity: 'warning',
    message: `${containerName(container)}: readonlyRootFilesystem is true, and ECS Exec rests on writable mounts over it, which AWS does not support`,
    why: 'AWS says that ECS Exec needs a writable root; mounts over the paths of the SSM agent have been seen to work, and nothing says that they will after the next agent',
  };
}

/** It is wrong either way: how wrong, the mounts would say. */
function undecided(container: Container, why: readonly Why[]): Failure {
  return {
    ...failureOf(container),
    severity: 'warning',
    message: `${containerName(container)}: readonlyRootFilesystem is true, and it is not known whether ${AGENT_PATHS.join(', ')} are writable mounts`,
    evidence: [...new Set(why.map(({ detail }) => detail))],
  };
}

function failureOf(container: Container): Omit<Failure, 'message'> {
  const at = container.get('readonlyRootFilesystem');
  return {
    at,
    evidence: AGENT_PATHS.map((path) => `the SSM agent writes to ${path}`),
    fixes: [
      {
        kind: 'edit',
        description: 'make the root file system writable',
        safe: false,
        edits: [{ at, op: 'set', value: false }],
      },
    ],
  };
}

/** Is the path, or a folder above it, a writable mount of the container? Mounts of other containers are not followed. */
function writable(container: Container, path: string): Truth {
  const covers = (mount: View<string>) => holds(mount.text, (at) => isAtOrAbove(at, path));
  const mounted = some(container.get('mountPoints').items, (mount) =>
    all([covers(mount.get('containerPath')), not(orElse(mount.get('readOnly').flag, () => truth(false)))]),
  );
  const tmpfs = some(container.get('linuxParameters').get('tmpfs').items, (mount) =>
    covers(mount.get('containerPath')),
  );
  const borrowed = filled(container.get('volumesFrom')).match<Truth>({
    known: (is) =>
      is ? unknown({ reason: 'undecidable', detail: 'volumesFrom may mount the folder' }) : truth(false),
    absent: () => truth(false),
    unknown: (why) => unknown(...why),
  });
  return any([mounted, tmpfs, borrowed]);
}

function isAtOrAbove(mount: string, path: string): boolean {
  const folder = mount.replace(/\/+$/, '');
  return folder !== '' && (path === folder || path.startsWith(`${folder}/`));
}
