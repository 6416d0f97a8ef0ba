import { chain, orElse, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { strategyOnFargate } from '../../src/model/launch.ts';
import type { Service } from '../../src/model/service.ts';
import { failsIf, notApplicable, type Verdicts, where } from '../../src/rule.ts';

/** Does a service that is not on Fargate name a platform version? */
export function notFargate({ service }: Deployment): Verdicts {
  if (!service) return notApplicable('no service is deployed');
  const at = service.view.get('platformVersion');
  return where(at.given, 'no platform version is named', () =>
    failsIf(elsewhere(service), () => ({
      at,
      message: `platformVersion is "${valueOr(at.verbatim, '')}", and the launch type is ${valueOr(service.view.get('launchType').text, '')}`,
      fixes: [
        {
          kind: 'edit',
          description: 'remove the platform version: only Fargate has one',
          safe: true,
          edits: [{ at, op: 'remove' }],
        },
      ],
    })),
  );
}

/** Is the service on another launch type than Fargate? What a strategy of other providers does is not documented. */
function elsewhere(service: Service): Truth {
  const byStrategy = () =>
    chain(
      orElse(service.view.get('capacityProviderStrategy').size, () =>
        unknown({
          reason: 'offline',
          detail:
            'the service gives neither launchType nor capacityProviderStrategy: the cluster default decides',
          unlockedBy: '--live',
        }),
      ),
      () =>
        chain(strategyOnFargate(service), (fargate) =>
          fargate
            ? truth(false)
            : unknown({
                reason: 'undecidable',
                detail:
                  'whether ECS takes a platform version with capacity providers that are not those of Fargate',
              }),
        ),
    );
  return service.view.get('launchType').text.match<Truth>({
    known: (type) => truth(type === 'EC2' || type === 'EXTERNAL'),
    absent: byStrategy,
    unknown: (why) => unknown(...why),
  });
}
