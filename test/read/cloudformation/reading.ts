import type { Deployment } from '../../../src/model/deployment.ts';
import { readCloudFormation } from '../../../src/read/cloudformation/index.ts';
import type { Target } from '../../../src/read/pair.ts';
import { parse } from '../../../src/read/parse.ts';
import type { Declarations, ReadingContext } from '../../../src/read/reading.ts';

/** What a test says about the deploy. */
export interface Said extends Target {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files beside the template, by their relative path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Reads a template's text; the test fails where it cannot be parsed. */
export async function readTemplate(text: string, said: Said = {}): Promise<Declarations> {
  const parsed = await parse('template.yaml', text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  const [document] = parsed.documents;
  if (!document) throw new Error('no document');
  const { parameters = {}, files = {}, ...target } = said;
  const context: ReadingContext = {
    parameters: new Map(Object.entries(parameters)),
    open: (file) => {
      const content = files[file];
      return content === undefined
        ? { error: { file, message: 'this file does not exist' } }
        : { file, text: content };
    },
  };
  return readCloudFormation({ document, target, context });
}

/** The only deployment of a template. */
export async function onlyDeployment(text: string, said: Said = {}): Promise<Deployment> {
  const { deployments } = await readTemplate(text, said);
  const [only, ...others] = deployments;
  if (!only || others.length > 0) throw new Error(`${deployments.length} deployments`);
  return only;
}
