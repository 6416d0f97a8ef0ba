import type { Facts } from '../../src/fact/kind.ts';
import { type SessionPreferences, sessionPreferences } from '../../src/fact/kinds/secrets.ts';
import {
  execIdleMinutes,
  idleMinutes,
  longestDurationMinutes,
  preferencesDocument,
  sessionManagerAsOf,
} from '../../src/knowledge/session-manager.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { inHours, minutesOf, placeOf } from './expected-hours.ts';

type Setting = 'maxSessionDuration' | 'idleSessionTimeout';

/** What the preferences say of a setting, in minutes. */
type Minutes =
  | { readonly is: 'set'; readonly minutes: number }
  | { readonly is: 'unset' }
  | { readonly is: 'strange' };

/** The document holds texts; an empty one, and none, sets nothing. */
function minutesIn({ inputs = {} }: SessionPreferences, setting: Setting): Minutes {
  const text: unknown = inputs[setting];
  if (text === undefined || text === null || text === '') return { is: 'unset' };
  const minutes = typeof text === 'number' ? text : Number(String(text).trim());
  return Number.isInteger(minutes) && minutes > 0 ? { is: 'set', minutes } : { is: 'strange' };
}

function strange(setting: Setting): Verdict {
  const detail = `${setting} of ${preferencesDocument()} is not a number of minutes`;
  return cannotTell([{ reason: 'undecidable', detail }]);
}

/** Do the preferences end a session before it should? */
export async function judgeDuration(deployment: Deployment, hours: number, facts: Facts): Promise<Verdicts> {
  return (await facts.ask(sessionPreferences, {})).match<Verdict>({
    known: (preferences) => {
      const longest = minutesIn(preferences, 'maxSessionDuration');
      if (longest.is === 'strange') return strange('maxSessionDuration');
      const needed = minutesOf(hours);
      if (longest.is === 'unset' || longest.minutes >= needed) return pass();
      const settable = needed <= longestDurationMinutes();
      return fail({
        at: placeOf(deployment),
        message: `maxSessionDuration of ${preferencesDocument()} is ${longest.minutes} minutes, expected at least ${needed} for a session of ${inHours(hours)} (expectedSessionHours)`,
        asOf: sessionManagerAsOf(),
        fixes: change(
          deployment,
          preferences,
          'maxSessionDuration',
          settable ? String(needed) : '',
          settable
            ? `let sessions last ${needed} minutes`
            : `set no limit: the longest that can be set is ${longestDurationMinutes()} minutes`,
        ),
      });
    },
    // Nobody set preferences: there is no limit.
    absent: pass,
    unknown: cannotTell,
  });
}

/** Do they end a session in which nobody types for as long as it is meant to last? */
export async function judgeIdle(deployment: Deployment, hours: number, facts: Facts): Promise<Verdicts> {
  const judge = (preferences: SessionPreferences | undefined): Verdict => {
    const idle = minutesIn(preferences ?? {}, 'idleSessionTimeout');
    if (idle.is === 'strange') return strange('idleSessionTimeout');
    const { default: usual, max } = idleMinutes();
    const minutes = idle.is === 'set' ? idle.minutes : usual;
    const needed = minutesOf(hours);
    if (minutes >= needed) return pass();
    const said = idle.is === 'set' ? `is ${minutes} minutes` : `is not set, which means ${usual} minutes`;
    const most = Math.min(needed, max);
    return fail({
      at: placeOf(deployment),
      message: `idleSessionTimeout of ${preferencesDocument()} ${said}: a session of ${inHours(hours)} (expectedSessionHours) ends early once nothing goes through it for so long`,
      asOf: sessionManagerAsOf(),
      evidence: [
        `${max} minutes are the most that can be set: a longer session has to be kept busy`,
        `a session of ECS Exec ends after ${execIdleMinutes()} idle minutes whatever is set`,
      ],
      fixes:
        minutes >= most
          ? []
          : change(
              deployment,
              preferences,
              'idleSessionTimeout',
              String(most),
              `let a session be idle for ${most} minutes${most < needed ? ', and keep it busy' : ''}`,
            ),
    });
  };
  return (await facts.ask(sessionPreferences, {})).match<Verdict>({
    known: judge,
    absent: () => judge(undefined),
    unknown: cannotTell,
  });
}

/** Is there no limit at all? */
export async function judgeUnset(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  return (await facts.ask(sessionPreferences, {})).match<Verdict>({
    known: (preferences) => {
      const longest = minutesIn(preferences, 'maxSessionDuration');
      if (longest.is === 'strange') return strange('maxSessionDuration');
      if (longest.is === 'set') return pass();
      const most = String(longestDurationMinutes());
      return fail({
        at: placeOf(deployment),
        message: `maxSessionDuration of ${preferencesDocument()} is not set: a session or tunnel that is kept busy never ends`,
        asOf: sessionManagerAsOf(),
        fixes: change(deployment, preferences, 'maxSessionDuration', most, 'end every session after a day'),
      });
    },
    absent: () => notApplicable('the account has no session preferences'),
    unknown: cannotTell,
  });
}

/**
 * UpdateDocument replaces the whole content, which may hold more than is to be shown: the command takes it from the account as it is,
 * and changes one input. Where there is no document yet, one is created.
 */
function change(
  deployment: Deployment,
  preferences: SessionPreferences | undefined,
  setting: Setting,
  value: string,
  description: string,
): readonly Fix[] {
  const place = namedRegion(deployment);
  const where = place === undefined ? '' : ` --region ${shellWord(place)}`;
  const name = `--name ${preferencesDocument()}`;
  if (preferences) {
    const current = `aws ssm get-document${where} ${name} --document-format JSON --query Content --output text`;
    const content = `"$(${current} | jq '.inputs.${setting} = "${value}"')"`;
    const command = `aws ssm update-document${where} ${name} --document-version '$LATEST' --content ${content}`;
    return [{ kind: 'command', description, command }];
  }
  const content = JSON.stringify({
    schemaVersion: '1.0',
    description: 'Document to hold regional settings for Session Manager',
    sessionType: 'Standard_Stream',
    inputs: { [setting]: value },
  });
  const command = `aws ssm create-document${where} ${name} --document-type Session --content ${shellWord(content)}`;
  return [{ kind: 'command', description, command }];
}
