import { describe, expect, test } from 'vitest';
import fargateSize from '../../rules/fargate-size/rule.ts';
import { describeCpuSizes, describeMemory } from '../../rules/fargate-size/size-edits.ts';
import { judgeTexts } from '../fixtures.ts';

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
describe('sizes in words', () => {
  test.each([
    [256, '512, 1024 or 2048 MiB'],
    [512, '1024, 2048, 3072 or 4096 MiB'],
    [1024, '2048 to 8192 MiB in steps of 1024'],
    [16384, '32768 to 122880 MiB in steps of 8192'],
    [32768, '61440, 122880 or 249856 MiB'],
  ])('the memory of %d CPU units', (cpu, words) => {
    expect(describeMemory(cpu)).toBe(words);
  });

  test('the CPU sizes of Windows', () => {
    expect(describeCpuSizes('WINDOWS')).toBe('1024, 2048 or 4096');
  });
});

describe('the fix of a size', () => {
  const fixesOf = async (cpu: string, memory: string, container: object) => {
    const task = {
      family: 'checkout',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu,
      memory,
      containerDefinitions: [{ name: 'web', image: 'public.ecr.aws/nginx/nginx:1.27', ...container }],
    };
    const texts = [{ file: 'task-definition.json', text: JSON.stringify(task) }];
    const { findings } = await judgeTexts(texts, [fargateSize]);
    return findings.flatMap(({ fixes }) => fixes ?? []).map((fix) => (fix.kind === 'edit' ? fix : undefined));
  };
  const edits = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([member, value]) => ({ pointer: `/${member}`, op: 'set', value }));

  test('raises the memory to the next step, and names no other way between two steps', async () => {
    expect(await fixesOf('256', '1536', {})).toMatchObject([
      { safe: true, edits: edits({ memory: '2048' }) },
    ]);
  });

  test('raises the cpu where the memory asks for it, and names the smaller memory as the other way', async () => {
    expect(await fixesOf('256', '3072', {})).toMatchObject([
      { safe: true, edits: edits({ cpu: '512' }) },
      { safe: false, edits: edits({ memory: '2048' }) },
    ]);
  });

  test('does not name a smaller memory that the containers do not fit in', async () => {
    expect(await fixesOf('256', '3072', { memory: 2500 })).toMatchObject([
      { safe: true, edits: edits({ cpu: '512' }) },
    ]);
  });

  test('holds what the containers ask for', async () => {
    expect(await fixesOf('300', '1024', { cpu: 800 })).toMatchObject([
      { safe: true, edits: edits({ cpu: '1024', memory: '2048' }) },
      { safe: true, edits: edits({ cpu: '1024', memory: '2048' }) },
    ]);
  });
});
