import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Circumstances,
  discard,
  HAS_BASH,
  type Running,
  run,
  type Scenario,
} from './session/stand-in/loop.ts';

const NODE = 'mi-0123456789abcdef0';
const LIVES = {};
const NOT_CONNECTED = {
  fails: `An error occurred (TargetNotConnected) when calling the StartSession operation: ${NODE} is not connected.`,
};
const EXPIRED = {
  fails:
    'An error occurred (ExpiredTokenException) when calling the StartSession operation: The security token included in the request is expired',
};
const OLD = '0123456789abcdef0123456789abcdef';
const NEW = 'fedcba9876543210fedcba9876543210';
const arn = (task: string) => `arn:aws:ecs:eu-west-1:123456789012:task/prod/${task}`;

describe.skipIf(!HAS_BASH)('the loop that keeps a session alive', { timeout: 120_000 }, () => {
  const running: Running[] = [];
  afterEach(async () => {
    for (const loop of running.splice(0)) {
      await loop.stop('SIGKILL');
      for (const pid of loop.orphans()) process.kill(pid, 'SIGKILL');
      discard(loop);
    }
  });

  async function start(args: readonly string[], scenario: Scenario, circumstances?: Circumstances) {
    const loop = await run(args, scenario, circumstances);
    running.push(loop);
    return loop;
  }

  /** Waits for so many tunnels that answered. */
  const up = (loop: Running, times: number) =>
    loop.until(`tunnel ${times}`, () => loop.said().split('the tunnel is up: 127.0.0.1:').length > times);

  test('starts a session with the document for port forwarding', async () => {
    const loop = await start(['--target', NODE, '--region', 'eu-west-1', '--profile', 'ops'], {
      sessions: [LIVES],
    });
    await up(loop, 1);
    const [call] = loop.calls();
    expect(call?.words?.slice(-10)).toEqual([
      '--region',
      'eu-west-1',
      '--profile',
      'ops',
      '--target',
      NODE,
      '--document-name',
      'AWS-StartPortForwardingSession',
      '--parameters',
      `{"portNumber":["5432"],"localPortNumber":["${loop.port}"]}`,
    ]);
  });

  test('goes on from there to another host', async () => {
    const loop = await start(['--target', NODE, '--host', 'db.internal'], { sessions: [LIVES] });
    await up(loop, 1);
    expect(loop.calls()[0]?.words?.slice(-3)).toEqual([
      'AWS-StartPortForwardingSessionToRemoteHost',
      '--parameters',
      `{"host":["db.internal"],"portNumber":["5432"],"localPortNumber":["${loop.port}"]}`,
    ]);
  });

  test('starts a new session when the plugin ends, and repeats what it said', async () => {
    const says = 'SessionId: ID : Your session timed out due to inactivity and has been terminated.';
    // However long the AWS CLI takes to end after its plugin, what counts is that it ends.
    const loop = await start(
      ['--target', NODE],
      { sessions: [{ diesAfter: 4, says }, LIVES] },
      { settings: { max_failures: 500 } },
    );
    await up(loop, 2);
    expect(loop.targets()).toEqual([NODE, NODE]);
    expect(loop.said()).toMatch(/the plugin ended: SessionId: someone-\d+ : Your session timed out/);
  });

  test('starts a new session when the port stops answering, after it has ended the old one', async () => {
    const loop = await start(['--target', NODE], { sessions: [{ closesAfter: 4 }, LIVES] });
    await up(loop, 2);
    expect(loop.said()).toContain(`local port ${loop.port} does not answer any more`);
    const calls = loop.calls().map(({ call }) => call);
    expect(calls).toEqual(['start-session', 'plugin', 'plugin stopped by SIGINT', 'start-session', 'plugin']);
    expect(loop.orphans()).toHaveLength(2);
  });

  test('gives up a session that never opens its port', async () => {
    const loop = await start(
      ['--target', NODE],
      { sessions: [{ opens: false }, LIVES] },
      { settings: { start_timeout: 30 } },
    );
    await up(loop, 1);
    expect(loop.said()).toContain(`local port ${loop.port} did not answer within 30 seconds`);
    expect(loop.targets()).toHaveLength(2);
  });

  test('starts a new session when Session Manager has ended it, although the port is open', async () => {
    const loop = await start(
      ['--target', NODE],
      {
        sessions: [LIVES, LIVES],
        answers: { 'describe-sessions': [{ says: 'None' }, { says: 'Terminated' }, { says: 'None' }] },
      },
      { settings: { ask_every: 2 } },
    );
    await up(loop, 2);
    const asked = loop.calls().filter(({ call }) => call === 'describe-sessions');
    const plugins = loop.calls().filter(({ call }) => call === 'plugin');
    expect(asked[0]?.words).toContain(`key=SessionId,value=${plugins[0]?.id}`);
    expect(loop.calls().map(({ call }) => call)).toContain('plugin stopped by SIGINT');
    expect(loop.said()).toContain('Session Manager has ended the session');
  });

  test('asks no further where it may not ask whether the session exists', async () => {
    const denied =
      'An error occurred (AccessDeniedException) when calling the DescribeSessions operation: not authorized';
    const loop = await start(
      ['--target', NODE],
      { sessions: [{ diesAfter: 15 }, LIVES], answers: { 'describe-sessions': [{ fails: denied }] } },
      { settings: { ask_every: 2 } },
    );
    await up(loop, 2);
    expect(loop.calls().filter(({ call }) => call === 'describe-sessions')).toHaveLength(1);
  });

  test('waits twice as long after each failure, up to the most, and from the beginning after a healthy time', async () => {
    const failures = Array.from({ length: 7 }, () => NOT_CONNECTED);
    // 300 healthy seconds are 20 probes of 15 seconds; one more is spent on finding the port open.
    const loop = await start(['--target', NODE], {
      sessions: [...failures, { diesAfter: 25 }, LIVES],
    });
    await up(loop, 2);
    const most = [2, 4, 8, 16, 32, 60, 60, 2];
    expect(loop.delays()).toHaveLength(most.length);
    loop.delays().forEach((delay, index) => {
      expect(delay).toBeLessThanOrEqual(most[index] ?? 0);
      expect(delay).toBeGreaterThanOrEqual((most[index] ?? 0) / 2);
    });
    expect(loop.said()).toContain(`no session: ${NOT_CONNECTED.fails}`);
  });

  test('does not begin anew after a session that did not last', async () => {
    const loop = await start(['--target', NODE], {
      sessions: [NOT_CONNECTED, { diesAfter: 3 }, { diesAfter: 3 }, LIVES],
    });
    await up(loop, 3);
    const [, second = 0, third = 0] = loop.delays();
    expect([second >= 2 && second <= 4, third >= 4 && third <= 8]).toEqual([true, true]);
  });

  describe('of a service', () => {
    test('goes through the task that runs when the session starts', async () => {
      const loop = await start(['--cluster', 'prod', '--service', 'api', '--container', 'web'], {
        sessions: [{ diesAfter: 4 }, LIVES],
        answers: {
          'list-tasks': [{ says: arn(OLD) }, { says: `${arn(OLD)}\t${arn(NEW)}` }],
          'describe-tasks': [{ says: `${arn(OLD)}\t${OLD}-111` }, { says: `${arn(NEW)}\t${NEW}-222` }],
        },
      });
      await up(loop, 2);
      expect(loop.targets()).toEqual([`ecs:prod_${OLD}_${OLD}-111`, `ecs:prod_${NEW}_${NEW}-222`]);
      const described = loop.calls().filter(({ call }) => call === 'describe-tasks');
      expect(described[1]?.words).toEqual(expect.arrayContaining([arn(OLD), arn(NEW)]));
      expect(described[1]?.words?.at(-1)).toContain("name=='web'");
    });

    test('waits for a task', async () => {
      const loop = await start(['--cluster', 'prod', '--service', 'api'], {
        sessions: [LIVES],
        answers: {
          'list-tasks': [{ says: 'None' }, { says: arn(NEW) }],
          'describe-tasks': [{ says: `${arn(NEW)}\tNone` }, { says: `${arn(NEW)}\t${NEW}-1` }],
        },
      });
      await up(loop, 1);
      expect(loop.said()).toContain('no target: service api has no running task');
      expect(loop.said()).toContain('no target: no container of the task is ready for ECS Exec');
      expect(loop.targets()).toEqual([`ecs:prod_${NEW}_${NEW}-1`]);
    });
  });

  describe('of a task', () => {
    const TARGET = `ecs:prod_${OLD}_${OLD}-111`;

    test('follows its service when it is replaced, to the same container', async () => {
      const loop = await start(
        [],
        {
          sessions: [{ diesAfter: 4 }, LIVES],
          answers: {
            'describe-tasks': [
              { says: `RUNNING\tservice:api\tNone\tweb` },
              { says: `STOPPED\tservice:api\t${OLD}-111\tNone` },
              { says: `${arn(NEW)}\t${NEW}-222` },
            ],
            'list-tasks': [{ says: arn(NEW) }],
          },
        },
        { target: TARGET },
      );
      await up(loop, 2);
      expect(loop.targets()).toEqual([TARGET, `ecs:prod_${NEW}_${NEW}-222`]);
      const calls = loop.calls();
      expect(calls.find(({ call }) => call === 'list-tasks')?.words).toContain('api');
      expect(calls.filter(({ call }) => call === 'describe-tasks')[2]?.words?.at(-1)).toContain(
        "name=='web'",
      );
      expect(loop.said()).toContain(`task ${OLD} is STOPPED: going on with the newest task of service api`);
    });

    test('ends where nothing replaces it', async () => {
      const loop = await start(['--cluster', 'prod', '--task', OLD], {
        sessions: [LIVES],
        answers: { 'describe-tasks': [{ says: 'STOPPED\tfamily:job\tNone\tNone' }] },
      });
      expect(await loop.ended).toBe(4);
      expect(loop.said()).toContain(`task ${OLD} is STOPPED, and no service is known to replace it`);
      expect(loop.targets()).toEqual([]);
    });
  });

  describe('with credentials that have expired', () => {
    test('logs in, and goes on', async () => {
      const loop = await start(['--target', NODE, '--login', 'login', '--'], { sessions: [EXPIRED, LIVES] });
      await up(loop, 1);
      expect(loop.calls().map(({ call }) => call)).toEqual([
        'start-session',
        'login',
        'start-session',
        'plugin',
      ]);
    });

    test('keeps a tunnel that still works, and says once that it will not for long', async () => {
      const asked = EXPIRED.fails.replace('StartSession', 'DescribeSessions');
      const loop = await start(
        ['--target', NODE],
        { sessions: [LIVES], answers: { 'describe-sessions': [{ fails: asked }] } },
        { settings: { ask_every: 2 } },
      );
      const questions = () => loop.calls().filter(({ call }) => call === 'describe-sessions').length;
      await loop.until('three questions', () => questions() > 2);
      expect(loop.said().split('the credentials have expired: the session lives until')).toHaveLength(2);
      expect(loop.targets()).toHaveLength(1);
      expect(await loop.stop('SIGTERM')).toBe(143);
    });

    test('logs in while the tunnel works', async () => {
      const asked = EXPIRED.fails.replace('StartSession', 'DescribeSessions');
      const loop = await start(
        ['--target', NODE, '--login', 'login', '--'],
        { sessions: [LIVES], answers: { 'describe-sessions': [{ fails: asked }, { says: 'None' }] } },
        { settings: { ask_every: 2 } },
      );
      const questions = () => loop.calls().filter(({ call }) => call === 'describe-sessions').length;
      await loop.until('three questions', () => questions() > 2);
      expect(loop.calls().filter(({ call }) => call === 'login')).toHaveLength(1);
      expect(loop.targets()).toHaveLength(1);
    });

    test('ends with one sentence where nothing logs in', async () => {
      const loop = await start(['--target', NODE], { sessions: [EXPIRED] });
      expect(await loop.ended).toBe(3);
      expect(loop.said()).toContain(
        'the credentials have expired or are missing: log in and start this again',
      );
      expect(loop.targets()).toHaveLength(1);
    });

    test('ends where a login does not help', async () => {
      const loop = await start(['--target', NODE, '--login', 'login', '--'], { sessions: [EXPIRED] });
      expect(await loop.ended).toBe(3);
      expect(loop.said()).toContain('the credentials are refused although the login command succeeded');
      expect(loop.calls().filter(({ call }) => call === 'login')).toHaveLength(2);
    });

    test('ends where the login fails', async () => {
      const loop = await start(['--target', NODE, '--login', 'sh', '-c', 'exit 9', '--'], {
        sessions: [EXPIRED],
      });
      expect(await loop.ended).toBe(3);
      expect(loop.said()).toContain('the login command failed with exit status 9');
    });

    test('gives the words of a login as they were given, whatever they hold', async () => {
      const words = ['a b', "it's", '$(touch owned)', '; touch owned', '*', '`id`', ''];
      const loop = await start(
        [
          '--target',
          NODE,
          '--login',
          'sh',
          '-c',
          'for word; do printf "<%s>" "$word"; done; exit 1',
          'x',
          ...words,
          '--',
        ],
        { sessions: [EXPIRED] },
      );
      expect(await loop.ended).toBe(3);
      expect(loop.said()).toContain(words.map((word) => `<${word}>`).join(''));
    });

    test('never shows the keys it was given', async () => {
      const env = {
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEXAMPLETOKEN',
      };
      const loop = await start(
        ['--target', NODE],
        { sessions: [{ fails: `error: {"TokenValue": "AAEAATOKENEXAMPLE"}\n${EXPIRED.fails}` }] },
        { env },
      );
      expect(await loop.ended).toBe(3);
      for (const secret of [...Object.values(env), 'AAEAATOKENEXAMPLE'])
        expect(loop.said()).not.toContain(secret);
      expect(loop.said()).toContain('these credentials are exported keys, which nothing renews');
    });
  });

  test.each([
    [
      'a plugin that is missing',
      'SessionManagerPlugin is not found. Please refer to SessionManager Documentation',
    ],
    [
      'a right that is missing',
      'An error occurred (AccessDeniedException) when calling the StartSession operation: no',
    ],
    [
      'a port that is taken',
      'Cannot perform start session: listen tcp 127.0.0.1:5432: bind: address already in use',
    ],
  ])('ends at %s', async (_what, fails) => {
    const loop = await start(['--target', NODE], { sessions: [{ fails }] });
    expect(await loop.ended).toBe(4);
    expect(loop.said()).toContain(`no session: ${fails}`);
    expect(loop.targets()).toHaveLength(1);
  });

  test('does not take the port of another program for the tunnel', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const loop = await start(['--target', NODE], { sessions: [LIVES] }, { port: String(port) });
    expect(await loop.ended).toBe(4);
    server.close();
    expect(loop.said()).toContain(`local port ${port} is in use by another program`);
    expect(loop.targets()).toEqual([]);
  });

  test('says when nothing listens at the far end, and keeps the tunnel', async () => {
    const loop = await start(['--target', NODE], { sessions: [{ refuses: true }] });
    await loop.until('the warning', () => loop.said().includes('its far end refuses'));
    expect(loop.targets()).toHaveLength(1);
  });

  test('a probe that hangs is a probe that fails, and is ended', async () => {
    const probe = `printf '{"pid":%s,"call":"probe"}\\n' "$$" >>calls.jsonl; [ -e hang ] && exec /bin/sleep 600; exit 0`;
    const loop = await start(
      ['--target', NODE, '--probe', 'sh', '-c', `cd "$STAND_IN"; ${probe}`, '--'],
      {
        sessions: [LIVES],
      },
      { settings: { probe_timeout: 5 } },
    );
    await up(loop, 1);
    writeFileSync(join(loop.folder, 'hang'), '');
    await loop.until('the failure', () => loop.said().includes('does not answer any more'));
    expect(await loop.stop('SIGTERM')).toBe(143);
    await loop.allGone();
  });

  describe('a signal', () => {
    test.each([
      ['SIGTERM', 143],
      ['SIGINT', 130],
      ['SIGHUP', 129],
    ] as const)('%s ends the session and all that runs for it', async (signal, status) => {
      const loop = await start(['--target', NODE], { sessions: [LIVES] });
      await up(loop, 1);
      expect(loop.orphans()).toHaveLength(2);
      expect(await loop.stop(signal)).toBe(status);
      expect(loop.calls().map(({ call }) => call)).toContain('plugin stopped by SIGINT');
      await loop.allGone();
    });

    test('is heard while AWS does not answer', async () => {
      const loop = await start(['--cluster', 'prod', '--service', 'api'], {
        sessions: [LIVES],
        answers: { 'list-tasks': [{ hangs: true }] },
      });
      await loop.until('the question', () => loop.calls().some(({ call }) => call === 'list-tasks'));
      expect(await loop.stop('SIGTERM')).toBe(143);
      await loop.allGone();
    });

    test('is heard while a session does not open its port', async () => {
      const loop = await start(
        ['--target', NODE],
        { sessions: [{ opens: false }] },
        { settings: { start_timeout: 300 } },
      );
      await loop.until('the plugin', () => loop.calls().some(({ call }) => call === 'plugin'));
      expect(await loop.stop('SIGTERM')).toBe(143);
      await loop.allGone();
    });
  });

  test.each([
    [['--target', NODE, '--cluster', 'prod'], 'say one of them'],
    [['--cluster', 'prod'], 'say --target, or --cluster with --service or --task'],
    [['--target', 'i-$(id)'], '--target is not of the expected form'],
    [['--cluster', "a'b", '--service', 'x'], '--cluster is not of the expected form'],
    [['--cluster', 'a', '--service', 'x\ny'], '--service is not of the expected form'],
    [['--target', NODE, '--host', 'db"]}'], '--host is not of the expected form'],
    [['--target', NODE, '--port', '80x'], '--port is not of the expected form'],
    [['--target', NODE, '--interval', '0'], '--interval is not of the expected form'],
    [
      ['--target', NODE, '--login', 'aws', 'sso', 'login'],
      '--login takes the words of a command, and -- after them',
    ],
    [['--target'], '--target takes a value'],
    [['--nonsense'], 'there is no option --nonsense'],
  ])('%j is refused', async (args, sentence) => {
    const loop = await start(args, { sessions: [LIVES] });
    expect(await loop.ended).toBe(2);
    expect(loop.said()).toContain(sentence);
    expect(loop.calls()).toEqual([]);
  });
});
