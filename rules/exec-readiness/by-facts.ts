import { judgeAgents } from './agent-status.ts';
import { judgeCaller } from './caller.ts';
import { judgeClusterLogging } from './cluster-logging.ts';
import { judgeSubnets } from './ipv6-only.ts';
import { judgeDenied, judgeUnreachable } from './messages.ts';
import { judgePredating } from './tasks-predate.ts';

/** What is judged by what the account or a template says; loaded where there are such facts. */
export const EXEC_READINESS_BY_FACTS = {
  judgeAgents,
  judgeCaller,
  judgeClusterLogging,
  judgeSubnets,
  judgeDenied,
  judgeUnreachable,
  judgePredating,
};
