import { chain, type Fact, known, map, unknown, valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { clock, sessionManagerPlugin } from '../../src/fact/kinds/local.ts';
import { callerCredentials, callerIdentity } from '../../src/fact/kinds/sts.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { callerMay } from '../../src/iam/permission.ts';
import {
  failsToResume,
  pluginsFailingResume,
  sessionManagerAsOf,
} from '../../src/knowledge/session-manager.ts';
import { parseArn } from '../../src/model/arn.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { cannotTell, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { inHours, placeOf } from './expected-hours.ts';

export const RESUME_NEEDS: readonly AnyKind[] = [callerIdentity, callerMay];
export const CREDENTIALS_NEEDS: readonly AnyKind[] = [callerCredentials, clock];

const ISSUE = 'https://github.com/aws/session-manager-plugin/issues/136';

interface Caller {
  readonly arn: string;
  readonly account: string;
  /** `AIDA…`, or `AROA…:session` */
  readonly id: string;
}

/** May the caller resume a session that lost its connection? Policies name sessions by who started them. */
export async function judgeResume(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  const identity = chain(
    await facts.ask(callerIdentity, {}),
    ({ Arn, UserId, Account }): Fact<Caller> =>
      Arn === undefined || Account === undefined
        ? unknown({ reason: 'not-recorded', detail: 'the ARN of the caller' })
        : known({ arn: Arn, account: Account, id: UserId ?? '' }),
  );
  const asked = chain(identity, (caller) => map(deployment.region, (region) => ({ ...caller, region })));
  return asked.match<Promise<Verdicts>>({
    known: async ({ arn, account, id, region }) => {
      const sessions = `arn:${parseArn(arn)?.partition ?? 'aws'}:ssm:${region}:${account}:session/`;
      // The id of a session starts with the name of who started it; AWS's own examples also name the caller's id.
      const names = [...new Set([arn.slice(arn.lastIndexOf('/') + 1), id])].filter((name) => name !== '');
      const answers = await Promise.all(
        names.map((name) =>
          facts.ask(callerMay, {
            action: 'ssm:ResumeSession',
            resource: `${sessions}${name}-0123456789abcdef0`,
          }),
        ),
      );
      const decisions = answers.flatMap((answer): readonly Decision[] => {
        const decision = valueOr(answer, undefined);
        return decision ? [decision] : [];
      });
      if (decisions.some(({ outcome }) => outcome === 'allowed')) return pass();
      const why = answers.flatMap((answer) =>
        answer.match({ known: () => [], absent: () => [], unknown: (reasons) => [...reasons] }),
      );
      if (why.length > 0) return cannotTell(why);
      return fail({
        at: placeOf(deployment),
        message: `${arn} may not ssm:ResumeSession on its own sessions (${sessions}${names[0]}-*), required to keep a session when its connection is closed`,
        evidence: [...new Set(decisions.flatMap(({ because }) => because))],
        fixes: decisions.every(({ outcome }) => outcome === 'implicitDeny')
          ? [
              {
                kind: 'policy',
                description: 'let the caller resume and end its own sessions',
                statement: {
                  Effect: 'Allow',
                  Action: ['ssm:ResumeSession', 'ssm:TerminateSession'],
                  Resource: names.map((name) => `${sessions}${name}-*`),
                },
              },
            ]
          : [],
      });
    },
    absent: async () => notApplicable('there is no caller'),
    unknown: async (why) => cannotTell(why),
  });
}

/** Do the caller's credentials outlast the session? */
export async function judgeCredentials(
  deployment: Deployment,
  hours: number,
  facts: Facts,
): Promise<Verdicts> {
  const credentials = await facts.ask(callerCredentials, {});
  return credentials.match<Promise<Verdicts>>({
    known: async ({ expiration }) => {
      if (expiration === undefined)
        return notApplicable("the caller's credentials do not expire by themselves");
      return (await facts.ask(clock, {})).match<Verdict>({
        known: ({ now }) => {
          const left = (Date.parse(expiration) - Date.parse(now)) / 3_600_000;
          if (Number.isNaN(left)) {
            const detail = `whether ${expiration} is before the end of the session`;
            return cannotTell([{ reason: 'undecidable', detail }]);
          }
          if (left >= hours) return pass();
          return fail({
            at: placeOf(deployment),
            message: `the caller's credentials expire at ${expiration}, expected to last the ${inHours(hours)} of a session (expectedSessionHours)`,
            evidence: [
              `${left <= 0 ? 'they have expired' : `${inHours(roundedHours(left))} are left`} as of ${now}`,
              'credentials of a profile that renews them serve longer than exported keys',
            ],
          });
        },
        absent: pass,
        unknown: cannotTell,
      });
    },
    absent: async () => notApplicable('there are no credentials'),
    unknown: async (why) => cannotTell(why),
  });
}

function roundedHours(hours: number): number {
  return Math.floor(hours * 10) / 10;
}

/** Is the plugin that is installed here one that loses a session at its first resume? */
export async function judgePlugin(deployment: Deployment, hours: number, facts: Facts): Promise<Verdicts> {
  return (await facts.ask(sessionManagerPlugin, {})).match<Verdict>({
    known: ({ version }) => {
      if (!failsToResume(version)) return pass();
      if (hours <= 1) return notApplicable('a session of an hour is not resumed');
      const { from, to, knownGood } = pluginsFailingResume();
      return fail({
        at: placeOf(deployment),
        message: `session-manager-plugin ${version} is one of ${from} to ${to}, reported to lose a session at its hourly resume with temporary credentials, expected another version`,
        asOf: sessionManagerAsOf(),
        evidence: [`${knownGood} was reported to resume`, ISSUE],
      });
    },
    absent: () => notApplicable('session-manager-plugin is not installed here'),
    unknown: cannotTell,
  });
}
