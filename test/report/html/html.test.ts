import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Portrait } from '../../../src/engine/portrait.ts';
import type { Finding } from '../../../src/engine/result.ts';
import type { ReportContext } from '../../../src/report/context.ts';
import { htmlReport } from '../../../src/report/html.ts';
import { FINDING, reportText, resultOf, UNKNOWN, VERDICT } from '../results.ts';
import { clusterOf, PORTRAIT, stepsOf } from './pages.ts';

const AUDIT = { audit: true, textOf: () => undefined } satisfies Partial<ReportContext>;

/** The page's text as a reader has it, without marks that only eyes need, style and script. */
function words(html: string): string {
  return html
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

/** The part of the page about one service. */
function partOf(html: string, name: string): string {
  const part = html.split('<details class="s ').find((it) => it.includes(`<h3>${name}</h3>`));
  return part ?? '';
}

const page = (portrait?: Portrait, findings: readonly Finding[] = [FINDING]) =>
  reportText('html', {
    ...resultOf({ findings, unknowns: [UNKNOWN], verdicts: [VERDICT] }),
    ...(portrait ? { portraits: new Map([['checkout', portrait]]) } : {}),
  });

describe('the HTML report', () => {
  test('allows its own style and script by their hashes, and nothing else', async () => {
    const html = await page();
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const hash = (tag: string) => {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? [];
      expect(text.length).toBeGreaterThan(500);
      return createHash('sha256').update(text).digest('base64');
    };
    expect(policy.split('; ').toSorted()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      `script-src 'sha256-${hash('script')}'`,
      `style-src 'sha256-${hash('style')}'`,
    ]);
    // Attributes that the policy would refuse: inline styles and handlers.
    expect(html).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
    // The policy has to stand before what it is about.
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
  });

  test('refers to nothing outside itself but pages of documentation to be clicked', async () => {
    const html = await page(PORTRAIT);
    const addresses = [...html.matchAll(/(?:https?:)?\/\/[\w.-]+[^\s"'<]*/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(new Set([FINDING.docs]));
    expect(html).not.toMatch(/<(?:link|img|iframe|object|embed|script src|base)\b/);
    expect(html).not.toMatch(/@import|url\((?!#hatch\))/);
  });

  test('tells a finding in full: what, where, the code, why, the evidence, the fix, where to read on', async () => {
    const text = words(await page());
    for (const part of [
      FINDING.message,
      'fargate-size/memory-invalid-for-cpu',
      'taskdef.json:4:13',
      '> 4 | "memory": "512",',
      FINDING.why,
      'cpu is "1024"',
      'use 2048 MiB, the least that goes with 1024 CPU units safe edit',
      'set /memory to "2048"',
      'AWS documentation',
      'checkout will fail',
      '1 error, 0 warnings, 0 infos.',
    ])
      expect(text).toContain(part);
    // The code around it holds a password.
    expect(text).not.toContain('hunter2');
  });

  test('tells what could not be checked, and that it is no pass', async () => {
    const offline = { ...UNKNOWN, reason: 'offline', deployment: 'all', unlockedBy: '--live' } as const;
    const open = { ...VERDICT, verdict: 'unknown', problems: { 'size-missing': 'unknown' } } as const;
    const result = resultOf({ unknowns: [UNKNOWN, offline], verdicts: [open] });
    const html = await reportText('html', result);
    const text = words(html);
    expect(text).toContain('No problem found in checkout, not everything could be checked');
    expect(text).toContain('nothing found, not fully checked');
    expect(text).toContain('1 check needs --live');
    expect(text).toContain('the placeholder ${TAG} is not resolved');
    expect(text).not.toContain('passes');
    expect(html).toContain('data-c="unknown"');
  });

  test('says that a service passes only where every check was made', async () => {
    const passed = { ...VERDICT, verdict: 'pass', problems: { 'size-missing': 'pass' } } as const;
    const html = await reportText('html', resultOf({ verdicts: [passed] }));
    expect(words(html)).toContain('Every check that applies was made and passed.');
    expect(html).toContain('data-c="pass"');
  });

  test('draws the network path: what stops a call, what is not known, what arrives', async () => {
    const html = await page(PORTRAIT);
    const ways = [...html.matchAll(/<ol class="path">(.*?)<\/ol>/g)].map(([, way = '']) =>
      way
        .split('<li')
        .slice(1)
        .map((node) => words(`<li${node}`).trim()),
    );
    expect(ways).toEqual([
      [
        'network interface task',
        'subnet subnet-0b',
        'NO_ROUTE_TO_DESTINATION rtb-7 has no route to secretsmanager, logs',
        'not reached secretsmanager, logs',
      ],
      [
        'network interface task',
        'subnet subnet-0c',
        'route table rtb-9',
        'route 0.0.0.0/0',
        'not known what lies behind tgw-1',
        'perhaps reached logs in us-east-1',
      ],
      [
        'network interface task',
        'subnet subnet-0a',
        'route table rtb-1',
        'route 0.0.0.0/0',
        'NAT gateway nat-3 in subnet-9',
        'route table rtb-2',
        'internet gateway igw-1',
        'service secretsmanager',
      ],
    ]);
    const looks = [...html.matchAll(/<li class="(\w)"><small>/g)].map(([, look]) => look);
    expect(looks).toEqual(['x', 'o', 'q', 'q', 't']);
    expect(words(html)).toContain('The call from subnet-0b to secretsmanager, logs does not arrive:');
    expect(words(html)).toContain(
      'taken for granted: VPC Block Public Access, which could not be read, is off',
    );
  });

  test('draws the rollout: a bar for the tasks of each step, floor and ceiling', async () => {
    const html = await page(PORTRAIT);
    const [, plot = ''] = /<svg class="plot"[^>]*>(.*?)<\/svg>/.exec(html) ?? [];
    const bars = [
      ...plot.matchAll(/<rect class="(\w)" x="([\d.]+)%" y="([\d.]+)" width="[\d.]+%" height="([\d.]+)"/g),
    ];
    // Four tasks, 50 and 150 %: stop 2 of 4 old; start 4 new; they become healthy; stop the other 2.
    const sixth = 112 / 6;
    const tasks = (height = '') => Math.round(Number(height) / sixth);
    const columns = new Map<string, string[]>();
    for (const [, name = '', x = '', , height] of bars)
      columns.set(x, [...(columns.get(x) ?? []), `${name}${tasks(height)}`]);
    expect([...columns.values()]).toEqual([['o4'], ['o2'], ['o2', 'n4'], ['o2', 'h4'], ['h4']]);
    const lines = [...plot.matchAll(/<line class="(\w+)"[^>]* y1="([\d.]+)"/g)].map(([, name, y]) => [
      name,
      Math.round((16 + 112 - Number(y)) / sixth),
    ]);
    expect(lines).toEqual([
      ['ceiling', 6],
      ['desired', 4],
      ['floor', 2],
    ]);
    const text = words(html);
    expect(text).toContain('desired 4 running now 3 floor 2 (50 %) ceiling 6 (150 %) lowest 2 peak 6');
    expect(text).toContain('A deployment needs 2 to 3 new addresses');
    expect(text).toContain('subnet-0a (eu-west-1a): 12 free');
    expect(text).toContain('subnet-0b: free addresses not known');
    expect(text).toContain('4 of 4 new tasks healthy, 6 running');
  });

  test('says why there is no timeline, and what a dead end is', async () => {
    const open = await page({
      paths: [],
      rollout: { is: 'open', percents: { minimum: 50, maximum: 200 }, why: ['the count is not known'] },
    });
    expect(open).not.toContain('class="plot"');
    expect(words(open)).toContain('at least 50 % stay healthy');
    expect(words(open)).toContain('not all numbers are known: the count is not known');
    const dead = await page({
      paths: [],
      rollout: {
        ...{ is: 'drawn', strategy: 'ROLLING', desired: 1, floor: 1, ceiling: 1, lowest: 1, peak: 1 },
        ...{ steps: [], deadEnd: 'ECS can neither stop nor start a task' },
      },
    });
    expect(words(dead)).toContain('Dead end: ECS can neither stop nor start a task');
  });

  test('numbers the steps of a long rollout as they come', async () => {
    const steps = stepsOf(100, 99, 100);
    const html = await page({
      paths: [],
      rollout: {
        ...{ is: 'drawn', strategy: 'ROLLING', desired: 100, floor: 99, ceiling: 100, lowest: 99, peak: 100 },
        ...{ steps: [...steps.slice(0, 18), ...steps.slice(-6)], omitted: { after: 18, steps: 276 } },
      },
    });
    expect(words(html)).toContain('300 steps');
    expect(words(html)).toContain('276 more steps like these');
    expect(html).toContain('<li value="295">');
  });

  test('tells of an audit the services that would not come back first, and what they share once', async () => {
    const html = await reportText('html', clusterOf(15), AUDIT);
    const text = words(html);
    // Every fifth fails before it starts.
    expect(text).toContain('3 of 15 services would fail to restart now');
    const services = [...html.matchAll(/<h3>(service-\d+)<\/h3>/g)].map(([, name]) => name);
    expect(services.slice(0, 3).toSorted()).toEqual(['service-0', 'service-10', 'service-5']);
    expect(services).toHaveLength(15);
    expect(html.match(/<h3>enableExecuteCommand is false<\/h3>/g)).toHaveLength(1);
    expect(words(partOf(html, 'service-7'))).toContain('enableExecuteCommand is false shared by 15 services');
    const commands = [...html.matchAll(/data-w="commands"><code>([^<]*)</g)].map(([, lines = '']) =>
      lines.split('\n'),
    );
    expect(commands).toEqual([
      Array.from({ length: 15 }, (_, index) =>
        expect.stringContaining(`--service service-${index} --enable-execute-command`),
      ),
    ]);
  });

  test('has a row for each service in the table, in the order of the services', async () => {
    const html = await reportText('html', clusterOf(450), AUDIT);
    const rows = [...html.matchAll(/<tr><th scope="row"><a href="#(s\d+)">([^<]+)<\/a>([^\n]*)/g)];
    const services = [...html.matchAll(/<details class="s \w" id="(s\d+)"[^>]*>\n<summary>.*?<h3>([^<]+)</g)];
    expect(rows.map(([, anchor, name]) => [anchor, name])).toEqual(
      services.map(([, anchor, name]) => [anchor, name]),
    );
    expect(rows).toHaveLength(450);
    const cells = (name: string) => rows.find(([, , it]) => it === name)?.[3];
    expect(cells('service-0')).toBe('<td class="e">E');
    expect(cells('service-3')).toBe('<td class="w">W');
    expect(cells('service-1')).toBe('<td class="i">i');
  });

  test('tells quietly of what is suppressed, and why', async () => {
    const suppressed = { kind: 'external', reason: 'ticket 12', until: '2026-12-31' } as const;
    const html = await page(undefined, [{ ...FINDING, suppressed }]);
    expect(words(html)).toContain('No problem found in checkout');
    expect(words(html)).toContain('1 suppressed finding');
    expect(words(html)).toContain('suppressed until 2026-12-31: ticket 12');
    expect(html).not.toContain('<article');
  });

  test('tells first of inputs that could not be read, and of checks that broke', async () => {
    const result = resultOf({
      deployments: [],
      inputErrors: [{ file: 'bad.json', message: 'expected a value', line: 3, column: 7 }],
      crashes: [
        { rule: 'fargate-size', problem: 'size-missing', deployment: 'checkout', error: new Error('secret') },
      ],
    });
    const html = await reportText('html', result);
    expect(words(html)).toContain('Nothing was checked: 1 input could not be read');
    expect(words(html)).toContain('bad.json:3:7 expected a value');
    expect(words(html)).toContain('1 check crashed');
    expect(html).not.toContain('secret');
  });
});

describe('the size of the page', () => {
  test('of a thousand services is below 10 MB', async () => {
    const bytes = Buffer.byteLength(await reportText('html', clusterOf(1000), AUDIT));
    expect(bytes).toBeLessThan(10_000_000);
    // Not because services were left out: each has its findings, its path and its timeline.
    expect(bytes).toBeGreaterThan(3_000_000);
  });

  test('does not matter to the memory: it leaves in chunks', () => {
    const result = clusterOf(1000);
    const context = {
      version: '1',
      rules: [],
      colour: 0,
      width: 80,
      quiet: false,
      failOn: 'error',
      ...AUDIT,
    } as const;
    const sizes = [...htmlReport(result, context)].map((chunk) => chunk.length);
    expect(sizes.length).toBeGreaterThan(1000);
    expect(Math.max(...sizes)).toBeLessThan(64_000);
  });
});
