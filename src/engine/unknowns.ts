import type { Why } from '../fact/fact.ts';
import { told } from '../model/declared-secret.ts';
import type { UnknownEntry } from './result.ts';

interface Group {
  readonly rule: string;
  readonly deployment: string;
  readonly reason: Why['reason'];
  readonly unlockedBy: string | undefined;
  readonly place: number;
  readonly problems: Set<string>;
  readonly details: Set<string>;
}

/** Stands between the details of one entry. */
export const BETWEEN_DETAILS = '; ';

/** More details than this are cut from one entry: they would be the same sentence with other names. */
const DETAILS = 3;

/** Gathers what could not be checked: by rule, deployment, reason and what unlocks it; the merely offline once per rule. */
export class UnknownLedger {
  readonly #groups = new Map<string, Group>();

  /** `place` orders the entries: the order of the deployment. */
  add(place: number, rule: string, problem: string, deployment: string, whys: readonly Why[]): void {
    for (const { reason, detail, unlockedBy } of whys) {
      const offline = reason === 'offline';
      const where = offline ? 'all' : deployment;
      const key = offline ? `${rule}\noffline` : [rule, where, reason, unlockedBy].join('\n');
      let group = this.#groups.get(key);
      if (!group) {
        group = {
          rule,
          deployment: where,
          reason,
          unlockedBy,
          place: offline ? -1 : place,
          problems: new Set(),
          details: new Set(),
        };
        this.#groups.set(key, group);
      }
      group.problems.add(problem);
      if (group.details.size < DETAILS) group.details.add(told(detail));
    }
  }

  entries(): readonly UnknownEntry[] {
    const groups = [...this.#groups.values()].sort((a, b) => a.place - b.place);
    return groups.map(({ rule, deployment, reason, unlockedBy, problems, details }) => {
      const [first = ''] = problems;
      return {
        rule,
        problem: first,
        problems: [...problems],
        deployment,
        reason,
        detail: [...details].join(BETWEEN_DETAILS),
        ...(unlockedBy === undefined ? {} : { unlockedBy }),
      };
    });
  }
}
