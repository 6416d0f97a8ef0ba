import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { FIXTURES, judgeTexts } from '../fixtures.ts';

/** Fixtures with a problem of the whole cluster or account, one for each of these rules' problems. */
const SHARED: readonly (readonly [problem: string, fixture: string])[] = [
  ['subnet-headroom/trunking-off', 'fail-trunking-on-too-late'],
  ['cluster-capacity/managed-scaling-disabled', 'fail-managed-scaling-by-default'],
  ['cluster-capacity/provider-inactive', 'fail-provider-inactive'],
  ['cluster-capacity/no-instances', 'fail-no-instances-draining'],
  ['exec-readiness/logging-misconfigured', 'fail-exec-log-group-missing'],
  ['exec-readiness/logging-misconfigured', 'fail-exec-target-without-override'],
  ['exec-readiness/logging-misconfigured', 'fail-task-role-lacks-logging-rights'],
  ['exec-readiness/caller-denied', 'fail-caller-denied'],
  ['session-longevity/session-outlives-reconnects', 'fail-twelve-hours'],
  ['session-longevity/max-duration-below-need', 'fail-duration-below-an-hour'],
  ['session-longevity/idle-timeout-below-need', 'fail-idle-timeout-by-default'],
  ['session-longevity/resume-denied', 'fail-resume-denied'],
  ['session-longevity/credentials-expire-before-session', 'fail-credentials-expire-in-half-an-hour'],
  ['session-longevity/plugin-version', 'fail-plugin-within-range'],
  ['session-longevity/max-duration-unset', 'fail-duration-not-set'],
];

test('every problem of these rules that is wider than a deployment is here', () => {
  const mine = new Set(SHARED.map(([id]) => id.split('/')[0]));
  const wide = rules
    .filter(({ id }) => mine.has(id))
    .flatMap(({ id, problems }) =>
      Object.entries(problems).flatMap(([name, { scope = 'deployment' }]) =>
        scope === 'deployment' ? [] : [`${id}/${name}`],
      ),
    );
  expect([...new Set(SHARED.map(([id]) => id))].sort()).toEqual(wide.sort());
});

/** The same account with a second service: another name, another size, another family. */
test.each(SHARED)('%s (%s) is one finding for all that it touches', async (id, name) => {
  const [ruleId = '', problem = ''] = id.split('/');
  const rule = rules.find((it) => it.id === ruleId);
  const folder = `${FIXTURES}${ruleId}/${name}/`;
  const read = (file: string) => JSON.parse(readFileSync(`${folder}${file}.json`, 'utf8'));
  const optional = (file: string) => {
    try {
      return read(file);
    } catch {
      return undefined;
    }
  };
  const [task, service, snapshot, expected] = [
    read('task-definition'),
    optional('service'),
    optional('snapshot'),
    read('expected'),
  ];
  const other = { ...task, family: 'billing', cpu: '256', memory: '1024' };
  const second = service && {
    ...service,
    serviceName: 'billing',
    taskDefinition: 'billing',
    desiredCount: 2,
  };
  const texts = Object.entries({ task, other, ...(service ? { service, second } : {}) }).map(
    ([file, shape]) => ({ file: `${file}.json`, text: JSON.stringify(shape) }),
  );
  const { findings, crashes } = await judgeTexts(texts, rule ? [rule] : [], {
    ...expected,
    ...(snapshot ? { snapshot: withSecond(snapshot) } : {}),
  });
  expect(crashes).toEqual([]);
  const found = findings.filter((finding) => finding.problem === problem);
  expect(found.map(({ deployments }) => deployments?.length)).toEqual([2]);
});

type Recorded = { readonly resources: Readonly<Record<string, Readonly<Record<string, object>>>> };

/** What the account knows of the first service, it knows of the second. */
function withSecond<T extends Recorded & { readonly missing?: readonly { readonly key: string }[] }>(
  snapshot: T,
) {
  const services = Object.values(snapshot.resources['ecs.service'] ?? {});
  const running = services.map((shape) => [
    'prod/billing',
    { ...shape, serviceName: 'billing', desiredCount: 2, runningCount: 2 },
  ]);
  const missing = (snapshot.missing ?? []).flatMap((it) =>
    it.key.endsWith('prod/checkout') ? [it, { ...it, key: it.key.replace('checkout', 'billing') }] : [it],
  );
  return {
    ...snapshot,
    resources: {
      ...snapshot.resources,
      'ecs.service': { ...snapshot.resources['ecs.service'], ...Object.fromEntries(running) },
    },
    missing,
  };
}
