import { describe, expect, test } from 'vitest';
import type { Finding, Result, VerdictEntry, VerdictName } from '../../src/engine/result.ts';
import type { ReportContext } from '../../src/report/context.ts';
import { plain } from '../../src/report/paint.ts';
import { textReport } from '../../src/report/text.ts';
import { defineRule, type Phase, pass, type Severity } from '../../src/rule.ts';

const rule = (id: string, number: number) =>
  defineRule({
    id,
    number,
    title: id,
    problems: {
      broken: {
        summary: 'it is broken',
        appliesTo: 'any',
        severity: 'error',
        phase: 'start',
        decidable: ['L'],
        why: 'it does not work',
        docs: 'https://docs.aws.amazon.com/',
        check: pass,
      },
    },
  });
const RULES = [rule('first', 1), rule('second', 2)];

const finding = (
  deployments: readonly [string, ...string[]],
  severity: Severity,
  phase: Phase,
  message: string,
): Finding => ({
  rule: 'first',
  problem: 'broken',
  severity,
  phase,
  deployment: deployments[0],
  deployments,
  message,
  why: 'it does not work',
  location: { arn: `arn:aws:ecs:eu-west-1:111122223333:service/prod/${deployments[0]}`, pointer: '/x' },
  docs: 'https://docs.aws.amazon.com/',
  fingerprint: message,
  suppressed: null,
});

const verdict = (deployment: string, first: VerdictName, second: VerdictName): readonly VerdictEntry[] => [
  { rule: 'first', deployment, verdict: first, problems: { broken: first } },
  { rule: 'second', deployment, verdict: second, problems: { broken: second } },
];

function audit(result: Partial<Result>, wish: Partial<ReportContext> = {}): string {
  const full: Result = {
    deployments: [],
    findings: [],
    unknowns: [],
    verdicts: [],
    inputErrors: [],
    crashes: [],
    summary: { error: 0, warning: 0, info: 0, unknown: 0, suppressed: 0 },
    ...result,
  };
  const context = {
    version: '0.0.0',
    rules: RULES,
    colour: 0,
    width: 80,
    textOf: () => undefined,
    quiet: false,
    failOn: 'error',
    audit: true,
    ...wish,
  } as const;
  return [...textReport(plain)(full, context)].join('');
}

/** The names in the headings, in their order. */
const headings = (text: string) => [...text.matchAll(/^== (.+) ==$/gm)].map(([, name]) => name);
const services = (...ids: readonly string[]) => ids.map((id) => ({ id, service: id }));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `service-${index}`);

describe('an audit', () => {
  const text = audit({
    deployments: services('api', 'jobs', 'web', 'well'),
    findings: [
      finding(['api'], 'warning', 'operate', 'a small thing'),
      finding(['jobs'], 'error', 'rollout', 'a deployment stands still'),
      finding(['web'], 'info', 'operate', 'worth knowing'),
      finding(['web'], 'error', 'start', 'its log group is gone'),
      finding(['web'], 'error', 'pull-secrets', 'its secret is gone'),
      finding(['api', 'jobs'], 'warning', 'place', 'the cluster is old'),
    ],
    verdicts: [
      ...verdict('api', 'fail', 'pass'),
      ...verdict('jobs', 'fail', 'unknown'),
      ...verdict('web', 'fail', 'not-applicable'),
      ...verdict('well', 'pass', 'pass'),
    ],
    summary: { error: 3, warning: 2, info: 1, unknown: 0, suppressed: 0 },
  });

  test('opens with what would not come back, by what fails first; what only a deployment meets is not in it', () => {
    expect(text.split('\n').slice(0, 3)).toEqual([
      'would fail to restart now: 1 of 4 services',
      '  web: its secret is gone, and 1 more',
      '',
    ]);
  });

  test('groups by service, worst first, and what several share under all their names', () => {
    expect(headings(text)).toEqual(['web', 'jobs', '2 services: api, jobs', 'api']);
    const web = text.slice(text.indexOf('== web =='), text.indexOf('== jobs =='));
    expect(web.indexOf('its secret is gone')).toBeLessThan(web.indexOf('its log group is gone'));
  });

  test('ends with a table of services and rules, what is shared counted for each', () => {
    const table = text.slice(text.indexOf('  1  2'));
    expect(table.split('\n').slice(0, 8)).toEqual([
      '  1  2  service',
      '  E     web',
      '  E  ?  jobs',
      '  W  .  api',
      '  .  .  well',
      'E error, W warning, i info, ? could not check, . passed, blank: not applicable',
      '1 first, 2 second',
      '',
    ]);
  });

  test('counts services and not deployments', () => {
    expect(text).toMatch(/3 errors, 2 warnings, 1 info in 4 services\n$/);
  });

  test('of services that are well says so', () => {
    const well = audit({ deployments: [{ id: 'api' }], verdicts: verdict('api', 'pass', 'pass') });
    expect(well).toMatch(/^no service is known to fail a restart \(of 1 service\)\n/);
  });

  test('that could not read what decides a restart does not sound as if all were well', () => {
    const unread = audit({
      deployments: services('api', 'web'),
      verdicts: [...verdict('api', 'unknown', 'pass'), ...verdict('web', 'pass', 'pass')],
      unknowns: [
        {
          rule: 'first',
          problem: 'broken',
          problems: ['broken'],
          deployment: 'api',
          reason: 'access-denied',
          detail: 'role api may not be read',
          unlockedBy: 'iam:GetRole',
        },
      ],
    });
    expect(unread).toMatch(
      /^no service is known to fail a restart \(of 2 services\); of 1 what decides it\ncould not be read\n/,
    );
  });

  test('does not count what only more tasks than run now would meet', () => {
    const full = {
      ...finding(['api'], 'error', 'place', 'too few addresses'),
      problem: 'addresses-exhausted',
    };
    const told = audit({
      deployments: [{ id: 'api' }],
      findings: [full],
      verdicts: verdict('api', 'fail', 'pass'),
    });
    expect(told).not.toContain('would fail to restart');
    expect(told).toContain('too few addresses');
  });

  test('of an empty cluster is one sentence', () => {
    expect(audit({})).toBe('nothing to check: there is no service\n');
  });
});

describe('an audit of many services', () => {
  const many = numbered(1000);
  const gone = many.slice(0, 200);
  const text = audit({
    deployments: services(...many),
    findings: [
      ...gone.map((id) => ({
        ...finding([id], 'error', 'pull-secrets', 'secret db is gone'),
        location: {
          arn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7',
          pointer: '/containerDefinitions/0/secrets/0/valueFrom',
        },
      })),
      ...many.map((id) => ({
        ...finding([id], 'info', 'operate', 'Exec is off'),
        fixes: [
          { kind: 'command' as const, description: 'turn it on', command: `aws ecs update-service ${id}` },
        ],
      })),
    ],
    verdicts: many.flatMap((id) => verdict(id, 'fail', 'pass')),
    summary: { error: 200, warning: 0, info: 1000, unknown: 0, suppressed: 0 },
  });

  test('opens with each reason once, and some names', () => {
    expect(text.split('\n').slice(0, 4)).toEqual([
      'would fail to restart now: 200 of 1000 services',
      '  service-0, service-1, service-10, service-100, service-101, service-102,',
      '  service-103, service-104 and 192 more: secret db is gone',
      '',
    ]);
  });

  test('tells the same finding once, with the services it touches', () => {
    expect(text.match(/^ {2}secret db is gone$/gm)).toHaveLength(1);
    expect(headings(text)).toEqual(['200 services']);
    expect(text).toContain('and 180 more');
  });

  test('counts infos by problem, with names in place of blocks', () => {
    expect(text.match(/Exec is off/g)).toHaveLength(1);
    expect(text).toMatch(
      /^info\[first\/broken\] 1000 services\n {2}Exec is off\n {2}service-0, service-1, /m,
    );
    expect(text).not.toContain('aws ecs update-service');
    expect(text).toContain('ecs-preflight explain first/broken');
  });

  test('has a row for each service with an error or a warning, and counts the others', () => {
    expect(text.match(/^ {2}E {2}\. {2}service-\d+$/gm)).toHaveLength(200);
    expect(text).toContain('and 800 more without an error or a warning');
  });

  test('tells infos in full where they fail the run, and of a single service', () => {
    const one = {
      deployments: services('api'),
      findings: [finding(['api'], 'info', 'operate', 'Exec is off')],
    } as const;
    expect(headings(audit(one))).toEqual(['api']);
    const two = {
      deployments: services('api', 'web'),
      findings: ['api', 'web'].map((id) => finding([id], 'info', 'operate', 'Exec is off')),
    };
    expect(headings(audit(two))).toEqual([]);
    expect(headings(audit(two, { failOn: 'info' }))).toEqual(['2 services: api, web']);
  });

  test('gives each service its own command, and says where the rest is', () => {
    const told = audit({
      deployments: services(...numbered(20)),
      findings: numbered(20).map((id) => ({
        ...finding([id], 'warning', 'operate', 'it drifts'),
        fixes: [{ kind: 'command' as const, description: 'mend it', command: `aws mend ${id}` }],
      })),
    });
    expect(told.match(/^ {2}fix: mend it$/gm)).toHaveLength(1);
    expect(told.match(/^ {4}aws mend /gm)).toHaveLength(8);
    expect(told).toContain('    and 12 more (-f json has all)');
  });

  test('keeps findings apart whose evidence differs', () => {
    const told = audit({
      deployments: services('api', 'web'),
      findings: ['api', 'web'].map((id) => ({
        ...finding([id], 'warning', 'operate', 'it drifts'),
        evidence: [`task of ${id}`],
      })),
    });
    expect(headings(told)).toEqual(['api', 'web']);
  });
});

describe('long names', () => {
  const arn = 'arn:aws:ecs:eu-west-1:111122223333:service/staging/checkout';
  const text = audit({
    deployments: services('checkout', `checkout (${arn})`),
    findings: [
      {
        ...finding(
          [`checkout (${arn})`],
          'error',
          'start',
          'secret arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1: gone',
        ),
        location: { arn, pointer: '/x' },
      },
    ],
    verdicts: [...verdict('checkout', 'pass', 'pass'), ...verdict(`checkout (${arn})`, 'fail', 'pass')],
  });

  test('are short in the opening, in headings, places and the table, and whole in the message', () => {
    expect(text.split('\n')[1]).toBe('  checkout (service/staging/checkout): secret db-a1: gone');
    expect(headings(text)).toEqual(['checkout (service/staging/checkout)']);
    expect(text).toContain('error[first/broken] service/staging/checkout at /x');
    expect(text).toContain('arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1');
    expect(text).toContain('  E  .  checkout (service/staging/checkout)');
  });
});

describe('what could not be checked', () => {
  test('is told in a few of its sentences', () => {
    const names = numbered(30);
    const text = audit({
      deployments: services(...names),
      findings: [finding(['service-0'], 'warning', 'operate', 'it drifts')],
      unknowns: names.map((id) => ({
        rule: 'first',
        problem: 'broken',
        problems: ['broken'],
        deployment: id,
        reason: 'undecidable',
        detail: `a transit gateway stands before ${id}`,
      })),
    });
    expect(text).toContain(
      [
        'could not check:',
        '  30 checks cannot be decided',
        '    - a transit gateway stands before service-0',
        '    - a transit gateway stands before service-1',
        '    - a transit gateway stands before service-2',
        '    - and 27 more',
        '',
      ].join('\n'),
    );
  });
});

describe('what could not be read', () => {
  test('for one reason is told once', () => {
    const text = audit({
      inputErrors: numbered(30).map((id) => ({
        file: `arn:aws:ecs:eu-west-1:111122223333:service/prod/${id}`,
        message: `the service cannot be described: service prod/${id} may not be read`,
      })),
    });
    expect(text).toBe(
      [
        'error[input] 30 services',
        '  the service cannot be described: service prod/service-0 may not be read',
        '  service-0, service-1, service-2, service-3, service-4, service-5, service-6,',
        '  service-7, service-8, service-9, service-10, service-11, service-12,',
        '  service-13, service-14, service-15, service-16, service-17, service-18,',
        '  service-19 and 10 more',
        '',
        'nothing was checked: 30 inputs could not be read',
        '',
      ].join('\n'),
    );
  });
});
