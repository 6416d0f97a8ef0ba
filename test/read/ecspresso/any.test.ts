import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf, printed } from '../../../src/read/ecspresso/action.ts';
import { readTexts } from '../../../src/read/read.ts';

const any = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('td.json', '{{ env `A` `b` }}', '{{ if x }}'),
);

describe('whatever the files hold', () => {
  it('a configuration is deployments or sentences', async () => {
    const member = fc.option(any, { nil: undefined });
    const config = fc.record({
      task_definition: fc.oneof(fc.constant('td.json'), any),
      service_definition: member,
      region: member,
      cluster: member,
      service: member,
    });
    await fc.assert(
      fc.asyncProperty(config, any, fc.boolean(), async (value, file, allowed) => {
        const { deployments, errors } = await readTexts(
          [{ file: 'ecspresso.json', text: JSON.stringify({ ...value, timeout: '1m' }) }],
          {},
          {
            context: {
              open: (name) => ({ file: name, text: JSON.stringify(file) }),
              ...(allowed ? { environment: { A: 'td.json' } } : {}),
            },
          },
        );
        expect(deployments.length + errors.length).toBeGreaterThan(0);
        for (const { message } of errors) expect(message).toMatch(/\S/);
      }),
      { numRuns: 300 },
    );
  });

  it('literal text is as it was', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(partsOf(text)).toEqual([{ literal: text }]);
        },
      ),
    );
  });

  it('an action prints something or says what is open', () => {
    fc.assert(
      fc.property(fc.string(), (action) => {
        const value = printed(action, { A: 'a' });
        expect('text' in value || 'open' in value).toBe(true);
      }),
    );
  });
});
