import { failsToResume, pluginsFailingResume } from '../../knowledge/session-manager.ts';
import { cutAdvice, NEW_SESSION, PROFILE, type Reading } from './advice.ts';
import type { End } from './end.ts';
import { lifetime, type Story, saidOf } from './story.ts';
import { lasting, told } from './told.ts';

/** Why the plugin could not resume a session whose connection was closed. */
export function resumeFailure(story: Story, { failure, why }: End): Reading {
  const gone =
    'The connection was closed and the plugin asked to resume the session with the credentials of whoever started it. It tries 6 times within a few seconds and then gives up for good. It does not end then: the local port still accepts connections, and nothing comes out.';
  const quoted = `ResumeSession failed with: "${told(why ?? '')}".`;
  const version = saidOf(story, 'version');
  const { from, to, knownGood } = pluginsFailingResume();
  switch (failure) {
    case 'credentials-expired':
      return {
        title: "the session could not be resumed: the caller's credentials had expired",
        paragraphs: [gone, quoted, howLong(story)],
        advice: [PROFILE, NEW_SESSION],
      };
    case 'credentials-missing':
      return {
        title: "the session could not be resumed: the plugin did not find the caller's credentials",
        paragraphs: [
          gone,
          quoted,
          'The plugin looks for credentials by itself, with an SDK of its own: what the AWS CLI understands (a web identity token file, a new kind of login) it may not.',
        ],
        advice: [
          'give it a profile whose credentials come from credential_process, for example: aws configure export-credentials --format process',
          'https://github.com/aws/session-manager-plugin/issues/117',
          NEW_SESSION,
        ],
      };
    case 'denied':
      return {
        title: 'the session could not be resumed: the caller may not call ssm:ResumeSession',
        paragraphs: [gone, quoted],
        advice: [
          'allow ssm:ResumeSession on arn:aws:ssm:*:*:session/${aws:username}-* (or ${aws:userid}-*): ecs-preflight explain session-longevity/resume-denied',
        ],
      };
    case 'refused':
      return {
        title: 'the session could not be resumed: ResumeSession was refused (HTTP 403)',
        paragraphs: [
          gone,
          quoted,
          `A 403 without a code is what plugins ${from} to ${to} were reported to get after an hour with temporary credentials, where ${knownGood} went on with the same ones${version === undefined ? '' : failsToResume(version) ? `; this one is ${version}, which is one of them` : `; this one is ${version}, which is none of them`}. Expired credentials look similar.`,
        ],
        advice: [
          `look at session-manager-plugin --version; ${knownGood} was reported to resume`,
          PROFILE,
          'https://github.com/aws/session-manager-plugin/issues/136',
          NEW_SESSION,
        ],
      };
    case 'clock':
      return {
        title: 'the session could not be resumed: the clock of this machine is wrong',
        paragraphs: [gone, quoted],
        advice: [
          'set the clock by NTP: AWS refuses requests that are signed with a time too far off',
          NEW_SESSION,
        ],
      };
    case 'session-gone':
      return {
        title: 'the session could not be resumed: it was already over',
        paragraphs: [
          'The connection was closed, and Session Manager did not know the session any more when the plugin asked to resume it: it had been ended in the meantime.',
          quoted,
        ],
        advice: ['look for a TerminateSession in CloudTrail at that time', NEW_SESSION],
      };
    case 'throttled':
    case 'service':
      return {
        title: 'the session could not be resumed: AWS did not answer the request',
        paragraphs: [gone, quoted],
        advice: [NEW_SESSION],
      };
    case 'proxy':
    case 'name':
    case 'unreachable':
    case 'cut':
      return {
        title: 'the session could not be resumed: AWS was not reached',
        paragraphs: [
          gone,
          quoted,
          'So a network that is away for a few seconds at that moment is enough to lose a session.',
        ],
        advice: [...cutAdvice(), NEW_SESSION],
      };
    default:
      return {
        title: 'the session could not be resumed, for a reason that is not known here',
        paragraphs: [gone, quoted],
        advice: [NEW_SESSION],
      };
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html: one hour by default and for chained roles, twelve at most. */
function howLong(story: Story): string {
  const lived = lifetime(story);
  const said = lived === undefined ? '' : `The session lived ${lasting(lived)}. `;
  return `${said}Credentials of an assumed role last one hour where nothing else is asked for, never more where one role assumes another, and 12 hours at most.`;
}
