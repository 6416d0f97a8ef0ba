import type { Declarations, Reader, Reading } from '../reading.ts';
import { undefinedNames } from './check.ts';
import { deploymentsOf } from './deployments.ts';
import { withNested } from './nested.ts';
import { whereabouts } from './pseudo.ts';
import { pinnedRegion } from './regions.ts';
import type { Deploy } from './scope.ts';
import { Stack } from './stack.ts';
import { Template } from './template.ts';
import { Worlds } from './worlds.ts';

/** Reads a CloudFormation template, as JSON or YAML, with what is nested in it. */
export const readCloudFormation: Reader = async ({
  document,
  target,
  context,
}: Reading): Promise<Declarations> => {
  const { template, nested, errors, unread } = await withNested(new Template(document), context.open);
  const region = target.region ?? pinnedRegion(template);
  const where = region === undefined ? target : { ...target, region };
  const deploy: Deploy = { whereabouts: whereabouts(where), exports: new Map(), allowed: new Map() };
  const given = new Map<string, unknown>(context.parameters);
  const worlds = new Worlds((world) => new Stack(template, deploy, world, { prefix: '', given, nested }));
  return {
    deployments: deploymentsOf(worlds, where),
    errors: [...errors, ...undefinedNames(worlds.first.root)],
    unread,
  };
};
