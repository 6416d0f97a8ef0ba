import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTexts } from '../../../src/read/read.ts';

describe('whatever a manifest holds', () => {
  it('it is deployments or sentences', async () => {
    const any = fc.jsonValue({ maxDepth: 2 });
    const artifact = fc.record(
      {
        type: fc.oneof(fc.constantFrom('aws:cloudformation:stack', 'cdk:cloud-assembly'), any),
        environment: fc.oneof(fc.constantFrom('aws://unknown-account/eu-west-1', 'aws://1'), any),
        properties: fc.oneof(
          fc.record(
            {
              templateFile: fc.oneof(fc.string(), any),
              directoryName: fc.oneof(fc.string(), any),
              parameters: any,
            },
            { requiredKeys: [] },
          ),
          any,
        ),
        displayName: any,
      },
      { requiredKeys: ['type'] },
    );
    const manifest = fc.record({ artifacts: fc.dictionary(fc.string(), artifact), missing: any });
    await fc.assert(
      fc.asyncProperty(manifest, any, async (value, file) => {
        const text = JSON.stringify({ version: '48.0.0', ...value });
        const { errors } = await readTexts(
          [{ file: 'manifest.json', text }],
          {},
          {
            context: { open: (name) => ({ file: name, text: JSON.stringify(file) }) },
          },
        );
        for (const { message } of errors) expect(message).toMatch(/\S/);
      }),
      { numRuns: 300 },
    );
  });
});
