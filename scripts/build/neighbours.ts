import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/** Packages that few runs need. In `cli.cjs` even what is never called is read and parsed at each start without a code cache. */
const PACKAGES = ['yaml', 'tinyglobby', 'chalk'];

/** Leaves those packages out of the bundle, to be required from the file beside it. */
export const besideTheBundle: Plugin = {
  name: 'beside-the-bundle',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${PACKAGES.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
  },
};

/** Builds the files beside the bundle, one for each package. */
export async function buildNeighbours(common: BuildOptions, folder: string): Promise<readonly Metafile[]> {
  const built = PACKAGES.map(async (name) => {
    const { metafile } = await build({
      ...common,
      stdin: { contents: `export * from '${name}';`, resolveDir: common.absWorkingDir ?? '.' },
      outfile: join(folder, `${name}.cjs`),
      metafile: true,
    });
    return metafile;
  });
  return Promise.all(built);
}
