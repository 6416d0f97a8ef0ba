import { defineRule } from '../../rule.ts';
import { healthCheckAnswer, healthCheckPort, targetGroupMissing, targetZoneNotEnabled } from './health.ts';
import { loadBalancerBlocked } from './load-balancer.ts';
import { logsUnreachable } from './logs.ts';
import { dockerHubAnonymous, layersUnreachable, registryUnreachable } from './registry.ts';

/**
 * What a diagnosis asks beyond the rules: it is worth knowing where something fails, and would be noise or too costly where
 * nothing does. It runs through the engine as the rules do, and is none of them.
 */
export const diagnosisChecks = defineRule({
  id: 'diagnosis',
  number: 0,
  title: 'What is asked when something failed',
  problems: {
    'registry-unreachable': registryUnreachable,
    'layers-unreachable': layersUnreachable,
    'logs-unreachable': logsUnreachable,
    'docker-hub-anonymous': dockerHubAnonymous,
    'target-group-missing': targetGroupMissing,
    'health-check-port': healthCheckPort,
    'health-check-answer': healthCheckAnswer,
    'target-zone-not-enabled': targetZoneNotEnabled,
    'load-balancer-blocked': loadBalancerBlocked,
  },
});
