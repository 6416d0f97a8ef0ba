import { chmodSync } from 'node:fs';
import { build } from 'esbuild';

type Loader = {
  readonly root: string;
  readonly outfile: string;
  readonly version: string;
  /** Differs whenever the `cli.cjs` beside it does. */
  readonly digest: string;
};

/** The command's entry, src/cli/bin/bin.ts, as a script that a shell can start. */
export async function buildLoader({ root, outfile, version, digest }: Loader): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/bin/bin.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 200,
    banner: { js: '#!/usr/bin/env node' },
    define: { PACKAGE_VERSION: JSON.stringify(version), BUNDLE_DIGEST: JSON.stringify(digest) },
    logLevel: 'warning',
  });
  chmodSync(outfile, 0o755);
}
