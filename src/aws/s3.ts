import { GetBucketEncryptionCommand, S3Client } from '@aws-sdk/client-s3';
import { type Fact, known } from '../fact/fact.ts';
import type { BucketShape } from '../fact/kinds/s3.ts';
import type { Account } from './account.ts';
import { one, required, shapeOf } from './answers.ts';
import { errorCode } from './error-code.ts';

export async function bucket(
  { clients, region }: Account,
  { name }: { readonly name: string },
): Promise<Fact<BucketShape>> {
  return one({ service: 's3', operation: 'GetBucketEncryption', subject: `bucket ${name}` }, async () => {
    const s3 = clients.of(
      's3',
      region,
      (config) =>
        // The bucket may stand in another region than the cluster that logs to it.
        new S3Client({ ...config, forcePathStyle: clients.settings.pathStyle, followRegionRedirects: true }),
    );
    try {
      const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket: name }));
      const { Rules } = required(
        answer.ServerSideEncryptionConfiguration,
        'ServerSideEncryptionConfiguration',
      );
      return known({ Name: name, encryption: required(Rules, 'Rules').map(shapeOf) });
    } catch (error) {
      // A bucket from before 2023 that nobody touched since.
      if (errorCode(error) === 'ServerSideEncryptionConfigurationNotFoundError') {
        return known({ Name: name, encryption: [] });
      }
      throw error;
    }
  });
}
