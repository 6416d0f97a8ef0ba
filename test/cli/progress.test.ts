import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { showProgress } from '../../src/cli/progress.ts';

const { stderr } = process;
const terminal = Object.getOwnPropertyDescriptor(stderr, 'isTTY');
const CLEARED = '\r\u001b[2K';

let written: string;
beforeEach(() => {
  written = '';
  vi.spyOn(stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  Object.defineProperty(stderr, 'isTTY', { value: true, configurable: true });
  vi.stubEnv('TERM', 'xterm');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  if (terminal) Object.defineProperty(stderr, 'isTTY', terminal);
  else Reflect.deleteProperty(stderr, 'isTTY');
});

const asking = { asked: 12, answered: 3, calls: 2, kind: 'role \u001b[31m' };

describe('the progress line', () => {
  test('is one line, shows nothing that acts on the terminal, and goes', () => {
    const line = showProgress({ progress: true, quiet: false });
    line.report(asking);
    expect(written).toMatch(/^asked 12, answered 3 \(\d+\/s\): role \\u001b\[31m$/);
    line.end();
    expect(written.endsWith(CLEARED)).toBe(true);
    line.end();
    expect(written.split(CLEARED)).toHaveLength(2);
  });

  test('goes when the run is interrupted, which then ends as by the signal', () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const before = process.listenerCount('SIGINT');
    const line = showProgress({ progress: true, quiet: false });
    line.report(asking);
    process.emit('SIGINT', 'SIGINT');
    expect(written.endsWith(CLEARED)).toBe(true);
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGINT');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  test.each<[string, { progress: boolean; quiet: boolean }, string, boolean]>([
    ['--no-progress', { progress: false, quiet: false }, 'xterm', true],
    ['--quiet', { progress: true, quiet: true }, 'xterm', true],
    ['a terminal that cannot go back', { progress: true, quiet: false }, 'dumb', true],
    ['no terminal', { progress: true, quiet: false }, 'xterm', false],
  ])('is not there with %s', (_, given, term, isTTY) => {
    vi.stubEnv('TERM', term);
    Object.defineProperty(stderr, 'isTTY', { value: isTTY, configurable: true });
    const line = showProgress(given);
    line.report(asking);
    line.end();
    expect(written).toBe('');
  });
});
