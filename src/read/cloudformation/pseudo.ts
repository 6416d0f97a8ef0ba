import { isOpaque, opaqueName } from '../../fact/opaque.ts';
import { partitionOf } from '../../model/partition.ts';
import { NO_VALUE, Open } from './placed.ts';

/** Where a stack is deployed to. */
export interface Whereabouts {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** The whereabouts as the user says them, opaque where nobody does. */
export function whereabouts(target: { readonly region?: string; readonly account?: string }): Whereabouts {
  const region = target.region ?? opaqueName('AWS::Region', '--region');
  return {
    account: target.account ?? opaqueName('AWS::AccountId', '--account'),
    region,
    partition: isOpaque(region) ? 'aws' : partitionOf(region),
  };
}

/** Domains by partition; `amazonaws.com` elsewhere. */
const SUFFIXES: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
};

/**
 * The value of a pseudo parameter, or undefined where there is none of that name. `stack` is what tells nested stacks apart,
 * `stackName` what somebody says it is called.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
export function pseudoParameter(
  name: string,
  { account, region, partition }: Whereabouts,
  stack: string,
  stackName = opaqueName(`${stack}AWS::StackName`),
): unknown {
  switch (name) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return partition;
    case 'AWS::URLSuffix':
      return SUFFIXES[partition] ?? 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId': {
      const id = `stack/${stackName}/${opaqueName(`${stack}AWS::StackId`)}`;
      return `arn:${partition}:cloudformation:${region}:${account}:${id}`;
    }
    case 'AWS::NotificationARNs':
      return new Open(name, 'the topics that the stack notifies are known only after the deploy');
    case 'AWS::NoValue':
      return NO_VALUE;
    default:
      return undefined;
  }
}
