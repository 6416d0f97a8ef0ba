import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Modules that stand in `cli.cjs` alone, though the bundles beside it that most runs load need them too. A second copy of what is
 * called thousands of times has to be compiled and to warm up anew, and objects of two classes are read slower than those of one.
 */
const LENT = [
  'src/fact/fact.ts',
  'src/fact/kinds/ec2.ts',
  'src/fact/kinds/ecs.ts',
  'src/fact/kinds/iam.ts',
  'src/fact/kinds/logs.ts',
  'src/fact/kinds/scaling.ts',
  'src/fact/kinds/secrets.ts',
  'src/fact/opaque.ts',
  'src/fact/redacted.ts',
  'src/iam/glob.ts',
  'src/knowledge/ecs-shapes.ts',
  'src/model/arn.ts',
  'src/model/deployment.ts',
  'src/model/partition.ts',
  'src/model/placeholder.ts',
  'src/model/service.ts',
  'src/model/source.ts',
  'src/model/view.ts',
  'src/network/judge-paths.ts',
  'src/network/subnet-paths.ts',
  'src/network/task-paths.ts',
  'src/read/definitions.ts',
  'src/read/json-tolerant.ts',
  'src/read/json.ts',
  'src/read/pair.ts',
  'src/read/parse.ts',
  'src/read/recognise.ts',
  'src/rollout/percents.ts',
  'rules/log-group/log-target.ts',
  'rules/subnet-headroom/premise.ts',
];

export interface Lending {
  /** The entry of `cli.cjs`: the command, with what it lends. */
  readonly entry: string;
  /** Takes the lent modules from `cli.cjs`, for a bundle that this one requires when all of it has run. */
  readonly borrowing: Plugin;
}

export async function lending(root: string): Promise<Lending> {
  const names = await exportsOf(root);
  return { entry: entryWith(names), borrowing: borrowing(root, names) };
}

/**
 * Members are gathered when a bundle borrows them: the shortest runs load none that does. In a list, of which all are read in one
 * way, since each member of a structure costs as much as a hundred elements where it is read once.
 */
function entryWith(names: ReadonlyMap<string, readonly string[]>): string {
  const lines = ["export { main } from './src/cli/main.ts';"];
  const lent: string[] = [];
  for (const [file, exported] of names) {
    const module = `lent${lent.length}`;
    lines.push(`import * as ${module} from './${file}';`);
    lent.push(`'${file}': () => [${exported.map((name) => `${module}.${name}`).join(', ')}]`);
  }
  return [...lines, `export const lent = { ${lent.join(', ')} };`].join('\n');
}

/** What each of the modules exports that is more than a type. */
async function exportsOf(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: LENT,
    format: 'esm',
    write: false,
    metafile: true,
    outdir: '.',
  });
  return new Map(
    Object.values(metafile.outputs).map(({ entryPoint = '', exports }) => [entryPoint, exports] as const),
  );
}

const NAMESPACE = 'lent';

function borrowing(root: string, names: ReadonlyMap<string, readonly string[]>): Plugin {
  return {
    name: 'borrowing',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => {
        const file = LENT.find((one) => join(resolveDir, path) === join(root, one));
        return file === undefined ? undefined : { path: file, namespace: NAMESPACE };
      });
      onLoad({ filter: /^/, namespace: NAMESPACE }, ({ path }) => {
        const taken = names
          .get(path)
          ?.map((name, at) => `export const ${name} = /* @__PURE__ */ lent.at(${at});`);
        return {
          contents: [`const lent = require('./cli.cjs').lent['${path}']();`, ...(taken ?? [])].join('\n'),
          loader: 'js',
        };
      });
      onResolve({ filter: /^\.\/cli\.cjs$/, namespace: NAMESPACE }, ({ path }) => ({ path, external: true }));
    },
  };
}
