import type { Source } from '../../model/source.ts';
import type { Instance } from './instance.ts';
import { type Members, placeIn } from './spec.ts';
import { written } from './writing.ts';

/** The source of what an instance declares: paths in the API's spelling lead to its attributes in the document. */
export function sourceOf(
  document: Source,
  instance: Instance,
  members: Members,
  generatedBy: string,
): Source {
  return {
    file: document.file,
    text: document.text,
    syntax: 'json',
    span: (path) => document.span(path),
    origin: (path) => {
      const { path: found, inner } = placeIn(members, path);
      return { path: [...instance.path, ...found], ...(inner === undefined ? {} : { inner }) };
    },
    write: written,
    resource: instance.address,
    generatedBy,
  };
}
