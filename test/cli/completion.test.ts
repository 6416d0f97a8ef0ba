/** The completion scripts, run by the shells themselves where they are installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command } from './command.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  writeFileSync(join(folder, 'task def.json'), '{}');
  writeFileSync(join(folder, 'service.json'), '{}');
});

afterAll(() => rmSync(folder, { recursive: true }));

function installed(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

async function script(shell: string): Promise<string> {
  const { stdout, code } = await command(['completion', shell]);
  expect(code).toBe(0);
  return stdout;
}

/** What bash offers for the last of the words, which bash itself would have split so. */
async function inBash(words: readonly string[]): Promise<readonly string[]> {
  const program = `${await script('bash')}
COMP_WORDS=(ecs-preflight "$@")
COMP_CWORD=$(($#))
_ecs_preflight
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe.skipIf(!installed('bash'))('bash', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['ch'], ['check']],
    [
      ['check', '--no-p'],
      ['--no-pacing', '--no-progress'],
    ],
    [['check', '--ruleset', 'p'], ['production']],
    [['check', '--ruleset', '=', 'p'], ['production']],
    [
      ['check', '--fail-on', ''],
      ['error', 'warning', 'info', 'never'],
    ],
    [['check', '-f', 's'], ['sarif']],
    [['check', 'task'], ['task def.json']],
    [['check', '--service', 'ser'], ['service.json']],
    [['explain', 'fargate-size/memory-i'], ['fargate-size/memory-invalid-for-cpu']],
    [['audit', '--all-'], ['--all-clusters']],
    [['completion', 'z'], ['zsh']],
    [['diagnose', 'task'], ['task def.json']],
    [
      ['diagnose', '--format', ''],
      ['text', 'json'],
    ],
    [['audit', '--cluster', 'x'], []],
  ])('offers for %j', async (words, offered) => {
    expect([...(await inBash(words))].sort()).toEqual([...offered].sort());
  });

  test('registers itself for the command', async () => {
    const { stdout } = spawnSync('bash', ['-c', `${await script('bash')}\ncomplete -p ecs-preflight`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('complete -F _ecs_preflight ecs-preflight\n');
  });
});

/** Types a line and Tab into a zsh of its own, on a pseudo-terminal, and prints the line as zsh has it then. */
const IN_A_TERMINAL = String.raw`
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell "PROMPT='' PS2=''; fpath=(\$PWD \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell 'tell() { print -r -- "$BUFFER" > typed; exit }; zle -N tell; bindkey "^X" tell'
zpty -w shell 'print ready > ready'
for i in {1..200}; do [ -e ready ] && break; sleep 0.05; done
zpty -w -n shell "$1"$'\t\x18'
for i in {1..200}; do [ -s typed ] && break; sleep 0.05; done
cat typed
rm -f typed ready
zpty -d shell
`;

describe.skipIf(!installed('zsh'))('zsh', () => {
  test('reads the script', async () => {
    const { status, stderr } = spawnSync('zsh', ['-n', '-c', await script('zsh')], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  /** What an interactive shell makes of a line when Tab is pressed: it completes what is the only offer. */
  const typed = async (line: string): Promise<string> => {
    writeFileSync(join(folder, '_ecs-preflight'), await script('zsh'));
    const { stdout } = spawnSync('zsh', ['-f', '-c', IN_A_TERMINAL, 'zsh', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb' },
    });
    return stdout.trim();
  };
  test.each([
    ['ecs-preflight ch', 'ecs-preflight check'],
    ['ecs-preflight --v', 'ecs-preflight --version'],
    ['ecs-preflight check --ruleset=p', 'ecs-preflight check --ruleset=production'],
    ['ecs-preflight check -f s', 'ecs-preflight check -f sarif'],
    ['ecs-preflight check task', 'ecs-preflight check task\\ def.json'],
    ['ecs-preflight diagnose task', 'ecs-preflight diagnose task\\ def.json'],
    [
      'ecs-preflight explain fargate-size/memory-i',
      'ecs-preflight explain fargate-size/memory-invalid-for-cpu',
    ],
  ])('completes %s', { timeout: 30_000 }, async (line, completed) => {
    expect(await typed(line)).toBe(completed);
  });
});

describe.skipIf(!installed('fish'))('fish', () => {
  const offers = async (line: string): Promise<readonly string[]> => {
    const program = `${await script('fish')}\ncomplete -C ${JSON.stringify(line)}`;
    const { stdout } = spawnSync('fish', ['--no-config', '-c', program], { cwd: folder, encoding: 'utf8' });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((offer) => offer.split('\t')[0] ?? '');
  };
  test.each<[string, readonly string[]]>([
    ['ecs-preflight ch', ['check']],
    ['ecs-preflight check --ruleset p', ['production']],
    ['ecs-preflight explain fargate-size/memory-i', ['fargate-size/memory-invalid-for-cpu']],
    ['ecs-preflight audit --all-', ['--all-clusters']],
    ['ecs-preflight completion z', ['zsh']],
    ['ecs-preflight --v', ['--version']],
    ['ecs-preflight diagnose task', ['task def.json']],
    ['ecs-preflight diagnose -f ', ['json', 'text']],
  ])('offers for %s', async (line, offered) => {
    expect(await offers(line)).toEqual(offered);
  });
});

test('names the shells it knows', async () => {
  const { code, stderr } = await command(['completion', 'zhs']);
  expect(code).toBe(2);
  expect(stderr).toContain('there is no script for "zhs" (bash, zsh, fish), did you mean "zsh"?');
});

test('knows every command and option that the help shows', async () => {
  const words = await script('bash');
  const { stdout: overview } = await command(['--help']);
  const commands = [...overview.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name = '']) => name);
  expect(commands.length).toBeGreaterThan(5);
  for (const name of commands) {
    const { stdout } = await command([name, '--help']);
    const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = '']) => name);
    const line = new RegExp(`^    ${name}\\) words='([^']*)'`, 'm').exec(words)?.[1]?.split('\n') ?? [];
    for (const option of options) {
      const off = `--no-${option.slice(2)}`;
      expect(line.includes(option) || line.includes(off), `${name} ${option}`).toBe(true);
    }
  }
});
