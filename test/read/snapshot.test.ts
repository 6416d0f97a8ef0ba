import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { recording } from '../../src/fact/recorder.ts';
import { liveSource } from '../../src/fact/scheduler.ts';
import { factStore } from '../../src/fact/store.ts';
import { readSnapshot } from '../../src/read/snapshot.ts';
import { auditEstate, estate } from '../fact/estate.ts';
import { FIXTURES } from '../fixtures.ts';

const HOME = { account: '111122223333', region: 'eu-west-1', at: '2026-11-20T12:00:00Z' };
const EMPTY = { version: 1, ...HOME, resources: {}, collections: [], missing: [] };

const schema = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../schema/snapshot.schema.json', import.meta.url)), 'utf8'),
) as Schema;
interface Schema {
  readonly $defs: Readonly<Record<'tableKind' | 'collectionKind' | 'askedKind', { readonly enum: string[] }>>;
}
const valid = new Ajv2020({ allErrors: true }).compile(schema);

function read(value: unknown) {
  return readSnapshot(JSON.stringify(value), 'snapshot.json');
}

test('what was recorded is read as it was, and is of the schema', async () => {
  const live = estate({ services: 40, taskDefinitions: 12, roles: 7, subnets: 3 }, 1);
  const recorder = recording(liveSource(live.askers, live.listers));
  await auditEstate(factStore([recorder.source]));
  const snapshot = JSON.parse(JSON.stringify(recorder.snapshot(HOME))) as unknown;
  expect(read(snapshot)).toEqual({ snapshot });
  expect(valid(snapshot), JSON.stringify(valid.errors)).toBe(true);
});

test('the schema knows the kinds that there are', () => {
  const sorted = (ids: readonly string[]) => [...new Set(ids)].sort();
  const { tableKind, collectionKind, askedKind } = schema.$defs;
  expect(tableKind.enum).toEqual(
    sorted(rawKinds.map((kind) => (kind.sort === 'resource' ? kind.id : kind.member))),
  );
  expect(collectionKind.enum).toEqual(
    sorted(rawKinds.flatMap((kind) => (kind.sort === 'collection' ? [kind.id] : []))),
  );
  expect(askedKind.enum).toEqual(sorted(rawKinds.map(({ id }) => id)));
});

describe('the facts of every fixture are of the schema, and are read', () => {
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('/snapshot.json'),
  );
  test.each(files)('%s', (file) => {
    const snapshot = { ...EMPTY, ...(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as object) };
    expect(valid(snapshot), JSON.stringify(valid.errors)).toBe(true);
    expect(read(snapshot)).toEqual({ snapshot });
  });
});

describe('what is not a snapshot is refused in one sentence, at its place', () => {
  test.each<[what: string, text: string, message: string, line: number, column: number]>([
    [
      'a text that is cut off',
      '{\n "version": 1,',
      'the text ends where a member name in double quotes was expected: it is cut off or lacks a closing bracket',
      2,
      15,
    ],
    ['a comment', '{ "version": 1 // one\n}', 'a comment may not stand here', 1, 16],
    [
      'an empty file',
      '',
      'the text ends where a value was expected: it is cut off or lacks a closing bracket',
      1,
      1,
    ],
    ['a list', '[]', 'this is not a snapshot: expected one JSON object', 1, 1],
    [
      'a task definition',
      '{"family": "api"}',
      'this is not a snapshot: its version is missing, expected 1',
      1,
      1,
    ],
    [
      'a newer version',
      '{\n  "version": 2\n}',
      'this snapshot has version 2, newer than version 1 that this program reads: use a newer ecs-preflight',
      2,
      14,
    ],
    ['a version in words', '{"version": "1"}', 'the version of the snapshot is "1", expected 1', 1, 13],
    [
      'a missing member',
      '{"version": 1}',
      'account is missing, expected an account id of twelve digits',
      1,
      1,
    ],
    [
      'a short account',
      '{"version": 1,\n "account": "123"}',
      'account is "123", expected an account id of twelve digits',
      2,
      13,
    ],
  ])('%s', (_what, text, message, line, column) => {
    expect(readSnapshot(text, 'snapshot.json')).toEqual({
      error: { file: 'snapshot.json', message, line, column },
    });
  });

  test.each<[message: string, members: object]>([
    ['region is "EU", expected a region such as eu-west-1', { region: 'EU' }],
    ['at is "yesterday", expected a time such as 2026-11-20T12:00:00Z', { at: 'yesterday' }],
    ['resources is a list, expected an object', { resources: [] }],
    ['collections is an object, expected a list', { collections: {} }],
    ['missing is null, expected a list', { missing: null }],
    [
      'resources.iam.role is "x", expected an object of AWS shapes by their keys',
      { resources: { 'iam.role': 'x' } },
    ],
    [
      'resources.iam.role.api is null, expected an AWS shape, which is an object',
      { resources: { 'iam.role': { api: null } } },
    ],
    ['collections.0 is "x", expected an object', { collections: ['x'] }],
    [
      'scope is missing, expected a text',
      { collections: [{ kind: 'ec2.subnets', members: [], complete: true }] },
    ],
    [
      'collections.0.complete is "yes", expected true or false',
      { collections: [{ kind: 'ec2.subnets', scope: 'vpc-1', members: [], complete: 'yes' }] },
    ],
    [
      'collections.0.members is a list, expected a list of keys',
      { collections: [{ kind: 'ec2.subnets', scope: 'vpc-1', members: [1], complete: true }] },
    ],
    [
      'missing.0.state is "gone", expected "absent", "denied" or "error"',
      { missing: [{ kind: 'iam.role', key: 'api', state: 'gone' }] },
    ],
    [
      'missing.0.action is 1, expected a text',
      { missing: [{ kind: 'iam.role', key: 'api', state: 'denied', action: 1 }] },
    ],
    ['a snapshot has no member "owner" here', { owner: 'me' }],
    [
      'a snapshot has no member "why" here',
      { missing: [{ kind: 'iam.role', key: 'api', state: 'absent', why: 'x' }] },
    ],
    [
      'resources.\\u001b[31m is 1, expected an object of AWS shapes by their keys',
      { resources: { '\u001b[31m': 1 } },
    ],
  ])('%s', (message, members) => {
    const value = { ...EMPTY, ...members };
    expect(read(value)).toMatchObject({ error: { message, line: 1 } });
    expect(valid(value)).toBe(false);
  });
});

test('a byte order mark does not hurt', () => {
  expect(readSnapshot(`\uFEFF${JSON.stringify(EMPTY)}`, 'snapshot.json')).toEqual({ snapshot: EMPTY });
});

test('nesting without end is refused, not followed', () => {
  const deep = `{"version": 1, "resources": ${'['.repeat(200_000)}`;
  expect(readSnapshot(deep, 'snapshot.json')).toMatchObject({
    error: {
      message: expect.stringMatching('^lists and structures are nested more than') as string,
      line: 1,
    },
  });
});

test('names of JavaScript are names like any other', () => {
  const text = JSON.stringify(EMPTY).replace(
    '"resources":{}',
    '"resources":{"__proto__":{"__proto__":{"RoleName":"x"}},"constructor":{}}',
  );
  const answer = readSnapshot(text, 'snapshot.json');
  expect('snapshot' in answer && Object.keys(answer.snapshot.resources)).toEqual([
    '__proto__',
    'constructor',
  ]);
  expect(readSnapshot(text.replace('"version":1', '"__proto__":{"version":1}'), 'x')).toMatchObject({
    error: { message: 'this is not a snapshot: its version is missing, expected 1' },
  });
});

test('whatever the text, the answer is a snapshot or one sentence', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.tuple(fc.nat(), fc.string()).map(([at, part]) => {
      const text = JSON.stringify(EMPTY);
      const cut = at % text.length;
      return `${text.slice(0, cut)}${part}${text.slice(cut + 1)}`;
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const answer = readSnapshot(text, 'snapshot.json');
      if ('error' in answer) expect(answer.error.message).toMatch(/^[^\n]+$/);
      else expect(answer.snapshot.account).toMatch(/^\d{12}$/);
    }),
    { numRuns: 500 },
  );
});
