import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { readTexts } from '../../../src/read/read.ts';
import { FIXTURES, inputsOf, ruleFixtures } from '../../fixtures.ts';
import { type ContractVector, textsOf } from '../../vectors/contract.ts';
import { differences, judge, onlyVerdicts } from './judging.ts';
import { asTemplate, asTemplatePointer, type Plain } from './plain-to-template.ts';

/** A definition in plain files, of which a template with the same in it must be judged alike. */
interface Case {
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
  readonly target: { readonly region: string; readonly account: string };
  readonly options?: NonNullable<ReturnType<typeof ruleFixtures>[number]['expected']['options']>;
}

/** Whoever gives no account and region to a plain file is told so by other reasons than of a template. */
const TARGET = { region: 'eu-west-1', account: '123456789012' };

/** Problems of which a template says something else than the plain file, with the reason. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'rejected-by-ecs/json-not-strict': 'CloudFormation takes YAML, and the template here is strict JSON',
  'rejected-by-ecs/wrong-type': 'CloudFormation converts numbers, truths and texts into each other',
  'rejected-by-ecs/family-missing': 'CloudFormation makes up a family',
  'rejected-by-ecs/bake-time-required': 'CloudFormation says what holds where it is left out',
  'cluster-capacity/asg-maximum-too-small':
    'a template is the whole service, a file may lie over one that runs',
};

/** The parts of the only deployment; undefined where there are several, or what stands there no template can say. */
async function partsOf({
  inputs,
  target,
}: Case): Promise<(Plain & { readonly serviceFile: string }) | undefined> {
  const { deployments, errors } = await readTexts(inputs, target);
  const [only, ...others] = deployments;
  if (!only || others.length > 0 || errors.length > 0) return undefined;
  const { taskDefinition, service } = only;
  // A template has no describe output and no UpdateService input.
  if ((service && service.form !== 'create') || taskDefinition.form !== 'register') return undefined;
  const { raw } = taskDefinition.view;
  // In a template a service that names no task definition has none.
  if (service && !(raw instanceof Unresolved) && service.view.get('taskDefinition').raw === undefined)
    return undefined;
  return {
    ...(raw instanceof Unresolved ? {} : { task: raw as object }),
    ...(service ? { service: service.view.raw as object } : {}),
    serviceFile: service?.view.source.file ?? '',
  };
}

async function compared(one: Case): Promise<readonly string[]> {
  const plain = await partsOf(one);
  if (!plain) return [];
  const { inputs, target, options } = one;
  // An empty record has both go through all checks; offline many stop at once.
  const expected = { target, snapshot: target, ...(options ? { options } : {}) };
  const before = await judge(Object.fromEntries(inputs.map(({ file, text }) => [file, text])), { expected });
  const text = JSON.stringify(asTemplate(plain), null, 1);
  const after = await judge({ 'template.json': text }, { expected });
  const wanted = before.result.findings
    .map(({ rule, problem, location }) => {
      const of = location.file === plain.serviceFile ? 'service' : 'task';
      return `${rule}/${problem} ${asTemplatePointer(location.pointer ?? '', of)}`;
    })
    .sort();
  const unless = (text: string) => !Object.keys(OTHERWISE).some((problem) => text.startsWith(problem));
  return [
    ...differences(onlyVerdicts(before), onlyVerdicts(after)),
    ...wanted.filter((finding) => !after.findings.includes(finding)).map((finding) => `${finding}: gone`),
    ...after.findings.filter((finding) => !wanted.includes(finding)).map((finding) => `${finding}: new`),
  ].filter(unless);
}

describe('a template with a plain definition in it is judged as the plain file', () => {
  const fixtures = ruleFixtures().filter(
    ({ name, expected }) => !expected.snapshot && !/-(?:cfn|tf)-/.test(name),
  );
  const rules = [...new Set(fixtures.map(({ rule }) => rule.id))];

  test.each(rules)('fixtures of %s', async (rule) => {
    const different: string[] = [];
    for (const { folder, name, expected } of fixtures.filter((one) => one.rule.id === rule)) {
      const { parameters: _, ...given } = expected.target ?? {};
      const { options } = expected;
      const one = {
        inputs: inputsOf(folder),
        target: { ...TARGET, ...given },
        ...(options ? { options } : {}),
      };
      for (const text of await compared(one)) different.push(`${name}: ${text}`);
    }
    expect(different).toEqual([]);
  });

  const vectors = ['contract', 'contract-own'].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder))
      .filter((file) => file.endsWith('.json'))
      .map((file) => join(folder, file)),
  );

  test.each(vectors)('vectors of %s', async (file) => {
    const different: string[] = [];
    for (const [index, vector] of (
      JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as readonly ContractVector[]
    ).entries()) {
      // Each has many neighbours that differ in a value: every other one takes half the time. `REWRITES=all` takes all.
      if (index % 2 === 1 && process.env['REWRITES'] !== 'all') continue;
      if (vector.kind !== 'taskDefinition' && vector.kind !== 'service') continue;
      const one = { inputs: textsOf(vector), target: TARGET };
      for (const text of await compared(one)) different.push(`${vector.name}: ${text}`);
    }
    expect(different).toEqual([]);
  });
});
