import { openInput } from '../read/open.ts';
import { parseParameters } from '../read/parameters.ts';
import type { ReadingContext } from '../read/reading.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** What templates are given; `remember` is told of each file that an input names. */
export async function readingContext(
  { parameters, resolveEnv }: Pick<Arguments, 'parameters' | 'resolveEnv'>,
  remember: (file: string, text: string) => void,
): Promise<ReadingContext> {
  const parsed = await parseParameters(parameters, openInput);
  if ('error' in parsed) throw new UsageError(`--parameters: ${parsed.error}`);
  return {
    parameters: parsed.parameters,
    ...(resolveEnv ? { environment: process.env } : {}),
    open: (path) => {
      const opened = openInput(path);
      if ('text' in opened) remember(opened.file, opened.text);
      return opened;
    },
  };
}

/** A name that was given as `KEY=VALUE` and that stands in no text that was read, so that no template can have it. */
export function unknownParameter(values: readonly string[], texts: readonly string[]): string | undefined {
  return values
    .flatMap((value) => /^(?:[\w-]+:)?([A-Za-z][\w-]*)=/.exec(value)?.[1] ?? [])
    .find((name) => name !== 'ParameterKey' && !texts.some((text) => text.includes(name)));
}
