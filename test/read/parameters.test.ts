import { describe, expect, it, test } from 'vitest';
import { shown } from '../../src/fact/opaque.ts';
import type { Opened } from '../../src/read/decode.ts';
import { parseParameters } from '../../src/read/parameters.ts';

async function read(values: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const open = (file: string): Opened => {
    const text = files[file];
    return text === undefined ? { error: { file, message: 'this file does not exist' } } : { file, text };
  };
  const read = await parseParameters(values, open);
  return 'error' in read
    ? read.error
    : Object.fromEntries([...read.parameters].map(([key, value]) => [key, shown(value)]));
}

const file = (content: unknown) =>
  read(['p.json'], { 'p.json': typeof content === 'string' ? content : JSON.stringify(content) });

describe('on the command line', () => {
  test.each<readonly [string, readonly string[], Readonly<Record<string, string>>]>([
    ['name and value', ['Cpu=256', 'Memory=512'], { Cpu: '256', Memory: '512' }],
    ['a list stays part of the value', ['Subnets=subnet-1,subnet-2'], { Subnets: 'subnet-1,subnet-2' }],
    ['several pairs are one value', ['A=1 B=2'], { A: '1 B=2' }],
    ['equals signs and lines in the value', ['Cmd=a=b\nc'], { Cmd: 'a=b\nc' }],
    ['nothing is a value', ['Domain='], { Domain: '' }],
    ['the last wins', ['Cpu=256', 'Cpu=512'], { Cpu: '512' }],
    ['of one stack, as the CDK has it', ['Api:Cpu=256'], { 'Api:Cpu': '256' }],
    ["the AWS CLI's shorthand", ['ParameterKey=Cpu,ParameterValue=256'], { Cpu: '256' }],
    ['the other way round', ['ParameterValue=256,ParameterKey=Cpu'], { Cpu: '256' }],
    ['a list in shorthand', ['ParameterKey=Subnets,ParameterValue=a\\,b'], { Subnets: 'a,b' }],
    ['a quoted list in shorthand', ['ParameterKey=Subnets,ParameterValue="a,b"'], { Subnets: 'a,b' }],
    ['a kept value is not known', ['Cpu=1', 'ParameterKey=Cpu,UsePreviousValue=true'], { Cpu: '${Cpu}' }],
    ['JSON', ['[{"ParameterKey": "Cpu", "ParameterValue": "256"}]'], { Cpu: '256' }],
  ])('%s', async (_, values, expected) => {
    expect(await read(values)).toEqual(expected);
  });
});

describe('in a file', () => {
  test.each<readonly [string, unknown, Readonly<Record<string, string>>]>([
    [
      "the AWS CLI's list",
      [
        { ParameterKey: 'Cpu', ParameterValue: '256' },
        { ParameterKey: 'Image', UsePreviousValue: true },
      ],
      { Cpu: '256', Image: '${Image}' },
    ],
    [
      'a list of pairs, as aws cloudformation deploy has it',
      ['Cpu=256', 'Zones=a,b'],
      { Cpu: '256', Zones: 'a,b' },
    ],
    [
      "CodePipeline's template configuration",
      { Parameters: { Cpu: '256' }, Tags: { Team: 'a' }, StackPolicy: {} },
      { Cpu: '256' },
    ],
    [
      'input of create-stack',
      { StackName: 'api', Parameters: [{ ParameterKey: 'Cpu', ParameterValue: '256' }] },
      { Cpu: '256' },
    ],
    ['a map', { Cpu: 256, Spot: true }, { Cpu: '256', Spot: 'true' }],
    ['YAML', 'Cpu: 256\nImage: nginx:1.27\n', { Cpu: '256', Image: 'nginx:1.27' }],
    ['zeros before a number in YAML', 'Account: 012345678901\n', { Account: '012345678901' }],
    ['a placeholder in YAML is not known', 'Cpu: {{ cpu }}\nMemory: 512\n', { Cpu: '${Cpu}', Memory: '512' }],
    ["Git sync's deployment file", 'template-file-path: t.yaml\nparameters:\n  Cpu: 256\n', { Cpu: '256' }],
  ])('%s', async (_, content, expected) => {
    expect(await file(content)).toEqual(expected);
  });

  it('takes a URL of a file, and values beside it', async () => {
    const files = { 'dev/p.json': '{"Cpu": "256", "Memory": "512"}' };
    expect(await read(['file://dev/p.json', 'Memory=1024'], files)).toEqual({ Cpu: '256', Memory: '1024' });
  });
});

describe('what cannot be read is told in one sentence', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['no file', ['prod'], '"prod": this file does not exist, and KEY=VALUE has an equals sign'],
    [
      'half of the shorthand',
      ['ParameterKey=Cpu'],
      '"ParameterKey=Cpu": expected ParameterKey=KEY,ParameterValue=VALUE',
    ],
  ])('%s', async (_, values, expected) => {
    expect(await read(values)).toBe(expected);
  });

  it.each<readonly [string, unknown, string]>([
    ['a template', { Resources: {} }, 'this is a template, not a file of parameters'],
    ['a value that is no text', { Parameters: { Cpu: {} } }, 'the value of "Cpu" is no text'],
    ['a value that is missing', [{ ParameterKey: 'Cpu' }], 'the value of "Cpu" is no text'],
    ['a list of something else', [{ Key: 'Cpu' }], 'entry 1 has no ParameterKey'],
    ['a text', '"Cpu"', 'expected the list of ParameterKey'],
    ['a slip', '{"Cpu": }', 'line 1: '],
  ])('%s', async (_, content, expected) => {
    expect(await file(content)).toEqual(expect.stringContaining(expected));
  });
});
