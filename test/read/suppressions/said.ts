import type { InputError } from '../../../src/model/input-error.ts';
import type { Place } from '../../../src/model/source.ts';
import { readTexts } from '../../../src/read/read.ts';
import { suppressionsIn } from '../../../src/read/suppressions/index.ts';
import type { InlineSuppression } from '../../../src/read/suppressions/inline.ts';

/** The names that are rules here. */
const RULES = ['fargate-size', 'fargate-size/memory-invalid-for-cpu', 'logging', 'secrets'];

interface Said {
  readonly suppressions: readonly InlineSuppression[];
  readonly errors: readonly InputError[];
  readonly ids: readonly string[];
}

/** What is said beside the definitions of these files. */
export async function said(files: Readonly<Record<string, unknown>>): Promise<Said> {
  const texts = Object.entries(files).map(([file, content]) => ({
    file,
    text: typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  }));
  const open = (path: string) => {
    const found = texts.find(({ file }) => file === path);
    return found ?? { error: { file: path, message: 'not here' } };
  };
  const { deployments, errors } = await readTexts(texts, {}, { context: { open } });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const found = await suppressionsIn(deployments, (name) =>
    RULES.includes(name) ? undefined : `there is no rule "${name}"`,
  );
  return { ...found, ids: deployments.map(({ id }) => id) };
}

/** The reasons for which a finding that stands there is suppressed, in the order in which they were read. */
export function reasonsAt(
  { suppressions, ids }: Said,
  location: Place,
  { container, deployment = ids[0] ?? '' }: { container?: string; deployment?: string } = {},
): readonly string[] {
  return suppressions
    .filter(
      ({ covers }) =>
        (covers.deployment?.({ id: deployment }) ?? true) &&
        (covers.finding?.({ location, ...(container === undefined ? {} : { container }) }) ?? true),
    )
    .map(({ reason }) => reason);
}
