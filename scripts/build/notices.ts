import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const PREAMBLE = `ecs-preflight is licensed under the Apache License 2.0 (see LICENSE).
Its built files hold code of the packages below, under their own licences.
`;

/** The licence texts of every package of which esbuild put something into a bundle, by name. */
export function thirdPartyNotices(root: string, metafiles: readonly Metafile[]): string {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const files = outputs.flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0),
  );
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].sort().map((folder) => notice(join(root, folder)));
  return [PREAMBLE, ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/d.js` belongs to `node_modules/a/node_modules/@b/c`. */
function packageFolder(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license: string;
  };
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  // Some come without the text of the licence that this package has too.
  if (texts.length === 0 && license === 'Apache-2.0')
    texts.push('The licence stands in the file LICENSE beside this one.');
  if (texts.length === 0) throw new Error(`${name} ${version} is bundled but comes without a licence text`);
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
