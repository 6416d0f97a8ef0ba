import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleFiles } from './new-rule/files.ts';

/** `npm run new-rule -- <id> "<title>"`: makes the folder of a rule and its fixtures, and lists it in `rules/index.ts`. */
const root = fileURLToPath(new URL('..', import.meta.url));
const [id = '', title = ''] = process.argv.slice(2);

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || title === '') {
  fail('usage: npm run new-rule -- <id> "<title>", the id in kebab-case, naming the defect and not the cure');
} else if (existsSync(join(root, 'rules', id))) {
  fail(`rules/${id} exists`);
} else {
  for (const [file, text] of Object.entries(ruleFiles(id, title, nextNumber()))) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(file);
  }
  execFileSync('npx', ['tsx', 'scripts/generate-rules.ts'], { cwd: root, stdio: 'inherit' });
  console.log(`Now write the fixtures in fixtures/${id}, then the rule. \`npm test\` says what is missing.`);
}

/** One more than the highest number in use. */
function nextNumber(): number {
  const folders = readdirSync(join(root, 'rules'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const numbers = folders.map(({ name }) => {
    const text = readFileSync(join(root, 'rules', name, 'rule.ts'), 'utf8');
    return Number(/^\s*number: (\d+),/m.exec(text)?.[1] ?? 0);
  });
  return Math.max(0, ...numbers) + 1;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
