import { describe, expect, test } from 'vitest';
import { diagnoseSession, looksLikeSessionLog } from '../../../src/diagnose/session/index.ts';

/**
 * The lines are written by hand after the sources of session-manager-plugin and amazon-ssm-agent; times, names and lengths of sessions are
 * chosen so that what has to come out can be counted on one's fingers.
 */
const ID = 'ops-0a1b2c3d4e5f60718';
const URL = `wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/${ID}?role=publish_subscribe&cell-number=AAEAAROUTINGKEYROUTINGKEY`;
const TASK = '0123456789abcdef0123456789abcdef';
const CONTAINER = `ecs:prod_${TASK}_${TASK}-1234567890`;

/** The plugin's log at INFO: a tunnel to a node, opened at 09:00:00. */
const OPENED = [
  `2026-03-02 08:59:59 INFO Opening websocket connection to: %!(EXTRA string=${URL})`,
  `2026-03-02 09:00:00 INFO Successfully opened websocket connection to: %!(EXTRA string=${URL})`,
  `2026-03-02 09:00:00 INFO Sending token through data channel ${URL} to acknowledge connection`,
  '2026-03-02 09:00:01 INFO Connected to instance[mi-0123456789abcdef0] on port: 5432',
  `2026-03-02 09:00:01 INFO Port 15432 opened for sessionId ${ID}.`,
  '2026-03-02 09:00:01 INFO Waiting for connections...',
  '',
  '2026-03-02 09:00:09 INFO Connection accepted from 127.0.0.1:50312',
  ` for session [${ID}]`,
];

function lost(time: string): readonly string[] {
  return [
    `2026-03-02 ${time} ERROR Reach the retry limit 5 for receive messages.`,
    `2026-03-02 ${time} ERROR Trying to reconnect the session: ${URL} with seq num: 41`,
  ];
}

function resumed(time: string): readonly string[] {
  return [
    `2026-03-02 ${time} INFO Opening websocket connection to: %!(EXTRA string=${URL})`,
    `2026-03-02 ${time} INFO Successfully opened websocket connection to: %!(EXTRA string=${URL})`,
    `2026-03-02 ${time} INFO Successfully reconnected to data channel: ${URL}`,
  ];
}

function refused(time: string, error: string): readonly string[] {
  return [
    `2026-03-02 ${time} ERROR Resume Session failed: ${error}`,
    `2026-03-02 ${time} ERROR Failed to get token: ${error}`,
  ];
}

const agent = (time: string, level: string, message: string) =>
  `2026-03-02 ${time} ${level} [ssm-session-worker] [${ID}] [DataBackend] [pluginName=Port] ${message}`;
const BYE = 'Reach the retry limit 5 for receive messages. Error: websocket: close 1000 (normal): Bye';

function read(lines: readonly string[]) {
  const text = lines.join('\n');
  expect(looksLikeSessionLog(text)).toBe(true);
  return diagnoseSession(text);
}

describe('a tunnel that outlived its credentials', () => {
  const expired =
    'ExpiredTokenException: The security token included in the request is expired\n\tstatus code: 400, request id: 5c0b';
  const log = [
    ...OPENED,
    ...lost('10:00:02'),
    ...resumed('10:00:03'),
    ...lost('11:00:04'),
    ...resumed('11:00:05'),
    ...lost('12:00:06'),
    ...refused('12:00:07', expired),
    ...refused('12:00:08', expired),
    `2026-03-02 12:00:09 ERROR ${expired}`,
  ];

  test('is read so', () => {
    const { cause, title, paragraphs, advice } = read(log);
    expect(cause).toBe('cannot-resume');
    expect(title).toBe("the session could not be resumed: the caller's credentials had expired");
    expect(paragraphs.join(' ')).toContain('The session lived 3 h.');
    expect(paragraphs.join(' ')).toContain(
      'ExpiredTokenException: The security token included in the request is expired status code: 400',
    );
    expect(advice[0]).toContain('from a profile that renews them');
  });

  test('with who, when, how long, and what it survived', () => {
    expect(read(log).facts).toEqual([
      `session: ${ID}`,
      'target: mi-0123456789abcdef0, port 5432',
      'local port: 15432',
      'from 2026-03-02 08:59:59 to 2026-03-02 12:00:08: 3 h',
      'the service closed its connection 3 times, as it does about every hour, and the session survived 2 of 3',
      expect.stringMatching(/^the deciding line, 28: Failed to get token: ExpiredTokenException/),
    ]);
  });

  test('and with the loop for its target', () => {
    expect(read(log).loop).toContain('target=mi-0123456789abcdef0\n');
  });
});

describe('why a session was not resumed', () => {
  test.each([
    [
      'AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/ops/me is not authorized to perform: ssm:ResumeSession',
      'the session could not be resumed: the caller may not call ssm:ResumeSession',
    ],
    [
      'NoCredentialProviders: no valid providers in chain. Deprecated.',
      "the session could not be resumed: the plugin did not find the caller's credentials",
    ],
    [
      'SerializationError: failed to decode response body\n\tstatus code: 403, request id: 5c0b',
      'the session could not be resumed: ResumeSession was refused (HTTP 403)',
    ],
    [
      'InvalidSignatureException: Signature expired: 20260302T100007Z is now earlier than 20260302T110007Z',
      'the session could not be resumed: the clock of this machine is wrong',
    ],
    [
      'DoesNotExistException: Session does not exist',
      'the session could not be resumed: it was already over',
    ],
    [
      'RequestError: send request failed\ncaused by: Post "https://ssm.eu-west-1.amazonaws.com/": dial tcp: lookup ssm.eu-west-1.amazonaws.com: no such host',
      'the session could not be resumed: AWS was not reached',
    ],
    [
      'InternalServerError: An error occurred',
      'the session could not be resumed: AWS did not answer the request',
    ],
    ['SomethingNew: never seen', 'the session could not be resumed, for a reason that is not known here'],
  ])('%s', (error, title) => {
    const reading = read([...OPENED, ...lost('10:00:02'), ...refused('10:00:03', error)]);
    expect([reading.cause, reading.title]).toEqual(['cannot-resume', title]);
    expect(reading.paragraphs.join(' ')).toContain(error.split('\n')[0]);
  });

  test('a failure that a later attempt made good is none', () => {
    const { cause, facts } = read([
      ...OPENED,
      ...lost('10:00:02'),
      ...refused('10:00:03', 'RequestError: send request failed'),
      ...resumed('10:00:04'),
    ]);
    expect(cause).toBe('no-end');
    expect(facts).toContain(
      'the service closed its connection once, as it does about every hour, and the session survived it each time',
    );
  });

  test('of a plugin that was reported to fail, where the agent tells its version', () => {
    const { paragraphs } = read([
      agent('08:59:59', 'INFO', `Setting up datachannel for session: ${ID}, requestId: 1, clientId: 2`),
      agent('09:00:00', 'INFO', 'Client side session manager plugin version is: 1.2.804.0'),
      ...OPENED,
      ...lost('10:00:02'),
      ...refused('10:00:03', 'Forbidden: \n\tstatus code: 403, request id: '),
    ]);
    expect(paragraphs.join(' ')).toContain('this one is 1.2.804.0, which is one of them');
  });
});

describe('the log of the agent', () => {
  const begin = [
    agent('08:59:59', 'INFO', `Setting up datachannel for session: ${ID}, requestId: 1, clientId: 2`),
    agent('09:00:00', 'INFO', 'Successfully opened websocket connection to: 10.0.0.7:443'),
    agent('09:00:01', 'INFO', 'Plugin Port started'),
  ];
  const recycle = (hour: string) => [
    agent(`${hour}:00:02`, 'WARN', BYE),
    agent(`${hour}:00:03`, 'INFO', 'Successfully opened websocket connection to: 10.0.0.7:443'),
  ];
  const terminated = [
    agent(
      '14:00:03',
      'ERROR',
      'CreateDataChannel failed with no output or error: createDataChannel request failed: unexpected response from the service <BadRequest>',
    ),
    '<ClientErrorMessage>Session is already terminated</ClientErrorMessage>',
    '</BadRequest>',
  ];

  test('groups hourly recycles, and names the line that was the end', () => {
    const { cause, facts } = read([
      ...begin,
      ...recycle('10'),
      ...recycle('11'),
      ...recycle('12'),
      ...recycle('13'),
      agent('14:00:02', 'WARN', BYE),
      ...terminated,
    ]);
    expect(cause).toBe('ended-elsewhere');
    expect(facts).toContain('from 2026-03-02 08:59:59 to 2026-03-02 14:00:03: 5 h');
    expect(facts).toContain(
      'the service closed its connection 5 times, as it does about every hour, and the session survived 4 of 5',
    );
    expect(facts.find((fact) => fact.startsWith('the deciding line, 13: '))).toContain(
      'Session is already terminated',
    );
  });

  test('also where only the lines that matter were picked from it, without a name', () => {
    const picked = (time: string, text: string) => `2026-03-02 ${time} WARN [pluginName=Port] ${text}`;
    const { cause, facts } = read([
      picked('13:00:00', BYE),
      picked('14:00:02', BYE),
      picked('15:00:04', BYE),
      picked('15:00:09', 'CreateDataChannel failed: Session is already terminated'),
    ]);
    expect(cause).toBe('ended-elsewhere');
    expect(facts).toEqual([
      'session: not named in this log',
      'from 2026-03-02 13:00:00 to 2026-03-02 15:00:09: at least 2 h',
      'the beginning of the session is not in this log',
      'the service closed its connection 3 times, as it does about every hour, and the session survived 2 of 3',
      'the deciding line, 4: CreateDataChannel failed: Session is already terminated',
    ]);
  });

  test('counts a closing once where the logs of both sides are in one text', () => {
    const { facts } = read([
      ...OPENED,
      agent('10:00:01', 'WARN', BYE),
      ...lost('10:00:02'),
      ...resumed('10:00:03'),
    ]);
    expect(facts).toContain(
      'the service closed its connection once, as it does about every hour, and the session survived it each time',
    );
  });

  test('does not take the recycling of the control channel for that of a session', () => {
    const control = [
      '2026-03-02 10:00:02 WARN [ssm-agent-worker] [MessageService] [MGSInteractor] Reach the retry limit 5 for receive messages. Error: websocket: close 1000 (normal): Bye',
      '2026-03-02 10:00:02 WARN [MessageGatewayService] Reach the retry limit 5 for receive messages. Error: websocket: close 1006 (abnormal closure): unexpected EOF',
    ];
    expect(looksLikeSessionLog(control.join('\n'))).toBe(false);
    const { facts } = read([...begin, ...control, agent('11:00:00', 'INFO', 'The session was cancelled')]);
    expect(facts.join('\n')).not.toContain('connection');
  });

  test('tells a connection that was cut from one that was recycled', () => {
    const { cause, facts } = read([
      ...begin,
      ...recycle('10'),
      agent('10:07:12', 'WARN', 'I/O timeout. Error: read tcp 10.0.1.2:4000->10.0.0.7:443: i/o timeout'),
    ]);
    expect(cause).toBe('lost');
    expect(facts).toContain(
      'the service closed its connection once, as it does about every hour, and the session survived it each time',
    );
    expect(facts).toContain(
      'the connection was lost once otherwise (read tcp 10.0.1.2:4000->10.0.0.7:443: i/o timeout), and no reconnection follows',
    );
  });

  test.each([
    ['the role of the task', 'ecs-execute-command-', 'its task role lacks the right'],
    ['the role of the node', 'ops-', 'its instance profile or service role of the node lacks the right'],
  ])('says that %s lacks the right', (_what, prefix, words) => {
    const { cause, title } = read([
      `2026-03-02 08:59:59 ERROR [ssm-session-worker] [${prefix}0a1b2c3d4e5f60718] [DataBackend] Setting up data channel with id ${prefix}0a1b2c3d4e5f60718 failed: failed to create websocket for datachannel with error: CreateDataChannel failed with no output or error: createDataChannel request failed: unexpected response from the service <BadRequest xmlns=""><message>Unauthorized request.</message></BadRequest>`,
    ]);
    expect(cause).toBe('agent-refused');
    expect(title).toContain(words);
  });

  test('says that the task was stopped under a session of ECS Exec, which no loop helps', () => {
    const exec = 'ecs-execute-command-0a1b2c3d4e5f60718';
    const { cause, paragraphs, loop } = read([
      `2026-03-02 08:59:59.1234 INFO [ssm-session-worker] [${exec}] [DataBackend] [pluginName=InteractiveCommands] Setting up datachannel for session: ${exec}, requestId: 1, clientId: 2`,
      `2026-03-02 09:00:00.2345 INFO [ssm-session-worker] [${exec}] [DataBackend] [pluginName=InteractiveCommands] Plugin InteractiveCommands started`,
      '2026-03-02 09:20:00.0001 INFO amazon-ssm-agent got signal:terminated value:0x55d0c8a0c0a0',
    ]);
    expect(cause).toBe('agent-stopped');
    expect(paragraphs.join(' ')).toContain('the task was stopped by a deployment');
    expect(loop).toBeUndefined();
  });

  test('does not blame an agent that is stopped after the session', () => {
    const { cause } = read([
      ...begin,
      agent('09:30:00', 'INFO', 'The session was cancelled'),
      agent('09:30:01', 'INFO', 'Session worker closed'),
      '2026-03-02 09:40:00 INFO amazon-ssm-agent got signal:terminated value:0x1',
    ]);
    expect(cause).toBe('agent-closed');
  });

  test('says when nothing listens at the far end, and that the session lives', () => {
    const { cause, paragraphs } = read([
      ...begin,
      agent(
        '09:10:00',
        'ERROR',
        'Unable to dial connection to server: dial tcp :5432: connect: connection refused',
      ),
    ]);
    expect(cause).toBe('far-end-refuses');
    expect(paragraphs.join(' ')).toContain('The session lives.');
    expect(paragraphs.join(' ')).toContain('dial tcp :5432: connect: connection refused');
  });

  test('tells agents and plugins that did not understand each other', () => {
    const { title } = read([
      ...begin,
      agent(
        '09:00:16',
        'ERROR',
        'Encountered error while initiating handshake. Handshake timed out. Please ensure that you have the latest version of the session manager plugin.',
      ),
    ]);
    expect(title).toContain('plugin and agent did not agree on the session');
  });

  test('tells a worker that crashed', () => {
    expect(
      read([...begin, agent('09:10:00', 'ERROR', 'session worker panic: runtime error: out of memory')])
        .cause,
    ).toBe('agent-crashed');
  });
});

describe('what the AWS CLI printed', () => {
  test('the idle timeout, of a tunnel and of ECS Exec', () => {
    const tunnel = read([
      `Starting session with SessionId: ${ID}`,
      `Port 15432 opened for sessionId ${ID}.`,
      'Waiting for connections...',
      '',
      `SessionId: ${ID} : Your session timed out due to inactivity and has been terminated.`,
    ]);
    expect(tunnel.cause).toBe('idle');
    expect(tunnel.paragraphs[0]).toContain('20 minutes unless idleSessionTimeout');
    expect(tunnel.paragraphs[0]).toContain('60 at most');
    const exec = read([
      'Starting session with SessionId: ecs-execute-command-0a1b2c3d4e5f60718',
      'SessionId: ecs-execute-command-0a1b2c3d4e5f60718 : Your session timed out due to inactivity and has been terminated.',
    ]);
    expect(exec.paragraphs[0]).toContain('For ECS Exec that is 20 minutes, and cannot be changed.');
    expect([tunnel.loop === undefined, exec.loop === undefined]).toEqual([false, true]);
  });

  test.each([
    [
      'An error occurred (TargetNotConnected) when calling the StartSession operation: mi-0123456789abcdef0 is not connected.',
      'the target is not connected to Session Manager',
    ],
    [
      'An error occurred (ExpiredTokenException) when calling the StartSession operation: The security token included in the request is expired',
      "the caller's credentials have expired",
    ],
    [
      'An error occurred (AccessDeniedException) when calling the StartSession operation: User: arn:aws:iam::123456789012:user/me is not authorized to perform: ssm:StartSession',
      'the caller may not start this session',
    ],
    [
      'SessionManagerPlugin is not found. Please refer to SessionManager Documentation here: http://docs.aws.amazon.com/console/systems-manager/session-manager-plugin-not-found',
      'session-manager-plugin is not installed here, or not on the PATH',
    ],
    [
      'Cannot perform start session: listen tcp 127.0.0.1:5432: bind: address already in use',
      'the local port is in use by another program',
    ],
    ['Cannot perform start session: EOF', 'the plugin found no terminal or no answer, and ended at once'],
    [
      'Cannot perform start session: something new',
      'the session could not be started, for a reason that is not known here',
    ],
    [
      `SessionId: ${ID} : Plugin with name Port is not supported by this version of ssm agent, please update to latest version. Step name: Port`,
      'plugin and agent did not agree on the session: one of them is too old, or did not answer',
    ],
    [`Session: ${ID} timed out.`, 'the session was already over when the plugin came back'],
  ])('%s', (line, title) => {
    expect(read([line]).title).toBe(title);
    expect(read([`\n${line}\n\n`, '']).title).toBe(title);
  });

  test('the target that is not connected is what the loop reaches', () => {
    const line = (target: string) =>
      `An error occurred (TargetNotConnected) when calling the StartSession operation: ${target} is not connected.`;
    const { loop } = read([line(CONTAINER)]);
    expect(loop).toContain(`cluster=prod\nservice=''\ntask=${TASK}\nruntime=${TASK}-1234567890\n`);
    expect(read([line('mi-0123456789abcdef0')]).loop).toContain('target=mi-0123456789abcdef0\n');
  });

  test('Ctrl-C is no failure', () => {
    const { cause, advice } = read([
      `Starting session with SessionId: ${ID}`,
      'Terminate signal received, exiting.',
      '',
      `Exiting session with sessionId: ${ID}.`,
    ]);
    expect([cause, advice]).toEqual(['interrupted', []]);
  });
});

describe('how the plugin ended a session', () => {
  test.each([
    ['Your session timed out due to inactivity and has been terminated.', 'idle'],
    ['The session reached its maximum duration.', 'maximum-duration'],
    ['Something that nobody has written down.', 'said-by-service'],
    ['', 'closed'],
  ])('with output: %s', (output, cause) => {
    const reading = read([
      ...OPENED,
      `2026-03-02 09:45:00 INFO Exiting session with sessionId: ${ID} with output: ${output}`,
    ]);
    expect(reading.cause).toBe(cause);
    if (cause === 'said-by-service') expect(reading.paragraphs[0]).toContain(output);
  });

  test('after half a minute, as old versions did', () => {
    const { title, paragraphs } = read([
      ...OPENED,
      `2026-03-02 09:00:31 INFO Exiting session with sessionId: ${ID} with output: `,
    ]);
    expect(title).toContain('as old versions of plugin and agent do');
    expect(paragraphs[1]).toContain('1.2.339.0');
  });

  test('because the task at the far end was gone', () => {
    const { cause, paragraphs, loop } = read([
      ...OPENED.map((line) => line.replace('mi-0123456789abcdef0', CONTAINER)),
      '2026-03-02 09:35:00 WARN Message 812 was resent over 3000 times.',
      `2026-03-02 09:35:00 ERROR Terminating session ${ID} as the stream data was not processed before timeout.`,
    ]);
    expect(cause).toBe('target-gone');
    expect(paragraphs.join(' ')).toContain('a task looks like that was stopped');
    expect(loop).toContain(`task=${TASK}\n`);
  });

  test('because the network was gone', () => {
    const { cause, facts, advice } = read([
      ...OPENED,
      '2026-03-02 09:11:00 DEBUG An error happened when receiving the message. Retried times: 1, Error: read tcp 192.168.0.7:50000->10.0.0.7:443: read: connection reset by peer, Messagetype: -1',
      ...lost('09:11:01'),
      `2026-03-02 09:11:02 ERROR Failed to dial websocket: dial tcp: lookup ssmmessages.eu-west-1.amazonaws.com: no such host`,
    ]);
    expect(cause).toBe('network');
    expect(facts.join('\n')).toContain('lost once otherwise (read tcp 192.168.0.7:50000');
    expect(advice.join('\n')).toContain('a NAT gateway does after 350 seconds');
  });
});

describe('what is not known is not guessed', () => {
  test('an error that nobody documented is shown as such', () => {
    const { cause, title, paragraphs } = read([
      ...OPENED,
      '2026-03-02 09:30:00 ERROR the flux capacitor is empty',
    ]);
    expect([cause, title]).toEqual(['unknown', 'the last error of the session is not known here']);
    expect(paragraphs[0]).toContain(
      'Line 10 is the last error that this session wrote: "the flux capacitor is empty"',
    );
  });

  test.each([
    '2026-03-02 09:30:00 ERROR Error while accepting connection: accept tcp 127.0.0.1:15432: use of closed network connection',
    '2026-03-02 09:30:00 ERROR Unable to send stream data message: websocket: close sent',
    '2026-03-02 09:30:00 ERROR Error sending stream data message websocket: close sent',
    '2026-03-02 09:30:00 DEBUG Unexpected sequence message received. Received Sequence Number: 7. Expected Sequence Number: 9',
    '2026-03-02 09:30:00 WARN Stream data message with sequence number 3 is not processed as session handler is not ready.',
    '2026-03-02 09:30:00 ERROR Failed to close websocket: write: broken pipe',
  ])('an ordinary error is not the end: %s', (line) => {
    const { cause, facts } = read([...OPENED, line]);
    expect(cause).toBe('no-end');
    expect(facts.join('\n')).not.toContain('the deciding line');
  });

  test('a log that was cut off at the beginning says so, and lived at least so long', () => {
    const { facts } = read([...lost('10:00:00'), ...resumed('10:00:01'), ...lost('11:00:02')]);
    expect(facts).toContain('the beginning of the session is not in this log');
    expect(facts).toContain('from 2026-03-02 10:00:00 to 2026-03-02 11:00:02: at least 1 h');
  });

  test('a connection of which the log says neither why nor how long it lasted is not called a recycle', () => {
    expect(read(lost('10:00:00')).facts.join('\n')).toContain('the connection was lost once otherwise');
  });

  test('no session, no reading', () => {
    expect(diagnoseSession('hello').title).toBe('no session was found in this text');
    expect(diagnoseSession('').facts).toEqual([]);
  });
});

describe('clocks', () => {
  const start = (stamp: string) =>
    `${stamp} INFO [ssm-session-worker] [${ID}] Setting up datachannel for session: ${ID}, requestId: 1, clientId: 2`;
  const stop = (stamp: string) => `${stamp} INFO [ssm-session-worker] [${ID}] Session worker closed`;
  const of = (...lines: readonly string[]) =>
    read(lines).facts.find((fact) => fact.startsWith('from ')) ?? 'nothing';

  test.each([
    ['2026-03-02 09:00:00', '2026-03-02 11:30:00', '2 h 30 min'],
    ['2026-03-02 09:00:00.0001', '2026-03-02 09:00:50.0001', '50 s'],
    ['2026-03-02T09:00:00Z', '2026-03-02T09:20:00Z', '20 min'],
    ['2026-03-02T09:00:00+01:00', '2026-03-02T09:00:00Z', '1 h'],
    ['2026-03-02 09:00:00,5 +0200', '2026-03-02 09:01:30,5 +0200', '1 min 30 s'],
    ['2026-03-02 23:30:00', '2026-03-03 00:30:00', '1 h'],
    [
      'Mar  2 09:00:00 ip-10-0-0-1 amazon-ssm-agent[2202]: 2026-03-02 09:00:00',
      'Mar  2 10:00:00 ip-10-0-0-1 amazon-ssm-agent[2202]: 2026-03-02 10:00:00',
      '1 h',
    ],
  ])('%s to %s', (from, to, length) => {
    expect(of(start(from), stop(to))).toMatch(new RegExp(`: ${length}$`));
  });

  test('a time that goes back: how long is not said', () => {
    const lines = [start('2026-03-02 09:00:00'), stop('2026-03-02 08:00:00')];
    expect(of(...lines)).toBe('from 2026-03-02 09:00:00 to 2026-03-02 08:00:00');
    expect(read(lines).facts).toContain(
      'the time goes back by 1 h at line 2: how long the session lived cannot be told',
    );
  });

  test('a time that is none', () => {
    expect(of(start('2026-13-45 99:00:00'), stop('2026-03-02 10:00:00'))).toBe(
      'from 2026-13-45 99:00:00 to 2026-03-02 10:00:00',
    );
  });

  test('a machine that slept', () => {
    const { facts } = read([
      ...OPENED,
      '2026-03-02 09:05:00 DEBUG WebsocketChannel: Send ping. Message.',
      '2026-03-02 09:10:00 DEBUG WebsocketChannel: Send ping. Message.',
      ...lost('12:10:00'),
    ]);
    expect(facts).toContain(
      'nothing was written for 3 h before line 12, although the plugin pings every 5 minutes: the machine was asleep or suspended',
    );
  });

  test('lines that end as Windows ends them', () => {
    const text = [start('2026-03-02 09:00:00'), stop('2026-03-02 10:00:00')].join('\r\n');
    expect(diagnoseSession(text).facts[0]).toBe(`session: ${ID}`);
  });
});

describe('several sessions in a log', () => {
  const other = 'ops-fedcba98765432100';
  const named = (lines: readonly string[], id: string) => lines.map((line) => line.replaceAll(ID, id));

  test('the one that went wrong is read, the others are told', () => {
    const { facts, cause } = read([
      ...OPENED,
      `2026-03-02 09:10:00 INFO Exiting session with sessionId: ${ID} with output: Your session timed out due to inactivity and has been terminated.`,
      ...named(OPENED, other),
      `2026-03-02 09:30:00 INFO Exiting session with sessionId: ${other} with output: `,
    ]);
    expect(cause).toBe('idle');
    expect(facts[0]).toBe(`session: ${ID}`);
    expect(facts).toContain(`also in this log: session ${other}, 30 min (closed)`);
    expect(facts.join('\n')).not.toContain('at a time');
  });

  test('two at a time are not kept apart without saying so', () => {
    const { facts } = read([...OPENED, ...named(OPENED, other), ...lost('10:00:02')]);
    expect(facts).toContain(
      'several sessions wrote to this log at a time: a line that names none was read as of the one named last',
    );
  });

  test('the agent names the session on each line: two at a time are kept apart', () => {
    const line = (id: string, time: string, message: string) =>
      `2026-03-02 ${time} INFO [ssm-session-worker] [${id}] [DataBackend] [pluginName=Port] ${message}`;
    const { facts } = read([
      line(ID, '09:00:00', 'Plugin Port started'),
      line(other, '09:01:00', 'Plugin Port started'),
      line(ID, '09:30:00', BYE),
      line(other, '10:00:00', 'The session was cancelled'),
    ]);
    expect(facts[0]).toBe(`session: ${ID}`);
    expect(facts.join('\n')).not.toContain('at a time');
  });

  test('at most ten of them', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `ops-${String(index).padStart(17, '0')}`);
    const { facts } = read(
      ids.map((id) => `SessionId: ${id} : Your session timed out due to inactivity and has been terminated.`),
    );
    expect(facts.filter((fact) => fact.startsWith('also in this log'))).toHaveLength(10);
    expect(facts).toContain('19 earlier sessions of this log are left out');
  });
});

describe('what a log holds that must not be shown', () => {
  test('routing keys and tokens', () => {
    const text = [
      ...OPENED,
      ...lost('10:00:02'),
      `2026-03-02 10:00:03 ERROR failed to reconnect data channel ${URL} with error: failed to open data channel with error: {"TokenValue": "AAEAATOKENTOKENTOKENTOKEN"} websocket: bad handshake`,
    ];
    const shown = JSON.stringify(read(text));
    expect(shown).toContain('bad handshake');
    expect(shown).not.toContain('ROUTINGKEY');
    expect(shown).not.toContain('TOKENTOKEN');
  });

  test('a target that is no target is not put into a script', () => {
    const hostile = "x'; touch owned; '$(id)`id`";
    const { loop } = read([
      ...OPENED.map((line) => line.replace('mi-0123456789abcdef0', hostile)),
      ...lost('10:00:02'),
    ]);
    expect(loop).toContain("target=''\n");
    expect(loop).not.toContain('owned');
  });
});

describe('what is no session log', () => {
  test.each([
    '',
    'hello',
    '2026-03-02 09:00:00 INFO [ssm-agent-worker] [HealthCheck] HealthCheck reporting agent health.',
    '2026-03-02 09:00:00 INFO [amazon-ssm-agent] [LongRunningWorkerContainer] [WorkerProvider] Worker ssm-agent-worker is running',
    '2026-03-02 09:00:00 INFO amazon-ssm-agent - v3.3.987.0',
    '2026-03-02 09:00:00 WARN [ssm-agent-worker] [MessageService] [MGSInteractor] Reach the retry limit 5 for receive messages. Error: websocket: close 1006 (abnormal closure): unexpected EOF',
    '2026-03-02 09:00:00 INFO [ssm-session-worker] [ops-0a1b2c3d4e5f60718] Session worker closed',
    '2026-03-02 09:00:00 ERROR session timed out',
    'Session: abc timed out',
    'SessionId: 42 : user logged in',
    '2026-03-02 09:00:00 INFO Starting session with SessionId: 42',
    'Port 8080 opened',
    'Terminate signal received, exiting.',
    'An error occurred (ThrottlingException) when calling the DescribeTasks operation: Rate exceeded',
    'level=info time=2026-03-02T09:00:00Z msg="Managing task [arn:aws:ecs:eu-west-1:123456789012:task/prod/1]"',
    '(service api) has reached a steady state.',
    '2026-03-02 09:00:00 ERROR Failed to dial websocket: connection refused',
    'websocket: close 1000 (normal): Bye',
  ])('%j', (text) => {
    expect(looksLikeSessionLog(text)).toBe(false);
  });

  test('however long its lines are', () => {
    for (const text of ['['.repeat(200_000), `2026-03-02 ${'09:'.repeat(50_000)}`, 'Error: '.repeat(30_000)])
      expect(looksLikeSessionLog(text)).toBe(false);
  });
});
