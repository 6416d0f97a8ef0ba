import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isMuch, useOf } from '../../../src/cli/bin/use.ts';

let folder: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'use-'));
  writeFileSync(inFolder('small.json'), '{}');
  writeFileSync(inFolder('half.json'), ' '.repeat(40_000));
  writeFileSync(inFolder('other-half.json'), ' '.repeat(40_000));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  [['audit', '--cluster', 'prod'], 'facts'],
  [['snapshot'], 'facts'],
  [['check', 'small.json', '--live'], 'facts'],
  [['check', 'small.json', '--snapshot=prod.json'], 'facts'],
  [['check', 'small.json', '-f', 'json'], 'little'],
  [['check', 'half.json', '--service', 'small.json'], 'little'],
  [['check', 'half.json', '--service', 'other-half.json'], 'much'],
  [['check', '*.json'], 'much'],
  [['check', '.'], 'much'],
  [['check', 'template.yaml'], 'little-yaml'],
  [['check', 'half.json', '--service', 'other-half.json', '--service', 'more.yml'], 'much-yaml'],
  [['check', 'small.json', '--config=x.yaml'], 'little'],
  [['check', '-'], 'little'],
  [['check', 'x'.repeat(5000)], 'little'],
  [['check'], 'little'],
  [['explain', 'grace-period'], 'other'],
  [[], 'other'],
])('%j is %s', (words, use) => {
  const argv = words.map((word) => (/^(?:[^-].*\.json|[.])$/.test(word) ? inFolder(word) : word));
  expect(useOf(argv)).toBe(use);
});

it.each([
  ['facts', true],
  ['much', true],
  ['much-yaml', true],
  ['little', false],
  ['little-yaml', false],
  ['other', false],
] as const)('%s is much: %s', (use, much) => {
  expect(isMuch(use)).toBe(much);
});
