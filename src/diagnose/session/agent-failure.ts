import type { Reading } from './advice.ts';
import { type End, reachesTask } from './end.ts';
import type { Story } from './story.ts';
import { told } from './told.ts';

/** Why the agent could not serve a session: its own credentials, its version, its way to AWS. */
export function agentFailure(story: Story, { failure, why }: End): Reading {
  const quoted = `It said: "${told(why ?? '')}".`;
  const whose = reachesTask(story) ? 'task role' : 'instance profile or service role of the node';
  if (failure === 'denied' || failure === 'credentials-expired' || failure === 'credentials-missing')
    return {
      title:
        failure === 'denied'
          ? `the agent may not open the session's data channel: its ${whose} lacks the right`
          : `the agent could not open the session's data channel: the credentials of its ${whose} were not valid`,
      paragraphs: [
        `These are the credentials of the agent at the far end (the ${whose}), not the caller's.`,
        quoted,
      ],
      advice: [
        `allow ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel and OpenDataChannel to the ${whose}`,
        ...(reachesTask(story)
          ? [
              'look for AWS_ACCESS_KEY_ID in the environment of the container: the agent takes it before the task role',
            ]
          : [
              'look whether the agent reaches its credentials: instance metadata, or the registration of the node',
            ]),
      ],
    };
  if (failure === 'not-supported' || /Handshake timed out/.test(why ?? ''))
    return {
      title: 'plugin and agent did not agree on the session: one of them is too old, or did not answer',
      paragraphs: [quoted],
      advice: [
        'update session-manager-plugin and the AWS CLI on this side, and the agent on the other',
        'where both are new: look whether the plugin reaches wss://ssmmessages.<region>.amazonaws.com at all',
      ],
    };
  if (failure === 'encryption')
    return {
      title: 'the session ended because its encryption could not be set up',
      paragraphs: [quoted],
      advice: [
        `the key of the session needs kms:GenerateDataKey for the caller and kms:Decrypt for the ${whose}, and the agent a way to KMS`,
        'a log group or bucket that is to hold the session encrypted has to be encrypted itself',
      ],
    };
  return {
    title: 'the agent could not open the data channel of the session',
    paragraphs: [quoted],
    advice: [
      'look whether the agent reaches ssmmessages.<region>.amazonaws.com: NAT, VPC endpoint, security groups',
    ],
  };
}
