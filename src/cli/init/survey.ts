import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { valueOr } from '../../fact/fact.ts';
import { containers } from '../../model/task-definition.ts';
import { decodeInput } from '../../read/decode.ts';
import { taskDefinition } from '../../read/definitions.ts';
import { parse } from '../../read/parse.ts';
import { isDefinition, recognise } from '../../read/recognise.ts';
import { languageOf } from '../../read/template-language.ts';

/** What files may hold, by the words for one and for several. */
const SORTS = {
  task: ['task definition', 'task definitions'],
  service: ['service', 'services'],
  cloudformation: ['CloudFormation template', 'CloudFormation templates'],
  cdk: ['CDK assembly', 'CDK assemblies'],
  terraform: ['Terraform plan', 'Terraform plans'],
  ecspresso: ['ecspresso project', 'ecspresso projects'],
  hcl: ['Terraform module without its plan', 'Terraform modules without their plans'],
} as const;

export type Sort = keyof typeof SORTS;

/** A file or folder, counted from the working directory, that `check` may be given. */
interface FoundFile {
  readonly file: string;
  readonly sorts: readonly Sort[];
}

export interface Survey {
  readonly files: readonly FoundFile[];
  /** Of containers and families, as far as they are known. */
  readonly containers: readonly string[];
  readonly families: readonly string[];
  /** Files of the same folders and suffixes that are none of these: a pattern would take them for some. */
  readonly others: readonly string[];
  /** There were more files than are looked at. */
  readonly cut: boolean;
}

/** More files than this are not looked at, nor larger ones. */
const MOST_FILES = 5_000;
const MOST_BYTES = 5_000_000;

/** What a file that is worth parsing speaks of. */
const SPEAKS_OF_ECS =
  /[cC]ontainerDefinitions|AWS::ECS::|aws_ecs_|task_?[dD]efinition|serviceName|desiredCount|"artifacts"/;

const IGNORED = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.terraform/**',
  '**/cdk.out/**',
  '**/vendor/**',
  '**/dist/**',
];

/** Looks for definitions and for what declares them. Only files are read. */
export async function survey(folder: string): Promise<Survey> {
  const { glob } = await import('tinyglobby');
  const options = {
    cwd: folder,
    dot: false,
    onlyFiles: true,
    followSymbolicLinks: false,
    ignore: IGNORED,
  } as const;
  const all = (await glob(['**/*.{json,yml,yaml,template}'], options)).sort();
  const assemblies = (
    await glob(['**/cdk.out/manifest.json'], { ...options, ignore: ['**/node_modules/**'] })
  ).sort();
  const modules = await glob(['**/*.tf'], options);
  const files: FoundFile[] = assemblies.map((file) => ({
    file: file.slice(0, -'/manifest.json'.length),
    sorts: ['cdk'],
  }));
  const others: string[] = [];
  const names = { containers: new Set<string>(), families: new Set<string>() };
  for (const file of all.slice(0, MOST_FILES)) {
    const sorts = await sortsOf(file, join(folder, file), names);
    if (sorts.length > 0) files.push({ file, sorts });
    else others.push(file);
  }
  const planned = files.some(({ sorts }) => sorts.includes('terraform'));
  if (!planned) files.push(...modulesIn(folder, modules));
  return {
    files: files.sort((a, b) => (a.file < b.file ? -1 : 1)),
    containers: [...names.containers],
    families: [...names.families],
    others,
    cut: all.length > MOST_FILES,
  };
}

/** `2 task definitions, 1 service` */
export function counted({ files }: Survey): string {
  const told = (Object.keys(SORTS) as Sort[]).flatMap((sort) => {
    const count = files.filter(({ sorts }) => sorts.includes(sort)).length;
    return count === 0 ? [] : [`${count} ${nameOf(sort, count)}`];
  });
  return told.length === 0 ? 'nothing that declares ECS services or task definitions' : told.join(', ');
}

export function nameOf(sort: Sort, count: number): string {
  return SORTS[sort][count === 1 ? 0 : 1];
}

interface Names {
  readonly containers: Set<string>;
  readonly families: Set<string>;
}

async function sortsOf(file: string, path: string, names: Names): Promise<readonly Sort[]> {
  const text = textOf(path);
  if (text === undefined || !SPEAKS_OF_ECS.test(text)) return [];
  const parsed = await parse(file, text);
  if ('error' in parsed) return [];
  const sorts = new Set<Sort>();
  for (const document of parsed.documents) {
    const language = languageOf(document.value);
    if (language) {
      if (/AWS::ECS::|aws_ecs_/.test(text) || language === 'ecspresso' || language === 'cdk')
        sorts.add(language);
      continue;
    }
    for (const found of recognise(document.value)) {
      if (!isDefinition(found)) continue;
      sorts.add(found.is === 'service' ? 'service' : 'task');
      if (found.is === 'service') continue;
      const task = taskDefinition(document, found);
      const family = valueOr(task.view.get('family').text, undefined);
      if (family !== undefined) names.families.add(family);
      for (const one of valueOr(containers(task), [])) {
        const name = valueOr(one.get('name').text, undefined);
        if (name !== undefined) names.containers.add(name);
      }
    }
  }
  return [...sorts];
}

function textOf(path: string): string | undefined {
  try {
    if (statSync(path).size > MOST_BYTES) return undefined;
    const opened = decodeInput(path, readFileSync(path));
    return 'text' in opened ? opened.text : undefined;
  } catch {
    return undefined;
  }
}

/** Folders of Terraform that declare ECS resources; only their plan can be checked. */
function modulesIn(folder: string, files: readonly string[]): readonly FoundFile[] {
  const declaring = files
    .slice(0, MOST_FILES)
    .filter((file) => /"aws_ecs_/.test(textOf(join(folder, file)) ?? ''));
  const folders = new Set(declaring.map((file) => file.slice(0, file.lastIndexOf('/') + 1) || './'));
  return [...folders].map((file) => ({ file, sorts: ['hcl'] }));
}
