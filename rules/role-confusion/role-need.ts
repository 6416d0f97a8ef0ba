import {
  all,
  any,
  chain,
  equals,
  type Fact,
  holds,
  some,
  type Truth,
  truth,
  unknown,
  type Why,
} from '../../src/fact/fact.ts';
import type { Deployment, LaunchKind } from '../../src/model/deployment.ts';
import { inPrivateEcr } from '../../src/model/image-reference.ts';
import { launchKinds, onFargate } from '../../src/model/launch.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName, containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';

/** Where a deployment without the role breaks. */
export type NeedPhase = 'register' | 'pull-image' | 'start';

/** One reason why ECS needs an execution role: `container "web": secrets`. */
interface RoleNeed {
  readonly reason: string;
  /** Where the deployment breaks without the role. */
  readonly phase: NeedPhase;
}

/** What is known to need the role, and why some other need could not be decided. */
export interface RoleNeeds {
  readonly needs: readonly RoleNeed[];
  readonly why: readonly Why[];
}

type Container = View<ContainerShape>;

interface Launch {
  readonly fargate: Truth;
  /** Is there no instance role that pulls and logs in the execution role's place? */
  readonly withoutInstanceRole: Truth;
}

interface NeedKind {
  readonly what: string;
  readonly needed: (container: Container, launch: Launch) => Truth;
  readonly phase: NeedPhase;
  /** Where it breaks on Fargate, if that is elsewhere. */
  readonly onFargate?: NeedPhase;
}

/** A list that is given and not empty. */
const filled = (list: Fact<number>): Truth => holds(list, (size) => size > 0);

const byArn = (list: Fact<readonly View<string>[]>): Truth =>
  some(list, ({ verbatim }) => holds(verbatim, (text) => /^credentialspec(domainless)?:arn:/.test(text)));

/**
 * What ECS does with the execution role, beyond the container instance's own role.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
const NEED_KINDS: readonly NeedKind[] = [
  { what: 'secrets', needed: (container) => filled(container.get('secrets').size), phase: 'register' },
  {
    what: 'repositoryCredentials',
    needed: (container) =>
      holds(
        container.get('repositoryCredentials').get('credentialsParameter').verbatim,
        (text) => text !== '',
      ),
    phase: 'register',
  },
  {
    what: 'log driver awslogs',
    needed: (container, launch) =>
      all([
        equals(container.get('logConfiguration').get('logDriver').text, 'awslogs'),
        launch.withoutInstanceRole,
      ]),
    phase: 'start',
    onFargate: 'register',
  },
  {
    what: 'an image in a private Amazon ECR registry',
    needed: (container, launch) => all([inPrivateEcr(container.get('image')), launch.withoutInstanceRole]),
    phase: 'pull-image',
    onFargate: 'register',
  },
  {
    what: 'logConfiguration.secretOptions',
    needed: (container) => filled(container.get('logConfiguration').get('secretOptions').size),
    phase: 'start',
  },
  {
    what: 'environmentFiles in Amazon S3',
    needed: (container) => filled(container.get('environmentFiles').size),
    phase: 'start',
  },
  {
    what: 'a FireLens configuration in Amazon S3',
    needed: (container) =>
      equals(container.get('firelensConfiguration').get('options').get('config-file-type').text, 's3'),
    phase: 'start',
  },
  {
    what: 'a gMSA credential spec by ARN',
    needed: (container) =>
      any([
        byArn(container.get('credentialSpecs').items),
        byArn(container.get('dockerSecurityOptions').items),
      ]),
    phase: 'start',
  },
];

/** Everything in the task definition that needs an execution role where the deployment runs. */
export function roleNeeds(deployment: Deployment): RoleNeeds {
  const launch = launchOf(deployment);
  const needs: RoleNeed[] = [];
  const why: Why[] = [];
  containers(deployment.taskDefinition).match<void>({
    known: (list) => {
      for (const container of list) needsOf(container, launch, needs, why);
    },
    absent: () => undefined,
    unknown: (reasons) => void why.push(...reasons),
  });
  return { needs, why };
}

function needsOf(container: Container, launch: Launch, needs: RoleNeed[], why: Why[]): void {
  for (const kind of NEED_KINDS) {
    kind.needed(container, launch).match<void>({
      known: (needed) => {
        if (!needed) return;
        const reason = `${containerName(container)}: ${kind.what}`;
        needs.push({ reason, phase: phaseOf(kind, launch) });
      },
      absent: () => undefined,
      unknown: (reasons) => void why.push(...reasons),
    });
  }
}

function phaseOf(kind: NeedKind, launch: Launch): NeedPhase {
  const { phase, onFargate: fargatePhase = phase } = kind;
  return launch.fargate.match({
    known: (is) => (is ? fargatePhase : phase),
    absent: () => phase,
    unknown: () => phase,
  });
}

function launchOf(deployment: Deployment): Launch {
  const fargate = onFargate(deployment);
  const elsewhere = chain(launchKinds(deployment), withoutInstanceRole);
  return { fargate, withoutInstanceRole: any([fargate, elsewhere]) };
}

/** On EC2 the instance role pulls and logs; where tasks may run on EC2 and elsewhere, the launch decides. */
function withoutInstanceRole(kinds: readonly LaunchKind[]): Truth {
  if (!kinds.includes('EC2')) return truth(true);
  return kinds.length === 1
    ? truth(false)
    : unknown({
        reason: 'unresolved',
        detail: `the tasks may run on ${kinds.join(' or ')}: on EC2 the instance role pulls and logs`,
      });
}
