import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isObject } from '../../../src/model/view.ts';
import { isCloudFormation } from '../../../src/read/cloudformation/recognise.ts';
import { parse } from '../../../src/read/parse.ts';
import { readTemplate } from './reading.ts';

/** Real templates of public repositories, beside a checkout of the project where they are given. */
const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);

const files = ['cloudformation', 'cdk'].flatMap((folder) => {
  const place = new URL(`${folder}/`, CORPUS);
  return existsSync(place)
    ? readdirSync(place).map((name) => [name, new URL(encodeURIComponent(name), place)] as const)
    : [];
});

/** How many resources of a type a plain walk over the section finds. */
function count(value: unknown, type: string): number {
  const resources = isObject(value) && isObject(value['Resources']) ? value['Resources'] : {};
  return Object.values(resources).filter((one) => isObject(one) && one['Type'] === type).length;
}

describe.skipIf(files.length === 0)('templates of public repositories', () => {
  test.each(files)('%s', async (_, file) => {
    const text = readFileSync(file, 'utf8');
    const parsed = await parse('template', text);
    if ('error' in parsed) {
      expect(parsed.error.message).toMatch(/\S/);
      return;
    }
    const value = parsed.documents[0]?.value;
    if (!isCloudFormation(value)) return;
    const { deployments } = await readTemplate(text);
    const tasks = new Set<string>();
    for (const { taskDefinition, otherWorlds = [] } of deployments)
      for (const task of [taskDefinition, ...otherWorlds.map((other) => other.taskDefinition)])
        if (isObject(task.view.raw)) tasks.add(task.view.pointer);
    expect(deployments.filter(({ service }) => service).length).toBe(count(value, 'AWS::ECS::Service'));
    expect(tasks.size).toBe(count(value, 'AWS::ECS::TaskDefinition'));
  });
});
