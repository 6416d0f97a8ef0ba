import { type Fact, known, map, unknown } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { accountSettings } from '../../src/fact/kinds/ecs.ts';
import { defaultLogDriverMode } from '../../src/knowledge/log-drivers.ts';
import { type Container, logOption } from './log-configuration.ts';

/** How the driver takes what the container writes, and who says so. */
export interface LogMode {
  readonly mode: string;
  /** `mode of container "api"`, `the account setting defaultLogDriverMode` */
  readonly from: string;
}

/**
 * The delivery mode: the option, else the account's setting, else what ECS takes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html#default-log-driver-mode
 */
export async function logMode(container: Container, facts: Facts): Promise<Fact<LogMode>> {
  return logOption(container, 'mode').text.match<Promise<Fact<LogMode>>>({
    known: async (mode) => known({ mode, from: 'the option mode' }),
    absent: async () =>
      map(await facts.ask(accountSettings, {}), (settings): LogMode => {
        const set = settings.find(({ name }) => name === 'defaultLogDriverMode')?.value;
        if (set !== undefined) return { mode: set, from: 'the account setting defaultLogDriverMode' };
        const { mode, since } = defaultLogDriverMode();
        return { mode, from: `the default since ${since}` };
      }),
    unknown: async (why) => unknown(...why),
  });
}
