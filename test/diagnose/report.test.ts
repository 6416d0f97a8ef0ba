import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/diagnose/diagnosis.ts';
import { chalkPaint } from '../../src/report/chalk-paint.ts';
import { columns } from '../../src/report/columns.ts';
import { diagnosisJson } from '../../src/report/diagnosis-json.ts';
import { diagnosisText } from '../../src/report/diagnosis-text.ts';
import { plain } from '../../src/report/paint.ts';
import { diagnosed, diagnosedText } from './diagnosing.ts';
import { EVENTS, REASONS } from './documented.ts';
import { Scenario } from './scenario.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schema/diagnosis.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function expectValid(diagnosis: Diagnosis): void {
  const valid = validate(JSON.parse(diagnosisJson(diagnosis, '1.2.3')));
  expect(validate.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
}

const text = (diagnosis: Diagnosis, width = 80) => [...diagnosisText(diagnosis, width, plain)].join('');

const closed = () =>
  new Scenario()
    .stopped({ reason: 'ResourceInitializationError: unable to pull secrets or registry auth' })
    .change<{ GroupName?: string; IpPermissions: unknown[] }>(
      'ec2.security-group',
      ({ GroupName }) => GroupName === 'endpoints',
      (group) => {
        group.IpPermissions = [];
      },
    );

describe('the JSON of a diagnosis', () => {
  test('follows its schema, with checks and without, recognised or not', async () => {
    expectValid(await diagnosed(closed()));
    expectValid(await diagnosed(new Scenario()));
    for (const [, said] of [...REASONS, ...EVENTS]) expectValid(await diagnosedText(said));
    expectValid(await diagnosedText('nothing that anybody documents'));
  });

  test('names the proven cause with its evidence', async () => {
    const document = JSON.parse(diagnosisJson(await diagnosed(closed()), '1.2.3')) as Record<string, never>;
    expect(document).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'ecs-preflight', version: '1.2.3' },
      subject: { cluster: 'prod', service: 'service-0' },
      checked: true,
      mostProbable: { message: 'secrets-or-registry', cause: 'security-group-closed' },
    });
  });
});

describe('the text of a diagnosis', () => {
  test('ends with the cause and its fix', async () => {
    const lines = text(await diagnosed(closed()))
      .trimEnd()
      .split('\n');
    const end = lines.slice(lines.indexOf('the cause: a security group does not let the call through'));
    expect(end.join('\n')).toMatch(/aws ec2 authorize-security-group-ingress .* --port 443/);
  });

  test('lists the checks and the command that runs them where nobody was asked', async () => {
    const told = text(
      await diagnosedText('(service api) is unable to consistently start tasks successfully.'),
    );
    expect(told).toContain('Nothing was checked');
    expect(told).toContain('  ecs-preflight diagnose --cluster CLUSTER --service api');
  });

  test('keeps within 80 columns, but for what would be cut by it', async () => {
    for (const diagnosis of [await diagnosed(closed()), await diagnosedText('exit code 137')])
      for (const line of text(diagnosis).split('\n'))
        if (columns(line) > 80) expect(line.trim()).toMatch(/^(?:aws |"|\S*$|\S+ \S*$|docs: )/);
  });

  test('says the same in colour', async () => {
    const diagnosis = await diagnosedText('CannotPullContainerError: invalid reference format');
    const coloured = [...diagnosisText(diagnosis, 80, chalkPaint(1))].join('');
    expect(coloured).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is taken off
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text(diagnosis));
  });

  test('says honestly that nothing was recognised, and offers the nearest', async () => {
    const told = text(
      await diagnosedText('the registry would not let the task pull the image, check the role permissions'),
    );
    expect(told).toMatch(/^nothing was recognised/);
    expect(told).toMatch(/which does not make them the\s+diagnosis/);
    expect(told).toContain('pull-denied');
  });
});

describe('hostile text', () => {
  const HOSTILE = [
    '\u001b]0;owned\u0007',
    '\u001b[2J',
    '\u2028',
    '\u202e',
    '\ud800',
    '::error::x',
    '##[error]x',
    '</script>',
    '`id`',
    '$(id)',
    '@everyone',
    ']]>',
    '\u0000',
  ];

  test.each(HOSTILE)('%j does nothing to a terminal, a log or a shell', async (evil) => {
    const diagnosis = await diagnosedText(
      `CannotPullContainerError: failed to resolve ref docker.io/${evil}: ${evil} ${evil}\n${evil} exec "${evil}": exec format error\n::error::${evil}`,
    );
    expectValid(diagnosis);
    for (const told of [text(diagnosis), diagnosisJson(diagnosis, '1')]) {
      expect(told.replaceAll('\n', '')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(told).not.toMatch(/^\s*::\w/m);
      expect(told).not.toMatch(/##\[/);
    }
    for (const { causes } of diagnosis.recognised)
      for (const { fix } of causes) expect(fix).not.toMatch(/(?<!')(?:\$\(id\)|`id`)/);
  });
});
