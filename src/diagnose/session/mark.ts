import type { LogLine } from './line.ts';

/** What a line tells of a session. */
export type MarkName =
  /** a session begins */
  | 'start'
  | 'opening'
  | 'opened'
  | 'connected'
  | 'port'
  | 'session-type'
  | 'plugin-version'
  | 'agent-version'
  | 'ping'
  /** why the next `lost` came */
  | 'fault'
  | 'lost'
  | 'resuming'
  | 'resumed'
  | 'resume-failed'
  | 'dial-failed'
  /** ResumeSession gave no token */
  | 'over'
  /** the service closed the channel, and may say why */
  | 'exit'
  /** somebody pressed Ctrl-C */
  | 'interrupted'
  | 'unacknowledged'
  | 'cannot-start'
  | 'call-failed'
  | 'plugin-missing'
  | 'far-end-refuses'
  /** the agent is told that the session is over */
  | 'already-terminated'
  | 'channel-refused'
  | 'handshake-failed'
  | 'cancelled'
  | 'worker-closed'
  | 'agent-stops'
  | 'agent-starts'
  | 'agent-crashes';

export interface Mark {
  readonly name: MarkName;
  readonly line: LogLine;
  /** Named groups of the pattern: `session`, `why`, `target`, `port`, `version`, … */
  readonly says: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly name: MarkName;
  readonly pattern: RegExp;
  /** The AWS CLI prints it too, on a line without a time. */
  readonly printed?: true;
}

/**
 * The lines as the programs write them. Plugin: src/datachannel/streaming.go, src/communicator/websocketchannel.go,
 * src/sessionmanagerplugin/session of https://github.com/aws/session-manager-plugin (2024-09-24); agent: agent/session of
 * https://github.com/aws/amazon-ssm-agent (2024-10-15). Read 2026-11-21.
 */
const PATTERNS: readonly Pattern[] = [
  { name: 'start', pattern: /^Starting session with SessionId: (?<session>\S+)/, printed: true },
  { name: 'start', pattern: /^Setting up datachannel for session: (?<session>[^,\s]+), / },
  { name: 'start', pattern: /^document: (?<session>\S+) worker started/ },
  { name: 'opening', pattern: /^Opening websocket connection to: .*\/data-channel\// },
  { name: 'opened', pattern: /^Successfully opened websocket connection to: / },
  { name: 'connected', pattern: /^Connected to instance\[(?<target>[^\]]*)\] on port: (?<port>\d*)/ },
  {
    name: 'port',
    pattern: /^Port (?<port>\d+) opened for sessionId (?<session>[^\s]+?)\.?(?:$|\s|Waiting)/,
    printed: true,
  },
  { name: 'session-type', pattern: /^Plugin (?<type>\w+) started/ },
  { name: 'plugin-version', pattern: /^Client side session manager plugin version is: (?<version>[\d.]+)/ },
  { name: 'agent-starts', pattern: /^amazon-ssm-agent - v?(?<version>[\d.]+)/ },
  { name: 'agent-starts', pattern: /^Starting Core Agent/ },
  { name: 'agent-version', pattern: /^ssm-session-worker - v?(?<version>[\d.]+)/ },
  { name: 'ping', pattern: /^WebsocketChannel: Send ping/ },
  {
    name: 'fault',
    pattern: /^An error happened when receiving the message\..*?\bError: (?<why>.*?)(?:, Messagetype: .*)?$/s,
  },
  { name: 'lost', pattern: /^Reach the retry limit \d+ for receive messages\.(?: Error: (?<why>.*))?/s },
  { name: 'lost', pattern: /^I\/O timeout\. Error: (?<why>.*)/s },
  { name: 'resuming', pattern: /^Trying to reconnect the session: / },
  { name: 'resumed', pattern: /^Successfully reconnected to data ?channel\b/ },
  { name: 'resume-failed', pattern: /^Resume Session failed: (?<why>.*)/s },
  { name: 'resume-failed', pattern: /^Failed to get token: (?<why>.*)/s },
  { name: 'dial-failed', pattern: /^[Ff]ailed to reconnect data ?channel\b.*?with error: (?<why>.*)/s },
  { name: 'dial-failed', pattern: /^Failed to dial websocket(?:, status: [^,]*)?[:,] (?:err: )?(?<why>.*)/s },
  {
    name: 'over',
    pattern: /^Session: (?<session>[\w.@=,+-]{1,80}-[0-9a-z]{17,26}) timed out\.?$/,
    printed: true,
  },
  {
    name: 'exit',
    pattern: /^Exiting session with sessionId: (?<session>\S+?)\.?(?: with output: (?<why>.*))?$/s,
    printed: true,
  },
  {
    name: 'exit',
    pattern: /^SessionId: (?<session>[\w.@=,+-]{1,80}-[0-9a-z]{17,26}) : (?<why>.*)/s,
    printed: true,
  },
  { name: 'interrupted', pattern: /^Terminate signal received, exiting/, printed: true },
  {
    name: 'unacknowledged',
    pattern: /^Terminating session (?<session>\S+) as the stream data was not processed before timeout/,
  },
  { name: 'cannot-start', pattern: /^Cannot perform start session: (?<why>.*)/s, printed: true },
  {
    name: 'call-failed',
    pattern:
      /^An error occurred \((?<code>\w+)\) when calling the (?<operation>(?:Start|Resume|Terminate)Session) operation(?: \([^)]*\))?: (?<why>.*)/s,
    printed: true,
  },
  { name: 'plugin-missing', pattern: /^SessionManagerPlugin is not found/, printed: true },
  {
    name: 'far-end-refuses',
    pattern: /^Connection to destination port failed, check SSM Agent logs/,
    printed: true,
  },
  { name: 'far-end-refuses', pattern: /^Unable to dial connection to server: (?<why>.*)/s },
  {
    name: 'already-terminated',
    pattern:
      /^<ClientErrorMessage>Session is already terminated|CreateDataChannel failed.*Session is already terminated/is,
    printed: true,
  },
  {
    name: 'channel-refused',
    pattern:
      /CreateDataChannel failed with no output or error: (?:createDataChannel request failed: )?(?<why>.*)/s,
    printed: true,
  },
  {
    name: 'handshake-failed',
    pattern: /^(?<why>(?:Encountered error while initiating handshake|Handshake timed out).*)/s,
  },
  { name: 'cancelled', pattern: /^The session was cancelled/ },
  { name: 'worker-closed', pattern: /^Session worker closed/ },
  { name: 'agent-stops', pattern: /^(?:amazon-ssm-agent|ssm-agent-worker) got signal:\s*(?<why>.*)/s },
  { name: 'agent-stops', pattern: /^caught signal to terminate: (?<why>.*)/s },
  {
    name: 'agent-crashes',
    pattern: /^(?<why>(?:session worker panic: |document process failed unexpectedly: ).*)/s,
  },
];

const PRINTED = PATTERNS.filter(({ printed }) => printed);

/** What the agent says outside a session; its control channel is closed and opened like a session's channel. */
const OF_THE_AGENT: ReadonlySet<MarkName> = new Set(['agent-starts', 'agent-stops', 'agent-crashes']);

/** What a line tells of a session, if anything. */
export function markOf(line: LogLine): Mark | undefined {
  const patterns = line.stamp === undefined ? PRINTED : PATTERNS;
  for (const { name, pattern } of patterns) {
    const found = pattern.exec(line.message);
    if (!found) continue;
    if (!OF_THE_AGENT.has(name) && isOutsideSession(line)) return undefined;
    return { name, line, says: { ...found.groups } };
  }
  return undefined;
}

/** A line of the AWS CLI's output, which belongs to no line before it; what the service answers to the agent does. */
export function isPrinted(text: string): boolean {
  const message = text.trim();
  return PRINTED.some(
    ({ name, pattern }) =>
      name !== 'already-terminated' && name !== 'channel-refused' && pattern.test(message),
  );
}

/** Does a part of the agent write the line that handles no session? */
function isOutsideSession({ tags }: LogLine): boolean {
  return (
    tags.length > 0 && !tags.some((tag) => tag === 'ssm-session-worker' || tag.startsWith('pluginName='))
  );
}

/** The session that a line names: in its tags, in its words, or in the address of its channel. */
export function sessionOf({ tags, message }: LogLine, mark: Mark | undefined): string | undefined {
  const worker = tags.indexOf('ssm-session-worker');
  const tagged = worker < 0 ? undefined : tags[worker + 1];
  if (tagged !== undefined && !tagged.includes('=') && tagged !== 'DataBackend') return tagged;
  return (
    mark?.says['session']?.replace(/\.$/, '') ??
    /\/data-channel\/(?<id>[^?\s]+)/.exec(message)?.groups?.['id']
  );
}
