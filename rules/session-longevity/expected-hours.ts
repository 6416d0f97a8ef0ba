import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Settings, type Verdicts } from '../../src/rule.ts';

/** Where a finding about sessions stands: they belong to no member of a file. */
export function placeOf({ service, taskDefinition }: Deployment): View {
  return (service?.view ?? taskDefinition.view) as View;
}

/** How long a session is meant to last. */
export function expectedHours({ options }: Settings): number | undefined {
  const hours = options['expectedSessionHours'];
  return typeof hours === 'number' ? hours : undefined;
}

/** "1 hour", "1.5 hours". */
export function inHours(hours: number): string {
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}

/** Minutes of so many hours, for a message and a setting. */
export function minutesOf(hours: number): number {
  return Math.ceil(hours * 60);
}

/** Asks where the user said how long a session is meant to last; `what` names what is asked for. */
export function whereExpected(
  settings: Settings,
  facts: Facts,
  what: string,
  judge: (hours: number) => Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  const hours = expectedHours(settings);
  if (hours === undefined) return notApplicable('the option expectedSessionHours is not set');
  return facts.offline ? notAsked(what) : judge(hours);
}

/** Nobody may be asked. */
export function notAsked(what: string): Verdicts {
  return cannotTell([{ reason: 'offline', detail: `${what} was not looked up`, unlockedBy: '--live' }]);
}
