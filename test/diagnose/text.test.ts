import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { diagnosisCatalogue } from '../../src/diagnose/diagnose.ts';
import { observationsIn } from '../../src/diagnose/document.ts';
import { gather } from '../../src/diagnose/gather.ts';
import { sightingsIn } from '../../src/diagnose/sightings.ts';
import { diagnosedText } from './diagnosing.ts';

const catalogue = diagnosisCatalogue(rules);
const seen = (text: string) => gather(observationsIn(text), catalogue).seen;
const messages = (text: string) => seen(text).map(({ message }) => message.id);

const MISSING =
  "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region.";

describe('what is quoted', () => {
  const ACCESS =
    '10.0.3.15 - - [21/Nov/2026:10:15:02 +0000] "GET /healthz HTTP/1.1" 200 512 "-" "ELB-HealthChecker/2.0"';
  const AGENT =
    'level=info time=2026-11-21T10:14:03Z msg="Managed task [web]: sending container change event"';

  test('is the line of the message, and not its neighbours of an ordinary log', () => {
    const line = 'Essential container in task exited, with the exit code 255 of container api';
    const quotes = seen([AGENT, line, ACCESS, AGENT].join('\n')).map(({ quote }) => quote);
    expect(quotes).toEqual([line, line]);
  });
});

describe('what a message names', () => {
  test('a secret', () => {
    expect(seen(MISSING)[0]?.entities['secret']).toEqual([
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf',
    ]);
  });

  test('service, container instance and what it lacks', () => {
    const [first] = seen(
      '(service api) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef has insufficient memory available.',
    );
    expect(first?.entities).toEqual({
      containerInstance: ['0123456789abcdef0123456789abcdef'],
      resource: ['memory'],
      service: ['api'],
    });
  });

  test('image, repository, endpoint and address', () => {
    const [first] = seen(
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api:v42: failed to do request: Head "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/team/api/manifests/v42": dial tcp 10.0.3.17:443: i/o timeout',
    );
    expect(first?.entities).toMatchObject({
      image: ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api:v42'],
      repository: ['team/api'],
      endpoint: ['111122223333.dkr.ecr.eu-west-1.amazonaws.com'],
      address: ['10.0.3.17:443'],
    });
  });

  test('role and action, subnet, target group and codes', () => {
    expect(
      seen(
        'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/orders-execution/0123 is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
      )[0]?.entities,
    ).toMatchObject({ role: ['orders-execution'], action: ['secretsmanager:GetSecretValue'] });
    expect(
      seen(
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0123456789abcdef0'",
      )[0]?.entities['subnet'],
    ).toEqual(['subnet-0123456789abcdef0']);
    expect(
      seen(
        '(service api) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to (reason Health checks failed with these codes: [302, 404])',
      )[0]?.entities,
    ).toMatchObject({
      codes: ['302, 404'],
      healthPort: ['8080'],
      targetGroup: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef'],
    });
  });

  test('is put into the cause and, quoted for the shell, into the fix', async () => {
    const { recognised } = await diagnosedText(MISSING);
    expect(recognised[0]?.causes[0]?.says).toMatch(
      /^arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop\/db-AbCdEf cannot be found/,
    );
    const gone = await diagnosedText(
      "The repository with name '$(reboot)' does not exist in the registry with id '111122223333'\nfailed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/a;reboot: not found",
    );
    for (const { causes } of gone.recognised)
      for (const { fix } of causes) expect(fix).not.toMatch(/[^']\$\(reboot\)|; ?reboot/);
  });
});

describe('texts as they come', () => {
  test('with timestamps, ANSI colours, curly quotes and Windows lines', () => {
    expect(
      messages(
        `\u001b[31m2026-11-20T12:00:00Z\u001b[0m \u001b[1m${MISSING.replaceAll("'", '’')}\u001b[0m\r\n`,
      ),
    ).toEqual(['secret-missing']);
  });

  test('broken where a terminal or a chat ended its lines', () => {
    const broken = MISSING.replace(/(.{60,78}) /g, '$1\n');
    expect(broken.split('\n').length).toBeGreaterThan(3);
    expect(messages(broken)).toEqual(['secret-missing']);
  });

  test('the output of describe-tasks', () => {
    const document = {
      tasks: [
        {
          taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef',
          clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
          group: 'service:api',
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
          stoppedAt: '2026-11-20T12:00:00.000Z',
          lastStatus: 'STOPPED',
          containers: [
            { name: 'app', lastStatus: 'STOPPED', exitCode: 127 },
            { name: 'sidecar', lastStatus: 'STOPPED', exitCode: 143 },
          ],
        },
      ],
      failures: [],
    };
    const found = seen(
      `$ aws ecs describe-tasks --cluster prod --tasks 0123\n${JSON.stringify(document, null, 4)}\n$ `,
    );
    expect(found.map(({ message }) => message.id)).toEqual(['exit-127', 'essential-exited', 'exit-143']);
    expect(found[0]?.entities).toMatchObject({
      container: ['app'],
      exitCode: ['127'],
      cluster: ['prod'],
      service: ['api'],
    });
    expect(found[0]?.lastAt).toBe('2026-11-20T12:00:00.000Z');
  });

  test('the output of describe-services', () => {
    const document = {
      services: [
        {
          serviceName: 'api',
          clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
          deployments: [
            {
              rolloutState: 'FAILED',
              rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
            },
          ],
          events: [
            {
              id: '1',
              createdAt: '2026-11-20T12:00:00.000Z',
              message: `(service api) was unable to place a task. Reason: ${MISSING}`,
            },
            {
              id: '2',
              createdAt: '2026-11-20T11:00:00.000Z',
              message: '(service api) has reached a steady state.',
            },
          ],
        },
      ],
    };
    const found = seen(JSON.stringify(document));
    expect(found.map(({ message }) => message.id)).toEqual(['secret-missing', 'circuit-breaker']);
    expect(found[0]?.seenIn).toEqual(['service event']);
  });

  test('an event of EventBridge inside a message of SNS inside a log', () => {
    const event = {
      source: 'aws.ecs',
      'detail-type': 'ECS Task State Change',
      detail: { stoppedReason: MISSING, stopCode: 'TaskFailedToStart' },
    };
    const line = `2026-11-20T12:00:00Z INFO received ${JSON.stringify({ Records: [{ Sns: { Message: JSON.stringify(event) } }] })}`;
    expect(messages(line)).toEqual(['secret-missing', 'failed-to-start']);
  });

  test('stack events of CloudFormation', () => {
    const document = {
      StackEvents: [
        {
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason:
            'Resource handler returned message: "Error occurred during operation \'ECS Deployment Circuit Breaker was triggered\'." (RequestToken: 0, HandlerErrorCode: GeneralServiceException)',
        },
        {
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason:
            'Resource handler returned message: "Invalid request provided: CreateService error: The target group with targetGroupArn arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef does not have an associated load balancer. (Service: Ecs, Status Code: 400)"',
        },
      ],
    };
    expect(messages(JSON.stringify(document, null, 2))).toEqual([
      'rejected-by-ecs/target-group-unattached',
      'circuit-breaker',
    ]);
  });

  test('with several messages: each once, why before that', () => {
    const text = [
      '(service api) is unable to consistently start tasks successfully.',
      'Essential container in task exited',
      MISSING,
      MISSING,
      'Scaling activity initiated by (deployment ecs-svc/1)',
    ].join('\n');
    expect(seen(text).map(({ message, count }) => [message.id, count])).toEqual([
      ['secret-missing', 2],
      ['back-off', 1],
      ['essential-exited', 1],
      ['scaling-activity', 1],
    ]);
  });
});

describe('what is not known', () => {
  test('is not guessed; the nearest documented messages are offered', async () => {
    const diagnosis = await diagnosedText(
      'ECS could not get the secret from the secrets manager in the region: check whether it exists',
    );
    expect(diagnosis.recognised).toEqual([]);
    expect(diagnosis.mostProbable).toBeUndefined();
    expect(diagnosis.nearest[0]?.message).toBe('secret-missing');
    expect(diagnosis.nearest.length).toBeLessThanOrEqual(3);
  });

  test('has nothing near where it is about something else', async () => {
    const { nearest, normal } = await diagnosedText('lorem ipsum dolor sit amet');
    expect([nearest, normal]).toEqual([[], []]);
  });

  test('says so where the text is what a healthy service says', async () => {
    const { recognised, normal } = await diagnosedText(
      '2026-11-20 (service api) has reached a steady state.',
    );
    expect(recognised).toEqual([]);
    expect(normal).toEqual(['2026-11-20 (service api) has reached a steady state.']);
  });
});

describe('exit codes', () => {
  test.each([0, 1, 125, 126, 127, 137, 139, 143, 255])('%i alone', async (code) => {
    const { recognised } = await diagnosedText(`exit code: ${code}`);
    expect(recognised.map(({ message }) => message)).toEqual([`exit-${code}`]);
    expect(recognised[0]?.note?.length).toBeGreaterThan(40);
  });

  test('beside what says that a container ended', () => {
    expect(messages('Essential container in task exited (exit code: 139)')).toEqual([
      'exit-139',
      'essential-exited',
    ]);
  });

  test('not where a program tells of its own children', () => {
    expect(messages('2026-11-20T12:00:00Z worker 7 exited with code 137, restarting')).toEqual([]);
  });
});

describe('long texts', () => {
  const anchors = [
    ...new Set(catalogue.messages.flatMap(({ wordings }) => wordings.map(({ anchor }) => anchor))),
  ];
  /** The most that a text may cost: each wording sees each window once, and windows overlap by the part before their place. */
  const most = (length: number) => {
    const wordings = catalogue.messages.reduce((sum, message) => sum + message.wordings.length, 0);
    return wordings * (1.5 * length + 8_192);
  };
  const cost = (text: string) => {
    const work = { examined: 0 };
    sightingsIn({ text, seenIn: 'text' }, catalogue, work);
    return work.examined;
  };

  test('cost in the measure of their length, also in one line of nothing but beginnings of messages', () => {
    const line = (length: number) =>
      anchors
        .join(' ')
        .repeat(Math.ceil(length / anchors.join(' ').length))
        .slice(0, length);
    const short = cost(line(100_000));
    const long = cost(line(1_000_000));
    expect(long).toBeLessThan(12 * short);
    expect(long).toBeLessThan(most(1_000_000));
  });

  test('cost little where nothing stands in them', () => {
    expect(cost('x'.repeat(2_000_000))).toBe(0);
    expect(cost('GET /health 200 from 10.0.0.1\n'.repeat(50_000))).toBe(0);
  });

  test('are read to their end', () => {
    expect(messages(`${'a'.repeat(3_000_000)} ${MISSING}`)).toEqual(['secret-missing']);
    expect(messages(`${'ordinary line\n'.repeat(200_000)}${MISSING}\n`)).toEqual(['secret-missing']);
  });

  test('count a message however often it stands there', () => {
    expect(seen(`${MISSING}\n`.repeat(5_000))[0]?.count).toBe(5_000);
  });

  test('may be JSON that is nested without end', () => {
    const deep = `${'['.repeat(5_000)}${JSON.stringify(MISSING)}${']'.repeat(5_000)}`;
    expect(messages(deep)).toEqual(['secret-missing']);
    expect(messages(`${'{"a":'.repeat(100_000)}`)).toEqual([]);
  });
});
