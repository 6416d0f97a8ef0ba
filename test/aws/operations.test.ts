import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { Clients } from '../../src/aws/clients.ts';
import { Gate } from '../../src/aws/gate.ts';
import { type Call, inspectChainRequest } from '../../src/aws/guard.ts';
import { operations } from '../../src/aws/operations.ts';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { rateLimit } from '../../src/knowledge/api-limits.ts';
import { CREDENTIALS } from '../credentials.ts';
import { setEnvironment } from './client/open.ts';

/** The IAM prefix of the service that a client of the SDK speaks to. */
const PREFIXES: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'application-autoscaling',
  'auto-scaling': 'autoscaling',
  'cloudwatch-logs': 'logs',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'route-53': 'route53',
  'secrets-manager': 'secretsmanager',
};

const folder = fileURLToPath(new URL('../../src/aws/', import.meta.url));
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`${folder}${file}`, 'utf8'));

/** Every command that src/aws imports, as `service:Operation`. */
const imported = sources.flatMap((text) =>
  [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)].flatMap(
    ([, names = '', client = '']) =>
      [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name]) => `${PREFIXES[client] ?? client}:${name}`),
  ),
);
const listed = operations.map(({ service, operation }) => `${service}:${operation}`);

describe('the list of operations', () => {
  test('holds every command that is imported, and nothing else', () => {
    expect([...new Set(imported)].sort()).toEqual([...listed].sort());
  });

  test('is the only way to the SDK: clients are imported by name, and no aggregated class is', () => {
    const all = sources.join('\n');
    expect(all).not.toMatch(/import \* as \w+ from '@aws-sdk/);
    expect(all).not.toMatch(/import\(\s*'@aws-sdk/);
    expect(all).not.toMatch(/\bpaginate[A-Z]|\bwaitUntil[A-Z]/);
  });

  test.for(listed)('%s reads, and reads no secret', (name) => {
    expect(name).toMatch(/:(?:Describe|List|Get|Simulate)[A-Z]/);
    expect(name).not.toMatch(
      /:(?:GetParameter|GetSecretValue|Decrypt|GetAuthorizationToken|GetLogEvents|FilterLogEvents|BatchGet|GetObject|GetSessionToken|GetFederationToken|GetPasswordData)/,
    );
  });

  test.for(operations)(
    '$service:$operation says why it is harmless, and has a pace',
    ({ service, operation, readOnly, source }) => {
      expect(readOnly).not.toBe('');
      expect(source).toContain(`API_${operation}.html`);
      expect(rateLimit(service, operation)).toBeDefined();
    },
  );

  test('has an entry for every IAM action that a raw kind declares, and no other', () => {
    const declared = new Set(rawKinds.flatMap(({ actions }) => actions));
    const allowed = new Set(operations.flatMap(({ actions }) => actions));
    expect([...allowed].sort()).toEqual([...declared].sort());
  });
});

describe('what is not on the list', () => {
  function secretsManager(calls: Call[], requests: unknown[]): SecretsManagerClient {
    setEnvironment({ ...CREDENTIALS, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
    const clients = new Clients({
      handler: {
        handle: async (request) => {
          requests.push(request);
          throw new Error('nothing answers');
        },
        updateHttpClientConfig() {},
        httpHandlerConfigs: () => ({}),
        destroy() {},
      },
      gate: new Gate(1),
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's' },
      pathStyle: false,
      onCall: (call) => calls.push(call),
    });
    return clients.of('secretsmanager', 'eu-west-1', (config) => new SecretsManagerClient(config));
  }

  test('throws before a request is made', async () => {
    const calls: Call[] = [];
    const requests: unknown[] = [];
    const client = secretsManager(calls, requests);
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'db' }))).rejects.toThrow(
      'secretsmanager:GetSecretValue is not among the operations that this program may call',
    );
    expect(requests).toEqual([]);
    expect(calls).toEqual([]);
  });

  test('while what is on the list is sent and counted', async () => {
    const calls: Call[] = [];
    const requests: unknown[] = [];
    const client = secretsManager(calls, requests);
    await expect(client.send(new DescribeSecretCommand({ SecretId: 'db' }))).rejects.toThrow(
      'nothing answers',
    );
    expect(requests).toHaveLength(1);
    expect(calls).toEqual([{ service: 'secretsmanager', operation: 'DescribeSecret' }]);
  });
});

describe('the credential chain', () => {
  const form = (action: string) => `Action=${action}&Version=2011-06-15&RoleArn=x`;

  test.for([
    { method: 'POST', path: '/', body: form('AssumeRole') },
    { method: 'POST', path: '/', body: form('AssumeRoleWithWebIdentity') },
    { method: 'GET', path: '/federation/credentials' },
    { method: 'POST', path: '/token', body: '{}' },
    { method: 'POST', path: '/v1/token', body: '{}' },
  ])('may send $method $path $body', (request) => {
    expect(() => inspectChainRequest(request)).not.toThrow();
  });

  test.for([
    { method: 'POST', path: '/', body: form('GetSessionToken') },
    { method: 'POST', path: '/', body: '{}' },
    { method: 'GET', path: '/token' },
    { method: 'POST', path: '/federation/credentials' },
    { method: 'POST', path: '/token', body: form('CreateUser') },
  ])('may not send $method $path $body', (request) => {
    expect(() => inspectChainRequest(request)).toThrow("the credential chain's");
  });
});
