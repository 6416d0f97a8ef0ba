import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../fixtures.ts';
import { type IamVector, missOfIam } from './iam.ts';
import { mutate, mutations, randomFrom } from './iam-mutations.ts';

const SHARED = fileURLToPath(new URL('../../../shared/vectors/iam/', import.meta.url));
const NAMES = Object.keys(mutations);
const SEED = 20261121;

function vectorsOf(folder: string): readonly IamVector[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly IamVector[]);
}

const whole = existsSync(SHARED);
const vectors = vectorsOf(whole ? SHARED : join(FIXTURES, 'iam'));
const own = vectorsOf(join(FIXTURES, 'iam'));
const all = [...new Map([...vectors, ...own].map((vector) => [vector.name, vector])).values()];

/** What IAM answers does not hang on names, order or spelling: nor does our answer. */
describe('an IAM vector is answered the same with', () => {
  test.each(NAMES)('%s', (name) => {
    const random = randomFrom(SEED);
    let made = 0;
    const misses = [];
    for (const vector of all) {
      const mutant = mutate(name, vector, random);
      if (!mutant) continue;
      made += 1;
      const miss = missOfIam(mutant);
      if (miss) misses.push({ vector: vector.name, ...miss });
    }
    expect(misses).toEqual([]);
    // A mutation that fits hardly any vector tests nothing; of the fixtures alone some fit few.
    expect(made).toBeGreaterThan(whole ? 20 : 1);
  });

  test('several of these one after the other', () => {
    const random = randomFrom(SEED + 1);
    const misses = [];
    for (const vector of all) {
      let mutant = vector;
      const made: string[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        const name = NAMES[Math.floor(random() * NAMES.length)] as string;
        // Text has no elements left to change.
        if (name.startsWith('documents as')) continue;
        const next = mutate(name, mutant, random);
        if (!next) continue;
        mutant = next;
        made.push(name);
      }
      const miss = missOfIam(mutant);
      if (miss) misses.push({ vector: vector.name, made, ...miss });
    }
    expect(misses).toEqual([]);
  });
});

const DOCUMENTS = [
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicy',
  'resourcePolicy',
  'vpcEndpointPolicy',
  'scps',
  'rcps',
  'kmsGrants',
] as const;

/** What is known less: the answer stands or is open, and never turns into its opposite. */
describe('an IAM vector is never answered the other way with', () => {
  const decided = all.filter(({ expected, expected3 }) => (expected ?? expected3) !== 'unknown');
  const isAllowed = ({ expected, expected3 }: IamVector) => (expected ?? expected3) === 'allowed';
  const wrongly = (vector: IamVector, less: IamVector) => {
    const got = missOfIam({ ...less, expected3: 'unknown' })?.got ?? 'unknown';
    return got !== 'unknown' && (got === 'allowed') !== isAllowed(vector);
  };

  test('a key of the context unknown', () => {
    const wrong = decided.flatMap((vector) => {
      const { request, unknownKeys = [] } = vector;
      return Object.keys(request.context)
        .filter((key) => {
          // The vectors tell the path of a session's role by it.
          if (key === 'aws:PrincipalArn') return false;
          const { [key]: _, ...context } = request.context;
          return wrongly(vector, {
            ...vector,
            request: { ...request, context },
            unknownKeys: [...unknownKeys, key],
          });
        })
        .map((key) => `${vector.name}: ${key}`);
    });
    expect(wrong).toEqual([]);
  });

  test('a document unread', () => {
    const wrong = decided.flatMap((vector) =>
      DOCUMENTS.filter((document) => {
        const { [document]: _, missingInputs = [], ...rest } = vector;
        return wrongly(vector, { ...rest, missingInputs: [...missingInputs, document] });
      }).map((document) => `${vector.name}: ${document}`),
    );
    expect(wrong).toEqual([]);
  });

  test('a part of the resource unknown', () => {
    const wrong = decided.filter((vector) => {
      const { request } = vector;
      const resource = request.resource.replace(/[^:/]{2}$/, '??');
      if (resource === request.resource) return false;
      return wrongly(vector, { ...vector, request: { ...request, resource } });
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
