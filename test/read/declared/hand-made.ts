import { known, unknown } from '../../../src/fact/fact.ts';
import { opaqueName } from '../../../src/fact/opaque.ts';
import type { Source } from '../../../src/model/source.ts';
import { View } from '../../../src/model/view.ts';
import { attributeOf, refOf } from '../../../src/read/declared/identity.ts';
import type { DeclaredResource, Estate, Properties } from '../../../src/read/declared/resource.ts';

const SOURCE: Source = { file: 'template.json', text: '', syntax: 'json', span: () => undefined };

/** A resource as a test writes it down. */
export interface Written {
  readonly type: string;
  readonly properties?: Properties;
  /** Said to depend on a condition that nobody decides. */
  readonly conditional?: true;
}

type Write = (estate: HandMade) => Readonly<Record<string, Written>>;

/** An estate without a reader: what a template would declare, by logical id. */
export interface HandMade extends Estate {
  ref(id: string): string;
  attribute(id: string, name: string): string;
}

/** Resources are written with references to each other, which are known once all have an identity. */
export function handMade(write: Write): HandMade {
  let resources: readonly DeclaredResource[] = [];
  const find = (id: string) => {
    const found = resources.find((resource) => resource.id === id);
    if (!found) throw new Error(`no resource ${id}`);
    return found;
  };
  const estate: HandMade = {
    of: (type) => resources.filter((resource) => resource.type === type),
    get unread() {
      return resources.filter(({ type }) => type === 'AWS::CloudFormation::Stack');
    },
    account: opaqueName('AWS::AccountId', '--account'),
    region: opaqueName('AWS::Region', '--region'),
    partition: 'aws',
    ref: (id) => refOf(find(id), estate),
    attribute: (id, name) => attributeOf(find(id), name, estate),
  };
  const declare = (written: Readonly<Record<string, Written>>) =>
    Object.entries(written).map(([id, { type, properties = {}, conditional }]) => ({
      id,
      type,
      view: View.root<Properties>(SOURCE, properties, ['Resources', id, 'Properties']),
      exists: conditional
        ? unknown({ reason: 'unresolved', detail: 'the condition is not decided' })
        : known(true as const),
    }));
  // First without references, so that the names are there to refer to.
  const named = { ...estate, ref: () => '', attribute: () => '' };
  resources = declare(write(named));
  resources = declare(write(estate));
  return estate;
}
