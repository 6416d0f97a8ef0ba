import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../rules/index.ts';
import { decodeInput } from '../src/read/decode.ts';
import verdicts from '../test/corpus-verdicts.json' with { type: 'json' };
import { judgeTexts } from '../test/fixtures.ts';

/**
 * Prints what stands of severity error in the files of a corpus folder and is not judged yet in `test/corpus-verdicts.json`,
 * in its form, with the message in place of the reason: `tsx scripts/corpus-verdicts.ts <corpus> <folder>…`.
 */
const [corpus = '', ...folders] = process.argv.slice(2);
const judged = new Set(verdicts.map(({ file, finding, pointer }) => `${file} ${finding} ${pointer}`));
const open = [];
for (const folder of folders) {
  for (const name of readdirSync(join(corpus, folder)).sort()) {
    const file = `${folder}/${name}`;
    const opened = decodeInput(file, readFileSync(join(corpus, file)));
    const { findings } = await judgeTexts('error' in opened ? [] : [opened], rules);
    for (const { severity, rule, problem, location, message } of findings) {
      const entry = { file, finding: `${rule}/${problem}`, pointer: location.pointer };
      if (severity !== 'error' || judged.has(Object.values(entry).join(' '))) continue;
      open.push({ ...entry, verdict: '', reason: message });
    }
  }
}
console.log(JSON.stringify(open, null, 2));
