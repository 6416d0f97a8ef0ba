import { chain, type Fact, known, map, orElse } from '../../fact/fact.ts';
import { type BucketShape, bucket } from '../../fact/kinds/s3.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { listed, property, shaped, shapesOf, spelled } from './property.ts';
import type { Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

type Rule = BucketShape['encryption'][number];
type Default = NonNullable<Rule['ApplyServerSideEncryptionByDefault']>;

/** What S3 encrypts with where nobody says otherwise. https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
const S3_MANAGED: readonly Rule[] = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];

/**
 * The buckets of a template with their default encryption.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionbydefault.html
 */
function buckets(estate: Estate): ReadonlyMap<string, Fact<BucketShape>> {
  return shapesOf<BucketShape>(
    estate,
    'AWS::S3::Bucket',
    (it) => [bucket.key({ name: refOf(it, estate) })],
    (it) => {
      const rules = property(it.view as View, 'BucketEncryption', 'ServerSideEncryptionConfiguration');
      const encryption = orElse(listed(rules, ruleOf), () => known(S3_MANAGED));
      return map(encryption, (list) => ({ Name: refOf(it, estate), encryption: list }));
    },
  );
}

function ruleOf(rule: View): Fact<Rule> {
  const byDefault = property(rule, 'ServerSideEncryptionByDefault');
  const made = shaped<Default>({
    SSEAlgorithm: property(byDefault, 'SSEAlgorithm').text as Fact<NonNullable<Default['SSEAlgorithm']>>,
    KMSMasterKeyID: spelled(property(byDefault, 'KMSMasterKeyID')),
  });
  return chain(made, (ApplyServerSideEncryptionByDefault) => known({ ApplyServerSideEncryptionByDefault }));
}

export const bucketsFacts: readonly DeclaredFacts[] = [declaredResources(bucket, buckets)];
