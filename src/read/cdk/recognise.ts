import { isObject } from '../../model/view.ts';

/**
 * Is the value the `manifest.json` of a cloud assembly, what `cdk synth` writes into `cdk.out`?
 * https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/cloud-assembly-schema/lib/cloud-assembly/schema.ts
 */
export function isCdkManifest(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || typeof value['version'] !== 'string') return false;
  const { artifacts } = value;
  return (
    isObject(artifacts) &&
    Object.values(artifacts).some(
      (one) => isObject(one) && typeof one['type'] === 'string' && /^(?:aws|cdk):/.test(one['type']),
    )
  );
}
