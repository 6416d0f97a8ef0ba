import type { Notification, ReportingDescriptor } from 'sarif';
import type { Result, UnknownEntry } from '../engine/result.ts';
import type { InputError } from '../model/input-error.ts';
import { sarifLocation, type UriOf } from './sarif-result.ts';
import { messageText } from './sarif-text.ts';

/** More of one kind would bury the results; the last one says how many were left out. */
const MOST = 1_000;

const INPUT_ERROR = 'input-error';
const COULD_NOT_CHECK = 'could-not-check';
const CRASHED = 'crashed';
const LEFT_OUT = 'left-out';

export const WHAT_NOTIFICATIONS_MEAN: readonly ReportingDescriptor[] = [
  { id: INPUT_ERROR, shortDescription: { text: 'An input could not be read.' } },
  {
    id: COULD_NOT_CHECK,
    shortDescription: { text: 'A check could not be made: neither passed nor failed.' },
  },
  { id: CRASHED, shortDescription: { text: 'A check broke: a bug of ecs-preflight.' } },
  { id: LEFT_OUT, shortDescription: { text: 'There was more than fits into this file.' } },
];

/** What a run could not do; `cut` is the number of results that were left out. */
export function notificationsOf(
  { inputErrors, unknowns, crashes }: Result,
  ids: ReadonlyMap<string, number>,
  cut: number,
  uriOf: UriOf,
): readonly Notification[] {
  const rule = (id: string) => {
    const index = ids.get(id);
    return { associatedRule: index === undefined ? { id } : { id, index } };
  };
  return [
    ...atMost(inputErrors.map((error) => inputErrorNotification(error, uriOf))),
    ...crashes.map(({ rule: name, problem, deployment }) => ({
      descriptor: { id: CRASHED },
      level: 'error' as const,
      message: { text: `The check crashed on ${messageText(deployment)}.` },
      ...rule(`${name}/${problem}`),
    })),
    ...(cut > 0 ? [leftOut(cut, 'results')] : []),
    ...atMost(
      unknowns.map((entry) => ({ ...unknownNotification(entry), ...rule(`${entry.rule}/${entry.problem}`) })),
    ),
  ];
}

function inputErrorNotification({ message, ...place }: InputError, uriOf: UriOf): Notification {
  return {
    descriptor: { id: INPUT_ERROR },
    level: 'error',
    message: { text: messageText(message) },
    locations: [sarifLocation(place, uriOf)],
  };
}

function unknownNotification({ deployment, problems, detail, unlockedBy }: UnknownEntry): Notification {
  const checks = problems.length === 1 ? '1 check' : `${problems.length} checks`;
  const unlock = unlockedBy === undefined ? '' : ` (unlocked by ${messageText(unlockedBy)})`;
  const where = deployment === 'all' ? 'any deployment' : messageText(deployment);
  return {
    descriptor: { id: COULD_NOT_CHECK },
    level: 'note',
    message: { text: `${checks} could not be made on ${where}: ${messageText(detail)}${unlock}` },
  };
}

function leftOut(number: number, what: string): Notification {
  return {
    descriptor: { id: LEFT_OUT },
    level: 'warning',
    message: { text: `${number} more ${what} were left out of this file.` },
  };
}

function atMost(notifications: readonly Notification[]): readonly Notification[] {
  const more = notifications.length - MOST;
  return more > 0 ? [...notifications.slice(0, MOST), leftOut(more, 'notifications')] : notifications;
}
