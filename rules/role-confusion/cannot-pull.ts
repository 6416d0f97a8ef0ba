import type { Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { DECIDED, decided } from '../../src/iam/deciding.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { mendings } from '../../src/iam/mending.ts';
import type { PermissionQuery } from '../../src/iam/permission.ts';
import { refusal } from '../../src/iam/role-rights.ts';
import { declaredWhere } from '../../src/model/declared-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type EcrRepository, ecrRepository, repositoryArn } from '../../src/model/ecr-image.ts';
import { imageText, inPrivateEcr } from '../../src/model/image-reference.ts';
import { principalArn } from '../../src/model/principal.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName, containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Settings,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type NamedRole, whereRole } from './named-roles.ts';

/** What `cannotPull` asks. */
export const PULLING: readonly AnyKind[] = DECIDED;

/** A repository of the deployment's images, with the containers that come from it. */
interface Pulled {
  readonly repository: EcrRepository;
  readonly image: View<string>;
  readonly names: readonly string[];
}

type Container = View<ContainerShape>;

/**
 * May the execution role pull every image of a private registry? Where one is named it is what pulls: on EC2 as well, where ECS
 * then demands instances with the attribute `ecs.capability.execution-role-ecr-pull`.
 */
export function cannotPull(
  deployment: Deployment,
  facts: Facts,
  { options }: Settings,
): Verdicts | Promise<Verdicts> {
  const { pulled, why } = pulledImages(deployment);
  if (pulled.length === 0)
    return why.length > 0 ? cannotTell(why) : notApplicable('no image is in a private Amazon ECR registry');
  return whereRole(deployment, facts, 'executionRoleArn', async (role) => {
    const verdicts = await Promise.all(pulled.map((it) => judge(facts, options, role, it)));
    return why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts;
  });
}

function pulledImages({ taskDefinition }: Deployment): {
  readonly pulled: readonly Pulled[];
  readonly why: readonly Why[];
} {
  const pulled = new Map<string, Pulled>();
  const why: Why[] = [];
  const open = (reasons: readonly Why[]) => void why.push(...reasons);
  containers(taskDefinition).match<void>({
    known: (list) => {
      for (const container of list) {
        inPrivateEcr(container.get('image')).match<void>({
          known: (is) => void (is && !hasOwnCredentials(container) && add(container, pulled, why)),
          absent: () => undefined,
          unknown: open,
        });
      }
    },
    absent: () => undefined,
    unknown: open,
  });
  return { pulled: [...pulled.values()], why };
}

/** Registry credentials of its own take the place of what the role may do. */
function hasOwnCredentials(container: Container): boolean {
  return container
    .get('repositoryCredentials')
    .get('credentialsParameter')
    .given.match({
      known: (is) => is,
      absent: () => false,
      unknown: () => true,
    });
}

function add(container: Container, pulled: Map<string, Pulled>, why: Why[]): void {
  const image = container.get('image');
  const repository = imageText(image).match({
    known: ecrRepository,
    absent: () => undefined,
    unknown: () => undefined,
  });
  const name = containerName(container);
  if (!repository) {
    why.push({ reason: 'unresolved', detail: `account, region or repository of the image of ${name}` });
    return;
  }
  const arn = repositoryArn(repository);
  const before = pulled.get(arn);
  pulled.set(
    arn,
    before ? { ...before, names: [...before.names, name] } : { repository, image, names: [name] },
  );
}

/** An action that is denied, and on what. */
interface Denied {
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html; the token is of the registry, not of a repository. */
function rightsOn(repository: EcrRepository): readonly Pick<PermissionQuery, 'action' | 'resource' | 'on'>[] {
  const resource = repositoryArn(repository);
  return [
    { action: 'ecr:GetAuthorizationToken', resource: '*' },
    { action: 'ecr:BatchGetImage', resource, on: { repository } },
    { action: 'ecr:GetDownloadUrlForLayer', resource, on: { repository } },
  ];
}

async function judge(
  facts: Facts,
  options: Settings['options'],
  role: NamedRole,
  pulled: Pulled,
): Promise<Verdict> {
  const { reference, account } = role;
  const { region } = pulled.repository;
  const denied: Denied[] = [];
  const why: Why[] = [];
  let gone = false;
  await Promise.all(
    rightsOn(pulled.repository).map(async (right) => {
      const query = { role: reference, account, region, by: 'agent', ...right } as const;
      const answer = await decided(facts, query, options);
      answer.match<void>({
        known: (decision) =>
          void (
            decision.outcome !== 'allowed' &&
            denied.push({ action: right.action, resource: right.resource, decision })
          ),
        absent: () => {
          gone = true;
        },
        unknown: (reasons) => void why.push(...reasons),
      });
    }),
  );
  if (gone) return notApplicable('the role does not exist: role-not-found tells');
  if (denied.length > 0) {
    const where = await declaredWhere(role, facts);
    return fail(failure(role, await principalArn(role, facts), pulled, denied, where));
  }
  return why.length > 0 ? cannotTell(why) : pass();
}

function failure(
  role: NamedRole,
  roleArn: string,
  { repository, image, names }: Pulled,
  denied: readonly Denied[],
  where: readonly string[],
): Failure {
  const arn = repositoryArn(repository);
  const groups = byDecision(denied);
  const said = groups.map(
    ({ actions, resource, decision }) =>
      `${actions.join(', ')} on ${resource} (${refusal(decision, 'repository')})`,
  );
  return {
    at: image,
    ...dated(denied),
    message: `${names.join(', ')}: ${role.title} may not pull from ${arn}: it lacks ${said.join(' and ')}`,
    evidence: [
      ...where,
      ...names.map((name) => `the image of ${name} is in ${arn}`),
      ...new Set(denied.flatMap(({ decision }) => decision.because)),
      ...new Set(denied.flatMap(({ decision }) => decision.assumptions)),
    ],
    fixes: groups.flatMap(({ actions, resource, decision }): readonly Fix[] =>
      mendings(decision, {
        role: { title: role.title, arn: roleArn },
        action: actions.length === 1 ? (actions[0] ?? '') : actions,
        resource,
        resourcePolicy: `the policy of repository ${arn}`,
      }),
    ),
  };
}

/** The date of what AWS published, where a denial rests on that. */
function dated(denied: readonly Denied[]): Pick<Failure, 'asOf'> {
  const asOf = denied.map(({ decision }) => decision.asOf).find((date) => date !== undefined);
  return asOf === undefined ? {} : { asOf };
}

interface Group {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly decision: Decision;
}

/** What one policy refuses on one resource is one thing to say and to mend. */
function byDecision(denied: readonly Denied[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { action, resource, decision } of denied) {
    const key = `${resource} ${decision.outcome} ${decision.layer ?? ''}`;
    const group = groups.get(key);
    groups.set(key, { resource, decision, actions: [...(group?.actions ?? []), action] });
  }
  return [...groups.values()];
}
