import { serviceHost } from '../knowledge/vpc-addresses.ts';
import type { Interface, Target } from './world.ts';

/** Code in a container, which reads the container's variables; the agent does not. */
const IN_THE_CONTAINER = /^(app|task|exec|ecs-exec)/;

/** Does the variable of that name send HTTPS calls to a proxy? */
export function isProxyVariable(name: string): boolean {
  return /^(https|all)_proxy$/i.test(name);
}

/** Does the environment send the application's HTTPS calls to a proxy? */
export function proxied({ environment = {} }: Interface, target: Target): boolean {
  if (target.purpose === undefined || !IN_THE_CONTAINER.test(target.purpose)) return false;
  const proxy = variable(environment, 'HTTPS_PROXY') ?? variable(environment, 'ALL_PROXY');
  if (!proxy) return false;
  const host = target.hostname ?? serviceHost(target.service, target.region);
  const direct = (variable(environment, 'NO_PROXY') ?? '')
    .split(',')
    .map((name) => name.trim().replace(/^\*?\./, ''));
  return !direct.some(
    (name) => name === '*' || (name !== '' && (host === name || host.endsWith(`.${name}`))),
  );
}

function variable(environment: Readonly<Record<string, string>>, name: string): string | undefined {
  return environment[name] ?? environment[name.toLowerCase()];
}
