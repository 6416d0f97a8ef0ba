import { sessionManagerPlugin } from '../../src/fact/kinds/local.ts';
import { sessionPreferences } from '../../src/fact/kinds/secrets.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { defineRule, fail, notApplicable, pass, type Settings, type Verdict } from '../../src/rule.ts';
import { CREDENTIALS_NEEDS, RESUME_NEEDS } from './client.ts';
import { expectedHours, notAsked, placeOf, whereExpected } from './expected-hours.ts';
import { recycles } from './recycles.ts';

/** Loaded past the premises, which an offline check does not get by: most checks are offline. */
const byFacts = async () => (await import('./by-facts.ts')).SESSION_LONGEVITY_BY_FACTS;

const PREFERENCES = 'the session preferences of the account';
const TIMEOUT =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html';
const DURATION =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-max-timeout.html';

/** Is a session meant to last longer than one connection does? */
function outlivesReconnects(deployment: Deployment, settings: Settings): Verdict {
  const hours = expectedHours(settings);
  if (hours === undefined) return notApplicable('the option expectedSessionHours is not set');
  const times = recycles(hours);
  if (times === 0) return pass();
  return fail({
    at: placeOf(deployment),
    message: `a session of ${hours} hours is expected (expectedSessionHours), and its connection is closed and resumed ${times === 1 ? 'once' : `${times} times`} on the way: each time it may be lost`,
    evidence: [
      'the service has been seen to close the connection about every 60 minutes (close code 1000, "Bye")',
      'https://github.com/aws/session-manager-plugin/issues/135',
    ],
  });
}

/** Is a session meant to be resumed at all: because it is long, or because it is a tunnel? */
function isResumed(settings: Settings): boolean {
  return settings.options['portForwarding'] === true || recycles(expectedHours(settings) ?? 0) > 0;
}

export default defineRule({
  id: 'session-longevity',
  number: 12,
  title: 'Long ECS Exec and port-forwarding sessions that die silently',
  options: {
    expectedSessionHours: {
      type: 'number',
      description: 'how many hours an ECS Exec or port-forwarding session is meant to last',
    },
    portForwarding: {
      type: 'boolean',
      description: 'sessions forward ports, so that one has to be resumed however short it is',
    },
  },
  problems: {
    'session-outlives-reconnects': {
      summary: 'a session is meant to last longer than its connection does',
      appliesTo: 'option expectedSessionHours set',
      severity: 'warning',
      phase: 'operate',
      scope: 'account',
      decidable: ['F'],
      why: 'when the client cannot resume within a few attempts the session is terminated for good, and a tunnel through it goes dead without a word',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
      check: (deployment, _facts, settings) => outlivesReconnects(deployment, settings),
    },
    'max-duration-below-need': {
      summary: 'the session preferences end a session before it is meant to end',
      appliesTo: 'option expectedSessionHours set',
      severity: 'error',
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: 'Session Manager ends every session when maxSessionDuration is over, in use or not; port forwarding goes by these preferences too',
      docs: DURATION,
      needs: [sessionPreferences],
      check: (deployment, facts, settings) =>
        whereExpected(settings, facts, PREFERENCES, async (hours) =>
          (await byFacts()).judgeDuration(deployment, hours, facts),
        ),
    },
    'idle-timeout-below-need': {
      summary: 'the session preferences end a quiet session before it is meant to end',
      appliesTo: 'option expectedSessionHours set',
      severity: 'warning',
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: 'Session Manager ends a session through which nothing goes for the idle timeout: a tunnel that waits for its next query is closed like a forgotten shell',
      docs: TIMEOUT,
      needs: [sessionPreferences],
      check: (deployment, facts, settings) =>
        whereExpected(settings, facts, PREFERENCES, async (hours) =>
          (await byFacts()).judgeIdle(deployment, hours, facts),
        ),
    },
    'resume-denied': {
      summary: 'the caller may not resume a session that lost its connection',
      appliesTo: 'port forwarding, caller known',
      severity: 'error',
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: "session-manager-plugin resumes a session with the caller's own credentials: without ssm:ResumeSession the first closed connection ends it",
      docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html',
      needs: RESUME_NEEDS,
      check(deployment, facts, settings) {
        if (!isResumed(settings))
          return notApplicable('neither portForwarding nor more than one expected hour is set');
        if (facts.offline) return notAsked('what the caller may do');
        return byFacts().then(({ judgeResume }) => judgeResume(deployment, facts));
      },
    },
    'credentials-expire-before-session': {
      summary: "the caller's credentials expire before the session is meant to end",
      appliesTo: "option expectedSessionHours set, caller's credentials expire",
      severity: 'warning',
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: 'the connection is closed about every hour and resumed with the credentials that started the session: once they have expired it cannot be, and the tunnel is dead',
      docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html',
      needs: CREDENTIALS_NEEDS,
      check: (deployment, facts, settings) =>
        whereExpected(settings, facts, "the caller's credentials", async (hours) =>
          (await byFacts()).judgeCredentials(deployment, hours, facts),
        ),
    },
    'plugin-version': {
      summary: 'the session-manager-plugin is one that was reported to fail when it resumes',
      appliesTo: 'local session-manager-plugin --version known, expectedSessionHours above 1',
      severity: 'warning',
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: 'these versions were reported to get HTTP 403 from ResumeSession after about 60 minutes, where an older one went on with the same credentials',
      docs: 'https://github.com/aws/session-manager-plugin/issues/136',
      needs: [sessionManagerPlugin],
      check: (deployment, facts, settings) =>
        whereExpected(settings, facts, 'the version of session-manager-plugin', async (hours) =>
          (await byFacts()).judgePlugin(deployment, hours, facts),
        ),
    },
    'max-duration-unset': {
      summary: 'the session preferences set no longest duration',
      appliesTo: 'session preferences known',
      severity: 'info',
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: 'only the idle timeout then ends a session, and a tunnel that something keeps busy stays open for ever',
      docs: DURATION,
      needs: [sessionPreferences],
      check: (deployment, facts) =>
        facts.offline
          ? notAsked(PREFERENCES)
          : byFacts().then(({ judgeUnset }) => judgeUnset(deployment, facts)),
    },
  },
});
