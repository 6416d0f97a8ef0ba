import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/result.ts';
import { columns } from '../../src/report/columns.ts';
import { FINDING, reportText, resultOf, UNKNOWN } from './results.ts';

const OFFLINE = {
  ...UNKNOWN,
  deployment: 'all',
  reason: 'offline',
  problems: ['size-missing', 'memory-invalid-for-cpu'],
  detail: 'the account was not asked',
  unlockedBy: '--live',
} as const;

const WARNING: Finding = {
  rule: 'fargate-size',
  problem: 'size-missing',
  severity: 'warning',
  phase: 'operate',
  deployment: 'checkout',
  deployments: ['checkout', 'orders'],
  message: 'the log group does not exist',
  why: 'the task cannot write its logs',
  location: {
    file: 'taskdef.json',
    pointer: '/containerDefinitions/0',
    line: 7,
    column: 5,
    endLine: 11,
    endColumn: 6,
  },
  fixes: [
    {
      kind: 'command',
      description: 'create it',
      command: "aws logs create-log-group --log-group-name '/ecs/checkout'",
    },
    {
      kind: 'policy',
      description: 'or let the execution role create it',
      statement: { Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: '*' },
    },
    {
      kind: 'edit',
      description: 'or take the logs away',
      safe: false,
      edits: [
        { pointer: '/containerDefinitions/0/logConfiguration', op: 'remove' },
        { pointer: '/desiredCount', op: 'set', value: 2, file: 'service.json' },
      ],
    },
  ],
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
  asOf: '2026-11-20',
  fingerprint: 'f00',
  suppressed: null,
};

describe('the text report', () => {
  test('of one finding', async () => {
    expect(await reportText('text', resultOf({ findings: [FINDING], unknowns: [UNKNOWN, OFFLINE] }))).toBe(
      `error[fargate-size/memory-invalid-for-cpu] taskdef.json:4:13
  task memory is "512", which does not go with cpu "1024": Fargate has 2048 to
  8192 MiB for it

  2 |   "family": "checkout",
  3 |   "cpu": "1024",
> 4 |   "memory": "512",
    |             ^^^^^
  5 |   "requiresCompatibilities": ["FARGATE"],

  why: each cpu size comes with a fixed range of memory, and ECS refuses a task
       definition with any other pair
  evidence:
    - cpu is "1024"
  fix: use 2048 MiB, the least that goes with 1024 CPU units
    set /memory to "2048"
  docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html

could not check:
  2 checks need --live
  1 check needs values that the files leave open
    - the placeholder \${TAG} is not resolved

1 error in 1 deployment; 3 checks could not be made
`,
    );
  });

  test('in colour says the same', async () => {
    const result = resultOf({ findings: [FINDING, WARNING], unknowns: [UNKNOWN] });
    const coloured = await reportText('text', result, { colour: 1 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with a control character
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(await reportText('text', result));
    const [head] = coloured.split('\n');
    expect(head).toBe(
      '\u001b[1m\u001b[31merror\u001b[39m\u001b[22m[fargate-size/memory-invalid-for-cpu] \u001b[1mtaskdef.json:4:13\u001b[22m',
    );
    expect(coloured).toContain('\u001b[1m\u001b[33mwarning\u001b[39m\u001b[22m[fargate-size/size-missing]');
    expect(coloured).toContain('\u001b[1m\u001b[31m^^^^^\u001b[39m\u001b[22m');
  });

  test('of several deployments, an input error and every kind of fix', async () => {
    const result = resultOf({
      deployments: [
        { id: 'checkout', file: 'service.json' },
        { id: 'orders (orders.json)', file: 'orders.json' },
      ],
      findings: [
        WARNING,
        {
          ...FINDING,
          deployment: 'orders (orders.json)',
          severity: 'info',
          location: { file: 'orders.json', pointer: '/memory' },
        },
      ],
      inputErrors: [{ file: 'taskdef.json', message: 'expected a comma', line: 3, column: 10 }],
    });
    expect(await reportText('text', result)).toBe(
      `== checkout (service.json) ==

warning[fargate-size/size-missing] taskdef.json:7:5
  the log group does not exist

   5 |   "requiresCompatibilities": ["FARGATE"],
   6 |   "containerDefinitions": [
>  7 |     {
     |     ^
>  8 |       "name": "web",
>  9 |       "image": "nginx:1.27",
  ..
> 11 |     }
  12 |   ]

  why: the task cannot write its logs
  touches: checkout, orders
  fix: create it
    aws logs create-log-group --log-group-name '/ecs/checkout'
  fix: or let the execution role create it
    {
      "Effect": "Allow",
      "Action": "logs:CreateLogGroup",
      "Resource": "*"
    }
  fix: or take the logs away
    remove /containerDefinitions/0/logConfiguration
    set service.json /desiredCount to 2
  docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
        (facts as of 2026-11-20)

== orders (orders.json) ==

info[fargate-size/memory-invalid-for-cpu] orders.json at /memory
  task memory is "512", which does not go with cpu "1024": Fargate has 2048 to
  8192 MiB for it
  why: each cpu size comes with a fixed range of memory, and ECS refuses a task
       definition with any other pair
  evidence:
    - cpu is "1024"
  fix: use 2048 MiB, the least that goes with 1024 CPU units
    set /memory to "2048"
  docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html

error[input] taskdef.json:3:10
  expected a comma

  1 | {
  2 |   "family": "checkout",
> 3 |   "cpu": "1024",
    |          ^
  4 |   "memory": "512",

1 warning, 1 info in 2 deployments; 1 input could not be read
`,
    );
  });

  test('puts a long place on a line of its own', async () => {
    const file = `deploy/${'very-'.repeat(10)}long/taskdef.json`;
    const finding = { ...FINDING, location: { ...FINDING.location, file } };
    const [first, second] = (await reportText('text', resultOf({ findings: [finding] }))).split('\n');
    expect(first).toBe('error[fargate-size/memory-invalid-for-cpu]');
    expect(second).toBe(`  --> ${file}:4:13`);
  });

  test.each([40, 60, 80, 200])('keeps to %d columns but for what is to be copied', async (width) => {
    const text = await reportText('text', resultOf({ findings: [FINDING, WARNING], unknowns: [OFFLINE] }), {
      width,
    });
    for (const line of text.split('\n')) {
      if (/https:|aws logs|^(?:error|warning)\[|remove |in 1 deployment/.test(line)) continue;
      expect([line, columns(line)]).toEqual([line, Math.min(columns(line), width, 100)]);
    }
  });
});

describe('a clean run', () => {
  test('is told in one line that names what could not be checked', async () => {
    expect(await reportText('text', resultOf())).toBe(
      'no problems found in 1 deployment; every check could be made\n',
    );
    expect(await reportText('text', resultOf({ unknowns: [OFFLINE] }))).toBe(
      'no problems found in 1 deployment; not checked: 2 checks need --live\n',
    );
  });

  test('lists placeholders, which are the reader’s own to mend', async () => {
    expect(await reportText('text', resultOf({ unknowns: [OFFLINE, UNKNOWN] }))).toBe(
      `could not check:
  2 checks need --live
  1 check needs values that the files leave open
    - the placeholder \${TAG} is not resolved

no problems found in 1 deployment; 3 checks could not be made
`,
    );
  });

  test('is none where nothing was judged', async () => {
    const nothing = { deployments: [] };
    expect(await reportText('text', resultOf(nothing))).toBe(
      'nothing was checked: the inputs hold no task definition and no service\n',
    );
    const text = await reportText(
      'text',
      resultOf({ ...nothing, inputErrors: [{ file: 'a', message: 'gone' }] }),
    );
    expect(text).toBe('error[input] a\n  gone\n\nnothing was checked: 1 input could not be read\n');
  });

  test('is none where a check of ours crashed', async () => {
    const crash = {
      rule: 'fargate-size',
      problem: 'size-missing',
      deployment: 'checkout',
      error: new Error(),
    };
    expect(await reportText('text', resultOf({ crashes: [crash] }))).toBe(
      'no problems found in 1 deployment; 1 check crashed, a bug of ecs-preflight\n',
    );
  });

  test('counts suppressed findings and shows none', async () => {
    const suppressed: Finding = { ...FINDING, suppressed: { kind: 'inSource', reason: 'known' } };
    expect(await reportText('text', resultOf({ findings: [suppressed] }))).toBe(
      'no problems found in 1 deployment; 1 suppressed; every check could be made\n',
    );
  });
});

describe('--quiet', () => {
  const result = resultOf({ findings: [FINDING, WARNING], unknowns: [UNKNOWN] });

  test('tells what reaches the threshold, and the summary', async () => {
    const text = await reportText('text', result, { quiet: true });
    expect(text).toContain('error[fargate-size/memory-invalid-for-cpu]');
    expect(text).not.toContain('warning[');
    expect(text).not.toContain('could not check:');
    expect(text.endsWith('\n1 error, 1 warning in 1 deployment; 1 check could not be made\n')).toBe(true);
  });

  test('goes by --fail-on', async () => {
    expect(await reportText('text', result, { quiet: true, failOn: 'warning' })).toContain('warning[');
    expect(await reportText('text', result, { quiet: true, failOn: 'never' })).toBe(
      '1 error, 1 warning in 1 deployment; 1 check could not be made\n',
    );
  });
});

describe('what could not be checked', () => {
  test('is grouped by what would unlock it; a check that needs two things is one check', async () => {
    const unknowns = [
      OFFLINE,
      { ...OFFLINE, detail: 'asked twice' },
      { ...UNKNOWN, unlockedBy: '--startup-seconds' },
      { ...UNKNOWN, deployment: 'orders', unlockedBy: '--startup-seconds' },
      { ...UNKNOWN, deployment: 'telemetry', unlockedBy: '--startup-seconds' },
      { ...UNKNOWN, reason: 'access-denied', detail: 'denied', unlockedBy: 'iam:GetRolePolicy' },
      { ...UNKNOWN, reason: 'undecidable', detail: 'a transit gateway' },
    ] as const;
    const text = await reportText('text', resultOf({ findings: [WARNING], unknowns }));
    expect(text).toContain(`could not check:
  3 checks need --startup-seconds
  2 checks need --live
  1 check needs iam:GetRolePolicy
  1 check cannot be decided
    - a transit gateway

1 warning in 1 deployment; 5 checks could not be made
`);
  });
});
