import { judgeCredentials, judgePlugin, judgeResume } from './client.ts';
import { judgeDuration, judgeIdle, judgeUnset } from './preferences.ts';

/** What is judged by what the account or the machine says; loaded where there are such facts. */
export const SESSION_LONGEVITY_BY_FACTS = {
  judgeCredentials,
  judgePlugin,
  judgeResume,
  judgeDuration,
  judgeIdle,
  judgeUnset,
};
