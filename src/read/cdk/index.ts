import type { Deployment } from '../../model/deployment.ts';
import type { InputError } from '../../model/input-error.ts';
import { deploymentsOf } from '../cloudformation/deployments.ts';
import type { Target } from '../pair.ts';
import { quote } from '../quote.ts';
import type { Reader } from '../reading.ts';
import { type AssemblyStack, assemblyContent } from './assembly.ts';
import { type Synthesised, synthesisedOf, worldsOf } from './stacks.ts';

/**
 * Reads a cloud assembly, by its manifest. What the stacks declare that are deployed to one account and region makes one estate:
 * one stack uses what another exports.
 */
export const readAssembly: Reader = async ({ document, target, context }) => {
  const { stacks, errors: problems } = await assemblyContent(document, context.open);
  const deployments: Deployment[] = [];
  const errors: InputError[] = [...problems];
  for (const together of byEnvironment(stacks)) {
    const conflict = elsewhere(together, target);
    if (conflict !== undefined) {
      errors.push({ file: document.source.file, message: conflict });
      continue;
    }
    const read: Synthesised[] = [];
    for (const stack of together) {
      const found = await synthesisedOf(stack, document.source.file, context);
      errors.push(...found.errors);
      if (found.synthesised) read.push(found.synthesised);
    }
    const where = { ...target, ...environmentOf(together) };
    const declared = deploymentsOf(worldsOf(document, read, where, context), where);
    for (const deployment of declared) deployments.push(named(deployment));
  }
  return { deployments, errors };
};

/** The stacks of each account and region, in the order of the manifest. */
function byEnvironment(stacks: readonly AssemblyStack[]): Iterable<readonly AssemblyStack[]> {
  const environments = new Map<string, AssemblyStack[]>();
  for (const stack of stacks) {
    const key = `${stack.account ?? ''}/${stack.region ?? ''}`;
    const list = environments.get(key);
    if (list) list.push(stack);
    else environments.set(key, [stack]);
  }
  return environments.values();
}

function environmentOf([first]: readonly AssemblyStack[]): Pick<Target, 'account' | 'region'> {
  const { account, region } = first ?? {};
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

/** Why stacks are not judged by what is asked: they are deployed elsewhere. */
function elsewhere(stacks: readonly AssemblyStack[], target: Target): string | undefined {
  const [first, ...others] = stacks;
  const part = (['account', 'region'] as const).find(
    (name) => first?.[name] !== undefined && target[name] !== undefined && first[name] !== target[name],
  );
  if (!first || !part) return undefined;
  const name = quote(first.name);
  const what = others.length === 0 ? `${name} is` : `${name} and ${others.length} more are`;
  return `of the stacks, ${what} deployed to ${part} ${first[part]}, and ${part} ${target[part]} is asked: check the folder of a stage, or a template, by itself`;
}

/** Where no name is given, the construct's path tells more than the logical id that the CDK makes of it. */
function named(deployment: Deployment): Deployment {
  const { service, taskDefinition } = deployment;
  const { resource } = (service ?? taskDefinition).view.source;
  const name = service ? service.name : taskDefinition.view.get('family').text;
  const given = name.match({ known: () => true, absent: () => false, unknown: () => false });
  return given || resource === undefined ? deployment : { ...deployment, id: resource };
}
