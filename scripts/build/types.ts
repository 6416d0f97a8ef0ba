import { join } from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';

/**
 * The library's types in one file. Those of the SDK that it rests on are written out, so that who uses the
 * library need not install the SDK.
 */
export function bundleTypes(root: string): string {
  const [types] = generateDtsBundle(
    [
      {
        filePath: join(root, 'src/index.ts'),
        libraries: { inlinedLibraries: ['@aws-sdk/client-ecs', '@smithy/types'], importedLibraries: [] },
        output: { noBanner: true, exportReferencedTypes: false },
      },
    ],
    { preferredConfigPath: join(root, 'tsconfig.json') },
  );
  if (types === undefined) throw new Error('no types came out');
  const foreign = /^.*(?:\bfrom ['"](?!node:)|@aws-sdk|\bimport\().*$/m.exec(types);
  if (foreign !== null) throw new Error(`index.d.ts refers to another package: ${foreign[0]}`);
  return types;
}
