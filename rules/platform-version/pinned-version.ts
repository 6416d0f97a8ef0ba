import {
  all,
  chain,
  type Fact,
  known,
  map,
  orElse,
  present,
  type Truth,
  truth,
  unknown,
} from '../../src/fact/fact.ts';
import type { PlatformOs } from '../../src/knowledge/platform-versions.ts';
import { type Deployment, remember } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import type { Service } from '../../src/model/service.ts';
import { windows } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { notApplicable, type Verdicts, where } from '../../src/rule.ts';

/** A platform version that a Fargate service names, for an operating system. */
export interface Pinned {
  readonly service: Service;
  readonly os: PlatformOs;
  readonly version: string;
}

const WINDOWS = /^windows/i;

/**
 * Linux or Windows: the version numbers of the two have nothing to do with each other. A described service says it itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html#ECS-Type-Service-platformFamily
 */
export function platformOs({ service, taskDefinition }: Deployment): Fact<PlatformOs> {
  const described = (service?.view as View<{ platformFamily?: string }> | undefined)?.get('platformFamily');
  const onWindows =
    described && service?.form === 'describe'
      ? orElse(
          map(described.text, (family) => WINDOWS.test(family)),
          () => windows(taskDefinition),
        )
      : windows(taskDefinition);
  return chain(onWindows, (is) => known(is ? 'WINDOWS' : 'LINUX'));
}

/** `LATEST`; AWS's pages know no other spelling, and nobody is known to have seen another one refused. */
export function isLatest(version: string): Truth {
  if (version === 'LATEST') return truth(true);
  return version.toUpperCase() === 'LATEST'
    ? unknown({ reason: 'undecidable', detail: `whether ECS takes platformVersion "${version}" for LATEST` })
    : truth(false);
}

/** Judges the version that a service on Fargate names, other than LATEST. */
export function wherePinned(deployment: Deployment, judge: (pinned: Pinned) => Verdicts): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed: RunTask names the platform version');
  const { premise, pinned } = remember(deployment, pinnedBy, () => pinnedBy(deployment, service));
  return where(premise, 'no service on Fargate that names a platform version', () =>
    pinned.match<Verdicts>({
      known: judge,
      absent: () => notApplicable('no platform version is named'),
      unknown: (why) => ({ is: 'unknown', why }),
    }),
  );
}

function pinnedBy(
  deployment: Deployment,
  service: Service,
): { readonly premise: Truth; readonly pinned: Fact<Pinned> } {
  const text = service.view.get('platformVersion').text;
  const named = chain(text, (version) => chain(isLatest(version), (latest) => truth(!latest)));
  return {
    premise: all([mayRunOn(deployment, 'FARGATE'), present(text), named]),
    pinned: chain(text, (version) => map(platformOs(deployment), (os) => ({ service, os, version }))),
  };
}
