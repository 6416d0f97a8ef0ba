import { partitionOf } from '../../src/model/partition.ts';
import { TASKS_TRUST } from '../../src/model/role.ts';
import { isObject } from '../../src/model/view.ts';

type Json = Readonly<Record<string, unknown>>;

const SERVICE = TASKS_TRUST.Principal.Service;

/**
 * The trust policy with the statement that lets ECS tasks of the account and region assume the role, as AWS's page has it; a
 * statement that was for ECS tasks alone gives way, every other stays. Undefined where the policy cannot be read.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function mendedTrust(trust: unknown, account: string, region: string): Json | undefined {
  const document = documentOf(trust);
  const statements = document?.['Statement'];
  if (document === undefined || statements === undefined) return undefined;
  const kept = [statements].flat().filter((statement: unknown) => !isForTasksAlone(statement));
  return {
    Version: document['Version'] ?? '2012-10-17',
    Statement: [...kept, trustInTasks(account, region)],
  };
}

/** The statement that lets ECS tasks of the account and region assume the role. */
export function trustInTasks(account: string, region: string): Json {
  return {
    ...TASKS_TRUST,
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region)}:ecs:${region}:${account}:*` },
    },
  };
}

function isForTasksAlone(statement: unknown): boolean {
  if (!isObject(statement) || statement['Effect'] !== 'Allow' || !isObject(statement['Principal']))
    return false;
  const { Service, ...others } = statement['Principal'];
  return Object.keys(others).length === 0 && [Service].flat().every((service) => service === SERVICE);
}

/** As an object, as JSON text, or percent-encoded as the IAM API returns it. */
function documentOf(trust: unknown): Json | undefined {
  if (typeof trust !== 'string') return isObject(trust) ? trust : undefined;
  try {
    const text = trust.trimStart().startsWith('{') ? trust : decodeURIComponent(trust);
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
