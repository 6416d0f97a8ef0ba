import type { Fact } from '../../../src/fact/fact.ts';
import type { Deployment } from '../../../src/model/deployment.ts';
import type { Path } from '../../../src/model/source.ts';
import { View } from '../../../src/model/view.ts';
import type { DeclaredResource } from '../../../src/read/declared/resource.ts';
import { readJson } from '../../../src/read/json.ts';
import type { Target } from '../../../src/read/pair.ts';
import type { Declarations } from '../../../src/read/reading.ts';
import { TerraformEstate } from '../../../src/read/terraform/estate.ts';
import { readTerraform } from '../../../src/read/terraform/index.ts';
import { readPlan } from '../../../src/read/terraform/plan.ts';
import { asText } from './plans.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

/** What a plan declares. */
export async function read(document: object, target: Target = {}): Promise<Declarations> {
  const parsed = readJson('plan.json', asText(document as Record<string, unknown>));
  if ('error' in parsed) throw new Error(parsed.error.message);
  const context = {
    parameters: new Map(),
    open: () => ({ error: { file: '', message: 'nothing is opened' } }),
  };
  return await readTerraform({ document: parsed.document, target, context });
}

/** The only deployment of a plan. */
export async function only(document: object, target: Target = {}): Promise<Deployment> {
  const { deployments, errors } = await read(document, target);
  const [deployment, ...others] = deployments;
  if (!deployment || others.length > 0 || errors.length > 0)
    throw new Error(`${deployments.length} deployments, ${JSON.stringify(errors)}`);
  return deployment;
}

/** What a plan declares, in CloudFormation's vocabulary. */
export function estateOf(document: object): TerraformEstate {
  const parsed = readJson('plan.json', asText(document as Record<string, unknown>));
  if ('error' in parsed) throw new Error(parsed.error.message);
  const value = parsed.document.value as Record<string, unknown>;
  return new TerraformEstate(readPlan(value), parsed.document.source, {
    account: ACCOUNT,
    region: REGION,
    partition: 'aws',
  });
}

/** The properties of a resource, by CloudFormation's names; what is not given is left out. */
export function propertiesOf(resource: DeclaredResource | undefined): Record<string, unknown> {
  const raw = ((resource?.view as View | undefined)?.raw ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
}

/** The view at a path. */
export function at(view: View, path: Path): View {
  let found = view;
  for (const step of path)
    found =
      typeof step === 'number'
        ? found.items.match<View>({
            known: (items) => (items[step] ?? View.root(view.source, undefined)) as View,
            absent: () => View.root(view.source, undefined),
            unknown: () => View.root(view.source, undefined),
          })
        : ((found as View<Record<string, unknown>>).get(step) as View);
  return found;
}

/** The state of a fact, and the value or the reason. */
export function told(fact: Fact<unknown>): unknown {
  return fact.match<unknown>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: ([why]) => `unknown: ${why?.detail}`,
  });
}
