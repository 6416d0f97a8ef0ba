import type { SettingName } from '@aws-sdk/client-ecs';
import * as ecs from '../../src/fact/kinds/ecs.ts';
import * as organizations from '../../src/fact/kinds/organizations.ts';
import * as secrets from '../../src/fact/kinds/secrets.ts';
import * as sts from '../../src/fact/kinds/sts.ts';
import type { Book } from './book.ts';
import { ACCOUNT, iamArn } from './place.ts';

/** As ListAccountSettings with effectiveSettings answers for an account that changed nothing but trunking. */
const SETTINGS = {
  awsvpcTrunking: 'enabled',
  containerInsights: 'disabled',
  containerInstanceLongArnFormat: 'enabled',
  dualStackIPv6: 'enabled',
  fargateFIPSMode: 'disabled',
  fargateTaskRetirementWaitPeriod: '7',
  guardDutyActivate: 'off',
  serviceLongArnFormat: 'enabled',
  tagResourceAuthorization: 'off',
  taskLongArnFormat: 'enabled',
  defaultLogDriverMode: 'non-blocking',
} as const;

/** The caller, an administrator, and what holds for the whole account. */
export function addAccount(book: Book): void {
  const caller = iamArn('user/auditor');
  book.add(sts.callerIdentity, {}, { Account: ACCOUNT, Arn: caller, UserId: 'AIDAAUDITOREXAMPLE00' });
  book.collect(
    ecs.accountSettings,
    {},
    Object.entries(SETTINGS).map(([name, value]) => ({
      name: name as SettingName,
      value,
      principalArn: caller,
      type: 'user' as const,
    })),
  );
  book.absent(organizations.controlPolicies, { account: ACCOUNT, type: 'SERVICE_CONTROL_POLICY' });
  book.absent(organizations.controlPolicies, { account: ACCOUNT, type: 'RESOURCE_CONTROL_POLICY' });
  book.absent(secrets.sessionPreferences, {});
}
