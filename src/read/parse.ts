import type { Parsed } from './document.ts';
import { readJson } from './json.ts';
import { foreignLanguage, namesWithoutQuotes } from './languages.ts';
import { isDefinition, recognise } from './recognise.ts';

/**
 * Parses a text by what it holds, whatever its name: JSON where it begins like JSON, else YAML, whose first name may be
 * quoted. The YAML parser is loaded when the first text needs it.
 */
export async function parse(file: string, text: string): Promise<Parsed> {
  if (!/^\uFEFF?\s*(?:[{[]|"(?!(?:[^"\\\n]|\\.)*"\s*:)|\/[/*]|<%|\d+\s*$)/.test(text)) {
    const yaml = await readAsYaml(file, text);
    const onlyText = 'documents' in yaml && yaml.documents.every(({ value }) => typeof value === 'string');
    const message = 'error' in yaml || onlyText ? foreignLanguage(file, text) : undefined;
    return message === undefined ? yaml : { error: { file, message } };
  }
  const json = readJson(file, text);
  if ('document' in json) return { documents: [json.document] };
  if (!json.notJson) return json;
  // Structures in YAML's flow style need no quotes; read as such they must turn out to be something.
  const yaml = namesWithoutQuotes(text) ? await readAsYaml(file, text, true) : undefined;
  if (yaml && 'documents' in yaml && yaml.documents.some(({ value }) => recognise(value).some(isDefinition)))
    return yaml;
  const message = foreignLanguage(file, text);
  return message === undefined ? json : { error: { file, message } };
}

async function readAsYaml(file: string, text: string, braces = false): Promise<Parsed> {
  const { readYaml } = await import('./yaml.ts');
  return readYaml(file, text, braces);
}
