/**
 * Stands in for the AWS CLI and for session-manager-plugin. What it does is said by `scenario.json` in its folder: `sessions`, the
 * fate of each session in turn (the last one holds for all further ones), and `answers`, what other operations say in turn.
 * Every call, signal and end is a line of `calls.jsonl`. Like the AWS CLI it leaves SIGINT to the plugin it has started.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env['STAND_IN'] ?? '';
const scenario = JSON.parse(readFileSync(join(folder, 'scenario.json'), 'utf8'));

function record(entry) {
  appendFileSync(join(folder, 'calls.jsonl'), `${JSON.stringify({ pid: process.pid, ...entry })}\n`);
}

/** The next of a list, by a count in a file; the last one stays. */
function next(name, list) {
  const file = join(folder, `${name}.count`);
  const count = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  writeFileSync(file, String(count + 1));
  return list[Math.min(count, list.length - 1)];
}

function option(words, name) {
  return words[words.indexOf(name) + 1];
}

function startSession(words) {
  const fate = next('sessions', scenario.sessions);
  record({ call: 'start-session', target: option(words, '--target'), words });
  if (fate.fails !== undefined) {
    process.stderr.write(`\n${fate.fails}\n`);
    process.exit(fate.status ?? 255);
  }
  const port = JSON.parse(option(words, '--parameters')).localPortNumber[0];
  const plugin = spawn(
    process.execPath,
    [fileURLToPath(import.meta.url), 'plugin', port, JSON.stringify(fate)],
    {
      stdio: 'inherit',
    },
  );
  process.on('SIGINT', () => undefined);
  plugin.on('close', (code) => process.exit(code ?? 1));
}

function plugin(port, fate) {
  const id = `someone-${process.pid}`;
  process.stdout.write(`\nStarting session with SessionId: ${id}\n`);
  record({ call: 'plugin', id });
  process.on('SIGINT', () => {
    record({ call: 'plugin stopped by SIGINT', id });
    process.exit(0);
  });
  let answered = 0;
  const listener = createServer((socket) => {
    socket.on('error', () => undefined).end();
    answered += 1;
    if (fate.refuses)
      process.stdout.write('\nConnection to destination port failed, check SSM Agent logs.\n');
    if (answered === fate.closesAfter) listener.close();
    if (answered !== fate.diesAfter) return;
    if (fate.says) process.stdout.write(`\n${fate.says.replace('ID', id)}\n`);
    process.exit(fate.status ?? 0);
  });
  if (fate.opens === false) setInterval(() => undefined, 60_000);
  else listener.listen(Number(port), '127.0.0.1');
  if (fate.closesAfter) setInterval(() => undefined, 60_000);
}

const [service, operation, ...words] = process.argv.slice(2);
if (service === 'plugin') plugin(operation, JSON.parse(words[0]));
else if (operation === 'start-session') startSession(words);
else {
  const answer = next(operation, scenario.answers?.[operation] ?? [{ says: 'None' }]);
  record({ call: operation, words });
  if (answer.hangs) setInterval(() => undefined, 60_000);
  else {
    if (answer.says !== undefined) process.stdout.write(`${answer.says}\n`);
    if (answer.fails !== undefined) process.stderr.write(`\n${answer.fails}\n`);
    process.exitCode = answer.fails === undefined ? 0 : 255;
  }
}
