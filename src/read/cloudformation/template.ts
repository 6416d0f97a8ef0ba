import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Document } from '../document.ts';

type Structure = Readonly<Record<string, unknown>>;

/** A member of a template's section, with its place in the file. */
export interface Entry {
  readonly raw: Structure;
  readonly path: Path;
}

const NOTHING: Structure = {};

/** A CloudFormation template as it is written: its sections, and nothing resolved yet. */
export class Template {
  readonly document: Document;
  readonly parameters: ReadonlyMap<string, Entry>;
  readonly mappings: Structure;
  readonly conditions: Structure;
  readonly outputs: ReadonlyMap<string, Entry>;
  /** In the order of the file. Loops are not unrolled here. */
  readonly resources: Structure;
  /** The members of that section, listed once for all who go over them. */
  readonly ids: readonly string[];
  /** Names of the macros that the whole template goes through. */
  readonly transforms: readonly string[];

  constructor(document: Document) {
    this.document = document;
    const root = isObject(document.value) ? document.value : NOTHING;
    const section = (name: string) => (isObject(root[name]) ? root[name] : NOTHING);
    this.parameters = entriesOf(section('Parameters'), 'Parameters');
    this.outputs = entriesOf(section('Outputs'), 'Outputs');
    this.mappings = section('Mappings');
    this.conditions = section('Conditions');
    this.resources = section('Resources');
    this.ids = Object.keys(this.resources);
    this.transforms = [root['Transform']].flat().flatMap(macroName);
  }
}

function entriesOf(section: Structure, name: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const key of Object.keys(section)) {
    const raw = section[key];
    if (isObject(raw)) entries.set(key, { raw, path: [name, key] });
  }
  return entries;
}

/** `AWS::Serverless-2016-10-31`, or a macro with its parameters. */
function macroName(transform: unknown): readonly string[] {
  if (typeof transform === 'string') return [transform];
  return isObject(transform) && typeof transform['Name'] === 'string' ? [transform['Name']] : [];
}
