import {
  DescribeParametersCommand,
  GetDocumentCommand,
  type ParameterMetadata,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { type Fact, known } from '../fact/fact.ts';
import type { SessionPreferences } from '../fact/kinds/secrets.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { batch, byName, everyPage, one, required, shapeOf, untold } from './answers.ts';
import { MalformedAnswerError } from './failures.ts';

const PAGE = 50;
/** The one document that this program reads. */
const PREFERENCES = 'SSM-SessionManagerRunShell';

/**
 * Parameters that AWS itself publishes (`/aws/service/…`), and those that stand for secrets of Secrets Manager
 * (`/aws/reference/secretsmanager/…`): the API describes only the account's own.
 */
const RESERVED = /^\/?aws\//;

function unlisted({ name }: ParameterQuery): Fact<never> {
  return untold(`parameter ${name} is not the account's own, which is all that AWS describes`);
}

interface ParameterQuery {
  readonly name: string;
  readonly region?: string;
}

function ssm({ clients, region: home }: Account, region = home): SSMClient {
  return clients.of('ssm', region, (config) => new SSMClient(config));
}

/** Parameters of one region. A page may hold fewer than asked for and still not be the last. */
export function parameters(
  account: Account,
  queries: readonly ParameterQuery[],
): Promise<readonly Fact<Shape<ParameterMetadata>>[]> {
  return batch({
    queries,
    subject: ({ name }) => `parameter ${name}`,
    operation: { service: 'ssm', operation: 'DescribeParameters' },
    read: async (asked) => {
      const client = ssm(account, asked[0]?.region);
      const Values = asked.map(({ name }) => name);
      const found = await everyPage(async (NextToken) => {
        const answer = await client.send(
          new DescribeParametersCommand({
            ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values }],
            MaxResults: PAGE,
            NextToken,
          }),
        );
        return { items: required(answer.Parameters, 'Parameters'), next: answer.NextToken };
      });
      const answerOf = byName(
        new Map(found.map((each) => [each.Name ?? '', shapeOf(each)])),
        ({ name }: ParameterQuery) => name,
      );
      return (query) => (RESERVED.test(query.name) ? unlisted(query) : answerOf(query));
    },
  });
}

export async function sessionPreferences(account: Account): Promise<Fact<SessionPreferences>> {
  const subject = `document ${PREFERENCES}`;
  return one({ service: 'ssm', operation: 'GetDocument', subject }, async () => {
    const { Content } = await ssm(account).send(
      new GetDocumentCommand({ Name: PREFERENCES, DocumentFormat: 'JSON' }),
    );
    const content: unknown = JSON.parse(required(Content, 'Content'));
    if (typeof content !== 'object' || content === null) {
      throw new MalformedAnswerError('its content is no JSON object');
    }
    return known(content as SessionPreferences);
  });
}
