import { maySuppress } from '../../read/suppressions/marked.ts';
import type { Arguments } from '../arguments.ts';
import { Neighbourhood } from '../config/nearby.ts';
import type { Case } from '../judge.ts';
import type { Governed } from './index.ts';
import { homeOf } from './whereabouts.ts';

type Asked = Pick<
  Arguments,
  'config' | 'useConfig' | 'printConfig' | 'baseline' | 'writeBaseline' | 'inlineConfig'
>;

/** The governance of a case, where the user decided anything; without, nothing of it is loaded. */
export async function governanceOf(run: Governed): Promise<Pick<Case, 'governance'>> {
  if (!isGoverned(run)) return {};
  const { governanceFor } = await import('./index.ts');
  return { governance: await governanceFor(run) };
}

/** Did the user decide anything about this run? */
function isGoverned({
  given,
  deployments,
  facts,
}: Pick<Governed, 'deployments' | 'facts'> & { readonly given: Asked }): boolean {
  if (given.config !== undefined || given.printConfig) return true;
  if (given.baseline !== undefined || given.writeBaseline) return true;
  if (given.inlineConfig && maySuppress(deployments, !facts.offline)) return true;
  return given.useConfig && hasConfiguration(deployments.map(({ file }) => file));
}

/** Is there a configuration for any of these files? */
function hasConfiguration(files: readonly (string | undefined)[]): boolean {
  const neighbourhood = new Neighbourhood();
  const folders = new Set(files.length === 0 ? ['.'] : files.map(homeOf));
  return [...folders].some((folder) => neighbourhood.nearest(folder) !== undefined);
}
