import {
  execIdleMinutes,
  idleMinutes,
  longestDurationMinutes,
  preferencesDocument,
} from '../../knowledge/session-manager.ts';
import { cutAdvice, NEW_SESSION, type Reading } from './advice.ts';
import { agentFailure } from './agent-failure.ts';
import { type Cause, type End, isExec, isShell, reachesTask } from './end.ts';
import { resumeFailure } from './resume-failure.ts';
import { startFailure } from './start-failure.ts';
import { lifetime, type Story } from './story.ts';
import { told } from './told.ts';
import versions from './versions.json' with { type: 'json' };

export function readEnd(story: Story, end: End): Reading {
  return READINGS[end.cause](story, end);
}

const READINGS: Readonly<Record<Cause, (story: Story, end: End) => Reading>> = {
  'plugin-missing': () => ({
    title: 'session-manager-plugin is not installed here, or not on the PATH',
    paragraphs: [
      'The AWS CLI started the session and found no plugin to run it with, so that it ended the session again.',
    ],
    advice: [
      'install session-manager-plugin, and open a new terminal so that it is on the PATH',
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html',
    ],
  }),
  'cannot-start': (_story, end) => startFailure(end),
  idle: (story) => idleReading(story),
  'maximum-duration': () => ({
    title: 'the session reached the maximum session duration',
    paragraphs: [
      `Session Manager ended the session because maxSessionDuration in the session preferences (document ${preferencesDocument()}) was over. It ends every session then, in use or not.`,
    ],
    advice: [
      `raise maxSessionDuration, to ${longestDurationMinutes()} minutes at most, or take it out: without it there is no limit`,
      NEW_SESSION,
    ],
  }),
  'said-by-service': (_story, end) => ({
    title: 'Session Manager ended the session, with words that are not known here',
    paragraphs: [`It said: "${told(end.why ?? '')}". No cause is known for these words.`],
    advice: [
      'look for the session in CloudTrail (TerminateSession), and in the log of the agent at this time',
    ],
  }),
  'target-gone': (story) => ({
    title: 'the far end stopped answering',
    paragraphs: [
      'For 5 minutes nothing that the plugin sent was acknowledged, and it ended the session. Its own connection to Session Manager was up: what was gone was the agent at the far end.',
      reachesTask(story)
        ? 'In an ECS task that is what a task looks like that was stopped: by a deployment, by scaling in, by a failed health check, or because Spot took its capacity back.'
        : 'Either the node went down or lost its network, or the agent ended.',
    ],
    advice: reachesTask(story)
      ? [
          "look at the task's stoppedReason and at the service's events of that time: ecs-preflight diagnose --cluster … --task … reads them",
          'reach the task that replaced it with a new session: its target has another task id and runtime id',
        ]
      : ['look at the agent on the node: whether it runs, and what its log says of that time', NEW_SESSION],
  }),
  'cannot-resume': (story, end) => resumeFailure(story, end),
  'already-over': () => ({
    title: 'the session was already over when the plugin came back',
    paragraphs: [
      'The connection was closed, and when the plugin asked to resume the session, ResumeSession answered without a token: Session Manager had ended the session in the meantime. The log does not say why: the idle timeout, the maximum duration, and a TerminateSession look the same from here.',
    ],
    advice: [
      `compare how long the session was quiet and how long it lived with idleSessionTimeout and maxSessionDuration in ${preferencesDocument()}`,
      'look for a TerminateSession in CloudTrail at that time',
      NEW_SESSION,
    ],
  }),
  'ended-elsewhere': () => ({
    title: 'the session had been ended on the other side when the agent came back to it',
    paragraphs: [
      'The agent lost its connection and asked for a new data channel, and Session Manager answered "Session is already terminated". The agent did nothing wrong: the session had been given up at the other end. The usual reason is that session-manager-plugin could not resume it; the idle timeout, the maximum duration and a TerminateSession look the same to the agent.',
      'After a Remote Desktop connection of Fleet Manager this line is expected and means nothing.',
    ],
    advice: [
      "read the plugin's log of the same time, which says why it gave up: pass it to ecs-preflight diagnose",
      NEW_SESSION,
    ],
  }),
  'agent-refused': (story, end) => agentFailure(story, end),
  'agent-crashed': (_story, end) => ({
    title: 'the process that ran the session at the far end crashed',
    paragraphs: [`The agent's worker for this session ended with: "${told(end.why ?? '')}".`],
    advice: [
      'look for what killed it: memory of the container or node, a full disk, too many open files',
      'update the agent: in a task that comes with the platform version or with the ECS agent',
    ],
  }),
  'agent-stopped': (story) => ({
    title: 'the agent at the far end was stopped or restarted, and the session ended with it',
    paragraphs: [
      reachesTask(story)
        ? 'In an ECS task the agent stops when the container does: the task was stopped by a deployment, by scaling in, by a failed health check, or because Spot took its capacity back; or the container ended.'
        : 'Sessions do not outlive the agent: it was stopped, updated (AWS-UpdateSSMAgent does so), or the node was shut down.',
    ],
    advice: reachesTask(story)
      ? [
          "look at the task's stoppedReason and at the service's events of that time: ecs-preflight diagnose --cluster … --task … reads them",
          'reach the task that replaced it with a new session: its target has another task id and runtime id',
        ]
      : ['look at what restarted the agent: an update, a maintenance window, a reboot', NEW_SESSION],
  }),
  network: (_story, end) => networkReading(end),
  lost: (_story, end) => ({
    title: 'the connection was closed, and the log does not show that it was resumed',
    paragraphs: [
      end.failure === 'cut'
        ? `The connection was cut on the way, and not closed by Session Manager: "${told(end.why ?? '')}".`
        : 'The connection was closed and no attempt to resume it follows in this log. Either the log was taken at that moment, or the program ended with it.',
    ],
    advice: [
      ...(end.failure === 'cut' ? cutAdvice() : ['take the log again, with what comes after this line']),
      NEW_SESSION,
    ],
  }),
  interrupted: () => ({
    title: 'the session was ended at the keyboard',
    paragraphs: [
      'The plugin received Ctrl-C or another signal that ends a session, and ended it properly. Nothing failed.',
    ],
    advice: [],
  }),
  closed: (story, end) => closedReading(story, end),
  'agent-closed': () => ({
    title: 'the session was ended from the other side',
    paragraphs: [
      'The agent was told that the session is over and closed it in good order. Its log does not say by whom: the user, a TerminateSession, the idle timeout and the maximum duration look the same to the agent.',
    ],
    advice: ["read the plugin's log or output of that time, which says whether it was the idle timeout"],
  }),
  'far-end-refuses': (_story, end) => ({
    title: 'the tunnel is up, but nothing accepts its connections at the far end',
    paragraphs: [
      `The session lives. The agent tried to connect to the port at its end and could not${end.why === undefined ? '' : `: "${told(end.why)}"`}. To whoever connects to the local port it looks like a server that hangs up at once.`,
    ],
    advice: [
      'check that something listens on this port in that container or on that node (containers of a task share localhost only in network mode awsvpc)',
      'for a remote host: check its name, and that the security groups let the task or node in',
    ],
  }),
  unknown: (_story, end) => ({
    title: 'the last error of the session is not known here',
    paragraphs: [
      `Line ${end.line?.number} is the last error that this session wrote: "${told(end.line?.message ?? '')}". It is no documented cause, and nothing is concluded from it.`,
    ],
    advice: ['take the log of the other side (plugin or agent) of the same time'],
  }),
  'no-end': (story) => ({
    title: story.begins
      ? 'nothing in this log ended the session'
      : 'this log holds neither the beginning nor the end of the session',
    paragraphs: [
      'The log stops while the session goes on. It was alive when the log was taken, or its process was killed without writing anything: closing the terminal, a reboot, and a stopped task look like that.',
    ],
    advice: ['take the log again once the session is over, or the log of the other side of the same time'],
  }),
};

function idleReading(story: Story): Reading {
  const { default: usual, max } = idleMinutes();
  const exec = isExec(story);
  return {
    title: 'nothing went through the session for as long as the idle timeout allows',
    paragraphs: [
      `Session Manager ended the session because nothing was typed or sent for the idle timeout. ${
        exec
          ? `For ECS Exec that is ${execIdleMinutes()} minutes, and cannot be changed.`
          : `It is ${usual} minutes unless idleSessionTimeout in the session preferences (document ${preferencesDocument()}) says otherwise, and ${max} at most; port forwarding goes by these preferences, and not by its own document.`
      }`,
      'Output does not count: a long import that prints is idle. Processes that ran in a shell go on.',
    ],
    advice: [
      ...(exec ? [] : [`raise idleSessionTimeout, to ${max} minutes at most`]),
      isShell(story)
        ? 'start long work so that it does not hang on the session (nohup, a task of its own), and come back to it'
        : 'send something through the tunnel more often than that: a probe of the local port does',
    ],
  };
}

function closedReading(story: Story, _end: End): Reading {
  const { from, to } = versions.earlyEndSeconds;
  const lived = (lifetime(story) ?? Number.POSITIVE_INFINITY) / 1000;
  const early = !isShell(story) && lived >= from && lived <= to;
  return {
    title: early
      ? 'the session was closed after a minute or less, as old versions of plugin and agent do'
      : 'the session was closed in good order, and the log does not say by whom',
    paragraphs: [
      'The service told the plugin that the session is over, without a reason: the program in it ended, somebody called TerminateSession, or the agent closed it.',
      ...(early
        ? [
            `A tunnel that is quiet for ${from} to ${to} seconds and is closed then is a known fault of old versions: agents before ${versions.portSessionsLast.agent}, plugins before ${versions.portSessionsLast.plugin}, and plugins built from source that call themselves 1.2.0.0.`,
          ]
        : []),
    ],
    advice: early
      ? [
          `check session-manager-plugin --version, and the agent's: at least ${versions.portSessionsLast.plugin} and ${versions.portSessionsLast.agent}`,
        ]
      : ['look for a TerminateSession in CloudTrail at that time, and read the log of the agent'],
  };
}

function networkReading({ failure, why }: End): Reading {
  return {
    title: 'the connection was lost, and could not be made again',
    paragraphs: [
      `ssmmessages was not reached: "${told(why ?? '')}".`,
      failure === 'proxy'
        ? 'The WebSocket itself was refused: by a proxy in between, or by Session Manager because the token was no longer valid.'
        : 'Plugin and agent try to connect 6 times within a few seconds and then give up for good, so that a short outage is enough.',
    ],
    advice: [...cutAdvice(), NEW_SESSION],
  };
}
