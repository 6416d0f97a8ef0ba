import { judgeKey } from './group-key.ts';
import { judgeGroupMissing, judgeGroupNotCreated } from './group-missing.ts';
import { judgeRegion, judgeRetention } from './group-settings.ts';
import { judgeUnreachable } from './unreachable.ts';
import { judgeCreating, judgeWriting } from './write-rights.ts';

/** What is judged by what the account or a template says; loaded where there are such facts. */
export const LOG_GROUP_BY_FACTS = {
  judgeKey,
  judgeGroupMissing,
  judgeGroupNotCreated,
  judgeRegion,
  judgeRetention,
  judgeUnreachable,
  judgeCreating,
  judgeWriting,
};
