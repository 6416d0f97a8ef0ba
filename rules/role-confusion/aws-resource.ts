import {
  absent,
  chain,
  type Fact,
  holds,
  known,
  unknown,
  unknownFor,
  type Why,
} from '../../src/fact/fact.ts';
import { awsKeyVariables } from '../../src/knowledge/credentials.ts';
import { namesAwsResource } from '../../src/knowledge/named-resources.ts';
import { environment, type Variable } from '../../src/model/environment.ts';
import type { ContainerShape, TaskDefinitionShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';

/** A variable that shows which AWS resource the application uses: `container "mailer": QUEUE_URL is https://sqs.…`. */
interface AwsCall {
  readonly variable: string;
  readonly evidence: string;
}

/** What the environment shows of calls to AWS, and why some of it could not be read. */
export interface AwsCalls {
  readonly calls: readonly AwsCall[];
  readonly why: readonly Why[];
}

type Container = View<ContainerShape>;

/** Variables with which the application has credentials of its own, or talks to something that is not AWS. */
const OWN_ACCESS =
  /^(?:AWS_(?:ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|PROFILE|SHARED_CREDENTIALS_FILE|CONTAINER_CREDENTIALS_\w+)|\w*ENDPOINT(?:_URL)?\w*|\w*(?:MINIO|LOCALSTACK)\w*)$/;

/** The AWS resources that the containers' environments name, as far as the application would need a task role for them. */
export function awsCalls(view: View<TaskDefinitionShape>): AwsCalls {
  const calls: AwsCall[] = [];
  const why: Why[] = [];
  view.get('containerDefinitions').items.match<void>({
    known: (list) => {
      for (const container of list) {
        containerCalls(container).match<void>({
          known: (found) => {
            for (const call of found) calls.push(call);
          },
          absent: () => undefined,
          unknown: (reasons) => void why.push(...reasons),
        });
      }
    },
    absent: () => undefined,
    unknown: (reasons) => void why.push(...reasons),
  });
  return { calls, why };
}

function containerCalls(container: Container): Fact<readonly AwsCall[]> {
  return chain(environment(container), (variables) => {
    const calls: AwsCall[] = [];
    const why: Why[] = [];
    for (const variable of variables) {
      const name = textOf(variable.name);
      if (hasOwnAccess(name)) return known([]);
      namedResource(variable, name).match<void>({
        known: (resource) => {
          calls.push({ variable: name, evidence: `${containerName(container)}: ${name} ${resource}` });
        },
        absent: () => undefined,
        unknown: (reasons) => void why.push(...reasons),
      });
    }
    if (ownKeysInSecrets(container)) return known([]);
    if (calls.length > 0 && hasEnvironmentFile(container)) return unknown(FILE_UNREAD);
    return calls.length > 0 || why.length === 0 ? known(calls) : unknownFor(why);
  });
}

/** What the variable says of an AWS resource that it names; absent where it names none. */
function namedResource({ value, redaction }: Variable, name: string): Fact<string> {
  if (redaction && !redaction.placeholder)
    return redaction.awsResource ? known('names an AWS resource; the snapshot hides which') : absent();
  return chain(value, (text) => (namesAwsResource(name, text) ? known(`is ${text}`) : absent()));
}

const FILE_UNREAD: Why = {
  reason: 'undecidable',
  detail: 'whether an environment file in Amazon S3 holds credentials of its own',
};

function textOf(fact: Fact<string>): string {
  return fact.match({ known: (text) => text, absent: () => '', unknown: () => '' });
}

function hasOwnAccess(name: string): boolean {
  return awsKeyVariables().includes(name) || OWN_ACCESS.test(name);
}

function ownKeysInSecrets(container: Container): boolean {
  return container.get('secrets').items.match({
    known: (secrets) => secrets.some((secret) => hasOwnAccess(textOf(secret.get('name').verbatim))),
    absent: () => false,
    unknown: () => true,
  });
}

function hasEnvironmentFile(container: Container): boolean {
  return holds(container.get('environmentFiles').size, (size) => size > 0).match({
    known: (is) => is,
    absent: () => false,
    unknown: () => true,
  });
}
