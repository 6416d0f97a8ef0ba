import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Leaves out what nobody uses of jsonc-parser, whose modules do nothing but define, though its package.json does not say so: the
 * one that formats texts would fill tables of 1,200 texts at each start.
 */
export const definitionsOnly: Plugin = {
  name: 'definitions-only',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(?:impl\/)?[a-z-]+$/ }, ({ path, importer, resolveDir }) =>
      /\/jsonc-parser\/lib\/esm\//.test(importer)
        ? { path: join(resolveDir, `${path}.js`), sideEffects: false }
        : undefined,
    );
  },
};
