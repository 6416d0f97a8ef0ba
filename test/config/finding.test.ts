import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { Neighbourhood } from '../../src/cli/config/nearby.ts';
import { readConfigurations } from '../../src/cli/governance/configurations.ts';
import { repository, told } from './house.ts';

const NAMING = { catalogue: rules, allows: () => false };
const FOUND = { config: undefined, useConfig: true };

/** The names of the configurations that are found for a folder, from the root of the repository. */
function nearestIn(files: Readonly<Record<string, unknown>>, folder: string): readonly string[] {
  const root = repository({ 'a/b/c/x.json': {}, ...files });
  const nearby = new Neighbourhood().nearest(join(root, folder));
  return (nearby?.files ?? []).map((file) => file.slice(root.length + 1));
}

describe('the configuration of a folder', () => {
  test.each([
    ['none', {}, 'a/b', []],
    ['its own', { 'a/b/ecs-preflight.yml': '', 'ecs-preflight.yml': '' }, 'a/b', ['a/b/ecs-preflight.yml']],
    [
      'that of the nearest folder above',
      { 'a/ecs-preflight.yaml': '', 'ecs-preflight.yml': '' },
      'a/b/c',
      ['a/ecs-preflight.yaml'],
    ],
    ['that of the root of the repository', { 'ecs-preflight.json': {} }, 'a/b/c', ['ecs-preflight.json']],
    ['not one below', { 'a/b/c/ecs-preflight.yml': '' }, 'a/b', []],
    ['none beyond the root of a repository', { 'ecs-preflight.yml': '', 'a/.git/HEAD': '' }, 'a/b', []],
    [
      'the member of a package.json',
      { 'a/package.json': { 'ecs-preflight': {} } },
      'a/b',
      ['a/package.json'],
    ],
    [
      'not a package.json that depends on the tool',
      {
        'a/package.json': { name: 'ecs-preflight', devDependencies: { 'ecs-preflight': '1' } },
        'ecs-preflight.yml': '',
      },
      'a/b',
      ['ecs-preflight.yml'],
    ],
  ])('%s', (_, files, folder, found) => {
    expect(nearestIn(files, folder)).toEqual(found);
  });
});

describe('the configurations of a run', () => {
  test('each file has the nearest one as a whole', async () => {
    const root = repository({
      'ecs-preflight.yml': 'failOn: info\nstrict: true\n',
      'a/ecs-preflight.yml': 'failOn: never\n',
      'a/x.json': {},
      'y.json': {},
    });
    const [x, y] = [join(root, 'a/x.json'), join(root, 'y.json')];
    const { of } = await readConfigurations([x, y], FOUND, NAMING);
    expect([of(x)?.failOn?.value, of(x)?.strict?.value]).toEqual(['never', undefined]);
    expect([of(y)?.failOn?.value, of(y)?.strict?.value]).toEqual(['info', true]);
  });

  test('two in one folder are an error that names both, and neither counts', async () => {
    const root = repository({
      'ecs-preflight.yml': 'failOn: never',
      'package.json': { 'ecs-preflight': { failOn: 'info' } },
    });
    const { all } = await readConfigurations([join(root, 'x.json')], FOUND, NAMING);
    expect(all.map(({ failOn }) => failOn)).toEqual([undefined]);
    expect(all.flatMap(told)).toEqual([
      ': ecs-preflight.yml and package.json of one folder are both configurations: keep one of them',
    ]);
  });

  test('the member of a package.json has its place in that file', async () => {
    const root = repository({
      'package.json': '{\n  "name": "x",\n  "ecs-preflight": {\n    "failOn": 1\n  }\n}\n',
    });
    const { all } = await readConfigurations([join(root, 'x.json')], FOUND, NAMING);
    expect(all.flatMap(told)).toEqual(['4:15 expected error, warning, info or never, found the number 1']);
  });

  test('--config is the only one, whatever stands beside the inputs', async () => {
    const root = repository({ 'ecs-preflight.yml': 'failOn: never', 'ci/strict.yml': 'failOn: info' });
    const file = join(root, 'x.json');
    const { all, of } = await readConfigurations(
      [file],
      { config: join(root, 'ci/strict.yml'), useConfig: true },
      NAMING,
    );
    expect([all.length, of(file)?.failOn?.value]).toEqual([1, 'info']);
  });

  test('--config of a file that is not there is an error', async () => {
    const root = repository({});
    const { all } = await readConfigurations([], { config: join(root, 'no.yml'), useConfig: true }, NAMING);
    expect(all.flatMap(told)).toEqual([': this file does not exist']);
  });

  test('--no-config finds none', async () => {
    const root = repository({ 'ecs-preflight.yml': 'rulez: 1' });
    const { all } = await readConfigurations(
      [join(root, 'x.json')],
      { config: undefined, useConfig: false },
      NAMING,
    );
    expect(all).toEqual([]);
  });
});

// It never ends; the test's time limit is its judge.
test('a package.json that is a device is none', () => {
  const root = repository({ 'a/x.json': {} });
  symlinkSync('/dev/zero', join(root, 'package.json'));
  expect(new Neighbourhood().nearest(join(root, 'a'))).toBeUndefined();
});
