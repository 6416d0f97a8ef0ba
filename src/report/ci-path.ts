import { sep } from 'node:path';
import type { ReportContext } from './context.ts';

/** The path of an input as CI systems want it: from the root of the project, with `/`, without `./` before it. */
export function ciPath(file: string, { projectPath }: ReportContext): string {
  const path = projectPath?.(file) ?? file;
  return (sep === '/' ? path : path.replaceAll(sep, '/')).replace(/^(?:\.\/+)+(?=.)/, '');
}
