import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { InputError } from '../../src/model/input-error.ts';
import { openInput } from '../../src/read/open.ts';
import { readTexts } from '../../src/read/read.ts';

/** Real files from public repositories, which may lie beside a checkout. */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

async function read(
  kind: string,
): Promise<{ readonly deployments: number; readonly errors: readonly InputError[] }> {
  const errors: InputError[] = [];
  let deployments = 0;
  for (const name of readdirSync(`${CORPUS}${kind}`)) {
    const opened = openInput(`${CORPUS}${kind}/${name}`);
    if ('error' in opened) throw new Error(opened.error.message);
    const result = await readTexts([{ file: name, text: opened.text }], {});
    errors.push(...result.errors);
    deployments += result.deployments.length;
    expect([name, result.deployments.length > 0 || result.errors.length > 0]).toEqual([name, true]);
  }
  return { deployments, errors };
}

const places = (errors: readonly InputError[]) =>
  errors
    .map(({ file, line, message }) => `${file.split('__').at(-1)}:${line ?? ''} ${message.slice(0, 40)}`)
    .sort();

describe.skipIf(!existsSync(CORPUS))('real files', () => {
  it('task definitions: what cannot be read is told where', async () => {
    const { deployments, errors } = await read('taskdef-json');
    // Read by hand: one comma left out, and five pages of documentation that elide text or name a type for a value.
    expect(places(errors)).toEqual([
      'bind-mounts.md#block3.json:3 expected a value but found "...": write ',
      'docker-volumes.md#block3.json:8 expected a value but found "boolean"',
      'efs-volumes.md#block3.json:29 expected a value but found "integer"',
      'linux-gmsa.md#block7.json:7 expected a value but found "...": write ',
      'task-definition.json:34 expected a comma but found "Allow_Duplic',
      'taskdef-envfiles.md#block2.json:7 expected a value but found "...": write ',
    ]);
    expect(deployments).toBe(97);
  });

  it('services: two are input of RunTask and StartTask', async () => {
    const { deployments, errors } = await read('service-json');
    expect(places(errors)).toEqual([
      'runtask_firelens.json: this is the input of RunTask or StartTas',
      'start-task.rst#block4.json: this is the input of RunTask or StartTas',
    ]);
    expect(deployments).toBe(13);
  });

  it('templates that the CDK made: every service, and every task definition that none uses', async () => {
    const folder = `${CORPUS}cdk/`;
    for (const name of readdirSync(folder)) {
      const text = readFileSync(folder + name, 'utf8');
      const { deployments, errors } = await readTexts([{ file: name, text }], {});
      expect([name, errors, deployments.length]).toEqual([name, [], declaredIn(JSON.parse(text))]);
    }
  });

  it('Terraform configurations: what to run is told', async () => {
    const { deployments, errors } = await read('terraform');
    expect(deployments).toBe(0);
    for (const { message } of errors) expect(message).toMatch(/^this is a Terraform .*terraform show -json/);
  });

  it('ecspresso: the files that are not here are named, and Jsonnet is told how to render', async () => {
    const { errors } = await read('ecspresso');
    const kinds = [
      /^(?:task|service)_definition names ".*": files that an input names are not opened here/,
      /^(?:task|service)_definition names a file that is not known: the value of PWD is not known without --resolve-env$/,
      /^this is Jsonnet: evaluate it with "jsonnet" or "ecspresso render servicedef", and check the result$/,
    ];
    const counts = kinds.map((kind) => errors.filter(({ message }) => kind.test(message)).length);
    // Read by hand: eleven configurations name two files, three name them by PWD, and two services need Jsonnet to be evaluated.
    expect([counts, errors.length]).toEqual([[22, 6, 2], 30]);
  });
});

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly TaskDefinition?: { readonly Ref?: string } };
}

/** The services of a template and the task definitions that none of them uses, by a plain walk. */
function declaredIn({ Resources }: { readonly Resources: Readonly<Record<string, Resource>> }): number {
  const all = Object.entries(Resources);
  const services = all.filter(([, { Type }]) => Type === 'AWS::ECS::Service');
  const used = new Set(services.map(([, { Properties }]) => Properties?.TaskDefinition?.Ref));
  const alone = all.filter(([id, { Type }]) => Type === 'AWS::ECS::TaskDefinition' && !used.has(id));
  return services.length + alone.length;
}
