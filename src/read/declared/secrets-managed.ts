import { type Fact, known } from '../../fact/fact.ts';
import type { secret } from '../../fact/kinds/secrets.ts';
import { opaqueName } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { attributeOf } from './identity.ts';
import { orOpaque } from './open.ts';
import { property, shapesOf, told } from './property.ts';
import type { Estate } from './resource.ts';

type SecretShape = NonNullable<(typeof secret)['value']>;

/** What makes a secret of its own for its database's password, if it is told to. */
const DATABASES = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

/** The secrets that RDS makes and keeps for the databases of a template. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html */
export function managedSecrets(estate: Estate): ReadonlyMap<string, Fact<SecretShape>> {
  return new Map(
    DATABASES.flatMap((type) => [
      ...shapesOf<SecretShape>(
        estate,
        type,
        (it) => [attributeOf(it, 'MasterUserSecret.SecretArn', estate)],
        (it) => {
          const at = property(it.view as View, 'MasterUserSecret', 'KmsKeyId');
          return known(
            told<SecretShape>({
              ARN: known(attributeOf(it, 'MasterUserSecret.SecretArn', estate)),
              KmsKeyId: orOpaque(at, `${it.id}.MasterUserSecret.KmsKeyId`),
              VersionIdsToStages: known({
                [opaqueName(`${it.id}.MasterUserSecret.VersionId`)]: ['AWSCURRENT'],
              }),
            }),
          );
        },
      ),
    ]),
  );
}
