import { PROFILE, type Reading } from './advice.ts';
import type { End } from './end.ts';
import type { Failure } from './failure.ts';
import { told } from './told.ts';

/** Why a session could not even be started. */
export function startFailure({ failure, why }: End): Reading {
  const said = `The AWS CLI said: "${told(why ?? '')}".`;
  const reading = failure === undefined ? undefined : START[failure];
  if (reading) return { ...reading, paragraphs: [...reading.paragraphs, said] };
  return {
    title: 'the session could not be started, for a reason that is not known here',
    paragraphs: [said],
    advice: [],
  };
}

const START: Readonly<Partial<Record<Failure, Reading>>> = {
  'not-connected': {
    title: 'the target is not connected to Session Manager',
    paragraphs: [
      'Session Manager has no connection from the agent at the target: the agent does not run (a task that was started before ECS Exec was enabled has none), may not open a channel (ssmmessages:* on the task role), finds no way to the ssmmessages endpoint, or the target no longer exists. A target of a task, ecs:<cluster>_<task>_<runtimeId>, is gone with the task.',
    ],
    advice: [
      'for a task: ecs-preflight diagnose --cluster … --task … checks ECS Exec, the task role and the network path',
      'take the runtime id from DescribeTasks anew: it changes with every task',
      'check the region: the same call in another region gives this error',
    ],
  },
  'credentials-expired': {
    title: "the caller's credentials have expired",
    paragraphs: ['No session was started.'],
    advice: ['log in again', PROFILE],
  },
  'credentials-missing': {
    title: "the caller's credentials were not found, or are not valid",
    paragraphs: ['No session was started.'],
    advice: ['log in, or name the profile: --profile', PROFILE],
  },
  denied: {
    title: 'the caller may not start this session',
    paragraphs: [
      'ssm:StartSession is asked for the target and for the document: for a task, arn:…:ecs:…:task/<cluster>/<task>, for a node its instance or managed-instance, and arn:…:ssm:…:document/<document>.',
    ],
    advice: ['allow ssm:StartSession on both, or see which policy denies it: the message names it'],
  },
  'port-in-use': {
    title: 'the local port is in use by another program',
    paragraphs: [
      'The session was started, and its plugin could not open the local port. Often an earlier plugin still holds it.',
    ],
    advice: ['end the program that holds the port, or take another localPortNumber'],
  },
  'no-terminal': {
    title: 'the plugin found no terminal or no answer, and ended at once',
    paragraphs: [
      'The connection ended before a session type was agreed. It is reported where the plugin runs without a terminal (a CI job, a script without a pty) and starts a shell.',
    ],
    advice: [
      'start a shell from a terminal; for a tunnel use AWS-StartPortForwardingSession, which needs none',
    ],
  },
  proxy: {
    title: 'the plugin could not open its WebSocket: something in between refused it',
    paragraphs: [
      'The session exists at AWS, but the plugin could not connect to wss://ssmmessages.<region>.amazonaws.com. A proxy that does not let WebSockets through answers like that.',
    ],
    advice: ['let wss to ssmmessages.<region>.amazonaws.com through the proxy, or around it (NO_PROXY)'],
  },
  name: {
    title: 'the name of the ssmmessages endpoint is not resolved here',
    paragraphs: ['The session exists at AWS, but the plugin could not connect to it.'],
    advice: ['check the DNS of this machine and its VPN for ssmmessages.<region>.amazonaws.com'],
  },
  unreachable: {
    title: 'the ssmmessages endpoint is not reached from here',
    paragraphs: ['The session exists at AWS, but the plugin could not connect to it.'],
    advice: ['check firewall, VPN and proxy for TCP 443 to ssmmessages.<region>.amazonaws.com'],
  },
};
