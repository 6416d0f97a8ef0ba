import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { decodeInput } from '../../src/read/decode.ts';
import { readTexts } from '../../src/read/read.ts';

const DEFINITION = {
  family: 'checkout',
  cpu: '256',
  containerDefinitions: [
    {
      name: 'web',
      image: '{{ must_env `IMAGE` }}',
      portMappings: [{ containerPort: 8080 }],
      command: ['sh', '-c', 'echo "$X" # {'],
    },
  ],
};
const TEXTS = [
  JSON.stringify(DEFINITION, null, 2),
  stringify(DEFINITION),
  `// api\n${JSON.stringify({ service: 'checkout', cluster: 'prod', desiredCount: 2 }, null, '\t')}`,
  '---\na: &a {x: 1}\nb: *a\n<<: *a\nc: |\n  text\n   more\n',
];
const BITS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '{{',
  '}}',
  '${',
  '<',
  '>',
  '- ',
  '? ',
  '|',
  '\n',
  '\t',
  '\\',
  '/*',
  '//',
  '#',
  '&a',
  '*a',
  '!t',
  '<<:',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '\uFEFF',
  '1e999',
  '---\n',
  '%',
];

/** Whatever comes in: deployments, or errors of one line that a terminal can show. */
async function holds(text: string): Promise<void> {
  const { deployments, errors } = await readTexts([{ file: 'f', text }], {});
  expect(deployments.length + errors.length).toBeGreaterThan(0);
  for (const { message, line, column } of errors) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may come through
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\ufeff]/);
    expect(message).toMatch(/^[a-z]/);
    expect(line ?? 1).toBeGreaterThan(0);
    expect(line ?? 1).toBeLessThanOrEqual(text.split('\n').length);
    expect(column ?? 1).toBeGreaterThan(0);
  }
  for (const { taskDefinition, service } of deployments) {
    taskDefinition.view.get('containerDefinitions').place;
    taskDefinition.view.get('family').place;
    service?.view.get('serviceName').place;
  }
}

describe('no input crashes the reader', () => {
  it('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const opened = decodeInput('f', bytes);
        if ('text' in opened) await holds(opened.text);
        else expect(opened.error.message).toMatch(/^[a-z]/);
      }),
      { numRuns: 300 },
    );
  });

  it('random pieces of JSON and YAML', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...BITS),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('family', 'service', 'services', ' '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 40 }), (pieces) => holds(pieces.join(''))),
      { numRuns: 800 },
    );
  });

  it('truncations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TEXTS), fc.nat(), (text, length) =>
        holds(text.slice(0, 1 + (length % text.length))),
      ),
      { numRuns: 300 },
    );
  });

  it('mutations', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TEXTS),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...BITS)), { maxLength: 4 }),
        (text, changes) => {
          let mutated = text;
          for (const [at, bit] of changes) {
            const offset = at % mutated.length;
            mutated = mutated.slice(0, offset) + bit + mutated.slice(offset + (at % 3));
          }
          return holds(mutated);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('any JSON value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), (value) => holds(JSON.stringify(value))),
      { numRuns: 200 },
    );
  });
});
