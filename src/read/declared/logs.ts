import { absent, chain, type Fact, known } from '../../fact/fact.ts';
import { logGroup } from '../../fact/kinds/logs.ts';
import type { View } from '../../model/view.ts';
import { arnOf, refOf } from './identity.ts';
import { orOpaque } from './open.ts';
import { property, shapesOf, told } from './property.ts';
import type { Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

type GroupShape = NonNullable<(typeof logGroup)['value']>;

/**
 * The log groups of a template. A retention that is open is left out here; `declaredAt` leads to what the template says of it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
 */
function logGroups(estate: Estate): ReadonlyMap<string, Fact<GroupShape>> {
  return shapesOf<GroupShape>(
    estate,
    'AWS::Logs::LogGroup',
    (it) => {
      const name = refOf(it, estate);
      return [logGroup.key({ name }), logGroup.key({ name, region: estate.region })];
    },
    (it) => {
      const at = (name: string) => property(it.view as View, name);
      return known(
        told<GroupShape>({
          logGroupName: known(refOf(it, estate)),
          arn: known(arnOf(it, estate) ?? ''),
          // Terraform spells "never expire" as 0.
          retentionInDays: chain(at('RetentionInDays').number, (days) => (days > 0 ? known(days) : absent())),
          kmsKeyId: orOpaque(at('KmsKeyId'), `${it.id}.KmsKeyId`),
        }),
      );
    },
  );
}

export const logsFacts: readonly DeclaredFacts[] = [declaredResources(logGroup, logGroups)];
