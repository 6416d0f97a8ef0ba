import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../rules/index.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The pages that people read, from the project's folder. */
export function pagesOfDocs(): readonly string[] {
  const docs = readdirSync(join(PROJECT, 'docs')).filter((name) => name.endsWith('.md'));
  return [
    'README.md',
    'CONTRIBUTING.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    ...docs.map((name) => `docs/${name}`),
    ...rules.map(({ id }) => `rules/${id}/README.md`),
  ];
}
