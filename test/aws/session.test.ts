import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSession, type Session, type SessionFailure, type SessionOptions } from '../../src/aws/index.ts';
import { callerCredentials } from '../../src/fact/kinds/sts.ts';
import { CREDENTIALS } from '../credentials.ts';
import { SHORT, setEnvironment } from './client/open.ts';
import { stateOf } from './client/state.ts';

/** What STS was asked, as the parameters of the query protocol. */
interface Asked {
  readonly action: string | null;
  readonly role: string | null;
  readonly credential: string;
}

const IDENTITY = 'arn:aws:iam::111122223333:user/dev';

let server: Server;
let url: string;
let folder: string;
let asked: Asked[];
let answer: (action: string | null) => { readonly status: number; readonly body: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-session-'));
  asked = [];
  answer = sts;
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const parameters = new URLSearchParams(body);
      const action = parameters.get('Action');
      const credential = /Credential=([^/]+)\//.exec(String(request.headers['authorization']))?.[1] ?? '';
      asked.push({ action, role: parameters.get('RoleArn'), credential });
      const { status, body: said } = answer(action);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(said);
    });
  };
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html and API_AssumeRole.html */
function sts(action: string | null, arn = IDENTITY) {
  const body = action?.startsWith('AssumeRole')
    ? '<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-02T03:04:05Z</Expiration></Credentials>'
    : `<Arn>${arn}</Arn><UserId>AIDA1</UserId><Account>111122223333</Account>`;
  return {
    status: 200,
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${body}</${action}Result></${action}Response>`,
  };
}

function refusal(code: string, message: string, status = 403) {
  return {
    status,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}

async function open(
  options: Partial<SessionOptions> = {},
  variables: Readonly<Record<string, string | undefined>> = CREDENTIALS,
): Promise<Session | SessionFailure> {
  setEnvironment(variables);
  const session = await openSession({
    endpointUrl: url,
    region: 'eu-west-1',
    env: process.env,
    ...SHORT,
    ...options,
  });
  if ('close' in session) session.close();
  return session;
}

/** Writes the AWS configuration files and points the SDK to them. */
function configured(config: string, credentials = '') {
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'credentials'), credentials);
  return {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
}

test('the first act asks who the caller is', async () => {
  expect(await open()).toMatchObject({
    account: '111122223333',
    arn: IDENTITY,
    region: 'eu-west-1',
    partition: 'aws',
  });
  expect(asked).toEqual([{ action: 'GetCallerIdentity', role: null, credential: 'AKIDEXAMPLE' }]);
});

describe('the region', () => {
  test.for<[string, Partial<SessionOptions>, Record<string, string>, string]>([
    ['the flag before the environment', { region: 'eu-west-3' }, { AWS_REGION: 'us-east-2' }, 'eu-west-3'],
    [
      'AWS_REGION before AWS_DEFAULT_REGION',
      { region: undefined },
      { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-2' },
      'us-east-2',
    ],
    ['AWS_DEFAULT_REGION', { region: undefined }, { AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
  ])('%s', async ([, options, variables, region]) => {
    expect(await open(options, { ...CREDENTIALS, ...variables })).toMatchObject({ region });
  });

  test("the profile's", async () => {
    const variables = configured(
      '[profile prod]\nregion = eu-north-1\naws_access_key_id = AKIAPROD\naws_secret_access_key = s\n',
    );
    expect(await open({ region: undefined, profile: 'prod' }, variables)).toMatchObject({
      region: 'eu-north-1',
    });
    expect(asked).toEqual([{ action: 'GetCallerIdentity', role: null, credential: 'AKIAPROD' }]);
  });

  test('none', async () => {
    expect(await open({ region: undefined })).toEqual({
      problem: 'no-region',
      message: 'no AWS region is set: give --region or AWS_REGION, or set one in the profile',
    });
    expect(asked).toEqual([]);
  });

  test('what cannot be one', async () => {
    expect(await open({ region: 'eu west', endpointUrl: undefined })).toEqual({
      problem: 'no-region',
      message: '"eu west" is not the name of an AWS region',
    });
  });
});

describe('credentials', () => {
  test('none', async () => {
    expect(await open({}, { ...CREDENTIALS, AWS_ACCESS_KEY_ID: undefined })).toMatchObject({
      problem: 'no-credentials',
      message: expect.stringMatching(/^there are no AWS credentials: sign in, choose a profile/),
    });
    expect(asked).toEqual([]);
  });

  test('a profile that no file knows', async () => {
    expect(await open({ profile: 'prd' }, configured('[profile prod]\nregion = eu-north-1\n'))).toEqual({
      problem: 'unknown-profile',
      message: 'profile prd does not stand in the AWS configuration files, or has no credentials there',
    });
  });

  test('a profile comes before the keys in the environment', async () => {
    const variables = configured('', '[prod]\naws_access_key_id = AKIAPROD\naws_secret_access_key = s\n');
    await open({ profile: 'prod' }, { ...CREDENTIALS, ...variables });
    expect(asked.map(({ credential }) => credential)).toEqual(['AKIAPROD']);
  });

  test('a profile that assumes a role', async () => {
    const variables = configured(
      '[profile prod]\nrole_arn = arn:aws:iam::111122223333:role/ci\nsource_profile = base\n',
      '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n',
    );
    // The profile's role is assumed where the SDK's configuration points, which --endpoint-url does not change.
    await open({ profile: 'prod' }, { ...variables, AWS_ENDPOINT_URL: url });
    expect(asked).toEqual([
      { action: 'AssumeRole', role: 'arn:aws:iam::111122223333:role/ci', credential: 'AKIABASE' },
      { action: 'GetCallerIdentity', role: null, credential: 'ASIAROLE' },
    ]);
  });

  test('--role-arn is assumed with what is found', async () => {
    const session = await open({ roleArn: 'arn:aws:iam::111122223333:role/audit' });
    expect(session).toMatchObject({ account: '111122223333' });
    expect(asked).toEqual([
      { action: 'AssumeRole', role: 'arn:aws:iam::111122223333:role/audit', credential: 'AKIDEXAMPLE' },
      { action: 'GetCallerIdentity', role: null, credential: 'ASIAROLE' },
    ]);
  });

  test('--role-arn that may not be assumed', async () => {
    answer = () => refusal('AccessDenied', 'User: me is not authorized to perform: sts:AssumeRole');
    expect(await open({ roleArn: 'arn:aws:iam::111122223333:role/audit' })).toEqual({
      problem: 'role-denied',
      message:
        'role arn:aws:iam::111122223333:role/audit may not be assumed (User: me is not authorized to perform: sts:AssumeRole)',
    });
  });

  test("a profile's role that may not be assumed", async () => {
    const variables = configured(
      '[profile prod]\nrole_arn = arn:aws:iam::111122223333:role/ci\nsource_profile = base\n',
      '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n',
    );
    answer = () => refusal('AccessDenied', 'User: me is not authorized to perform: sts:AssumeRole');
    expect(await open({ profile: 'prod' }, { ...variables, AWS_ENDPOINT_URL: url })).toEqual({
      problem: 'role-denied',
      message:
        'the role of the credentials may not be assumed (User: me is not authorized to perform: sts:AssumeRole)',
    });
  });

  test('a token file of a pipeline', async () => {
    writeFileSync(join(folder, 'token'), 'jwt');
    await open(
      { endpointUrl: undefined },
      {
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/nowhere/config',
        AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
        AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
        AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/pipeline',
        AWS_ENDPOINT_URL: url,
      },
    );
    expect(asked).toEqual([
      {
        action: 'AssumeRoleWithWebIdentity',
        role: 'arn:aws:iam::111122223333:role/pipeline',
        credential: '',
      },
      { action: 'GetCallerIdentity', role: null, credential: 'ASIAROLE' },
    ]);
  });

  test('AWS_PROFILE that no file knows', async () => {
    const variables = { ...configured('[profile prod]\nregion = eu-north-1\n'), AWS_PROFILE: 'prd' };
    expect(await open({}, variables)).toMatchObject({
      problem: 'no-credentials',
      message: expect.stringMatching(/^profile prd gives no credentials/),
    });
  });

  test.for([
    ['ExpiredToken', 'expired-credentials'],
    ['ExpiredTokenException', 'expired-credentials'],
    ['InvalidClientTokenId', 'invalid-credentials'],
    ['UnrecognizedClientException', 'invalid-credentials'],
    ['SignatureDoesNotMatch', 'invalid-credentials'],
  ])('%s', async ([code = '', problem]) => {
    answer = () => refusal(code, 'no');
    expect(await open()).toMatchObject({ problem });
  });
});

describe('an endpoint', () => {
  test('where nobody listens', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await open()).toEqual({
      problem: 'unreachable',
      message: `AWS cannot be reached at ${url} (ECONNREFUSED)`,
    });
  });

  test('that is not AWS', async () => {
    answer = () => ({ status: 200, body: '<html><body>Sign in</body></html>' });
    expect(await open()).toEqual({
      problem: 'unreachable',
      message: `what answers at ${url} is not AWS (no Account in it)`,
    });
  });

  test('from AWS_ENDPOINT_URL', async () => {
    expect(await open({ endpointUrl: undefined }, { ...CREDENTIALS, AWS_ENDPOINT_URL: url })).toMatchObject({
      account: '111122223333',
    });
  });

  test('from AWS_ENDPOINT_URL_STS before AWS_ENDPOINT_URL', async () => {
    const variables = {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_STS: url,
    };
    expect(await open({ endpointUrl: undefined }, variables)).toMatchObject({ account: '111122223333' });
  });
});

describe('when the credentials end', () => {
  async function end(variables: Readonly<Record<string, string | undefined>>, options = {}) {
    setEnvironment(variables);
    const session = await openSession({
      endpointUrl: url,
      region: 'eu-west-1',
      env: process.env,
      ...SHORT,
      ...options,
    });
    if ('problem' in session) throw new Error(session.message);
    const fact = await session.source.answer(callerCredentials, {});
    session.close();
    return fact && stateOf(fact);
  }

  test('a key of a user does not', async () => {
    expect(await end(CREDENTIALS)).toEqual({ known: {} });
  });

  test('those of an assumed role say so', async () => {
    expect(await end(CREDENTIALS, { roleArn: 'arn:aws:iam::111122223333:role/audit' })).toEqual({
      known: { expiration: '2099-01-02T03:04:05.000Z' },
    });
  });

  test('a session token in the environment does not say', async () => {
    expect(await end({ ...CREDENTIALS, AWS_SESSION_TOKEN: 't' })).toEqual({
      unknown: [
        {
          reason: 'undecidable',
          detail: 'the credentials of the caller are temporary, and do not say when they end',
        },
      ],
    });
  });
});

test("the SDK's warning about old versions of Node is silenced", async () => {
  await open();
  expect(process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED']).toBe('true');
});

test.for(['aws', 'aws-cn', 'aws-us-gov'])('partition %s', async (partition) => {
  answer = (action) => sts(action, `arn:${partition}:iam::111122223333:user/dev`);
  expect(await open()).toMatchObject({ partition });
});
