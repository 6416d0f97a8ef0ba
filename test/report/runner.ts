/**
 * How GitHub's runner reads a line that a step prints, written after actions/runner, src/Runner.Common/ActionCommand.cs: the
 * command, or undefined for a line of the log.
 */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const REGISTERED = ['error', 'warning', 'notice', 'debug', 'group', 'endgroup', 'add-mask', 'stop-commands'];
const OLD = ['set-output', 'set-env', 'add-path', 'save-state', 'echo', 'add-matcher', 'remove-matcher'];
const ALL = new Set([...REGISTERED, ...OLD]);

export function runnerReads(line: string): RunnerCommand | undefined {
  return newStyle(line.trimStart()) ?? oldStyle(line);
}

function newStyle(line: string): RunnerCommand | undefined {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const info = line.slice(2, end);
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!ALL.has(name)) return undefined;
  const properties: Record<string, string> = {};
  for (const pair of space < 0
    ? []
    : info
        .slice(space + 1)
        .trim()
        .split(',')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && equals < pair.length - 1)
      properties[pair.slice(0, equals)] = unescapeProperty(pair.slice(equals + 1));
  }
  return { name, properties, data: unescapeData(line.slice(end + 2)) };
}

function oldStyle(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  const [name = ''] = line.slice(start + 3, end).split(' ');
  return ALL.has(name) ? { name, properties: {}, data: line.slice(end + 1) } : undefined;
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
