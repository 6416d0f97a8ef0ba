import { ApiError } from '../api-error.ts';
import { atMost, type PageRules, pageOf } from '../paging.ts';
import { JSON_CODES, QUERY_CODES, type Service } from './service.ts';

const SCALABLE_TARGETS: PageRules = { max: 50, fallback: 50, refusal: 'ValidationException' };

/** Application Auto Scaling: what it may set the desired counts to. */
export const applicationAutoScaling: Service = {
  name: 'application-autoscaling',
  protocol: 'json',
  client: () => import('@aws-sdk/client-application-auto-scaling'),
  codes: { ...JSON_CODES, broken: ['InternalServiceException', 500] },
  operations: {
    DescribeScalableTargets: (input, account) => {
      if (input['ServiceNamespace'] === undefined) {
        throw new ApiError('ValidationException', 'ServiceNamespace is required.');
      }
      const ids =
        input['ResourceIds'] && atMost(input['ResourceIds'], 50, 'ValidationException', 'ResourceIds');
      const targets = account
        .all('applicationautoscaling.scalable-target')
        .map(
          ({ key, value }): Record<string, unknown> => ({
            ServiceNamespace: 'ecs',
            ResourceId: key,
            ...value,
          }),
        )
        .filter((target) => target['ServiceNamespace'] === input['ServiceNamespace'])
        .filter((target) => !ids || ids.includes(String(target['ResourceId'])));
      const { page, next } = pageOf(
        targets,
        input['MaxResults'],
        input['NextToken'],
        SCALABLE_TARGETS,
        account.pageCap,
      );
      return { ScalableTargets: page, NextToken: next };
    },
  },
};

/** "By default, you can only specify up to 50 names. You can optionally increase this limit using the MaxRecords property." */
const GROUPS: PageRules = { max: 100, fallback: 50, refusal: 'ValidationError' };

/** Amazon EC2 Auto Scaling. */
export const autoScaling: Service = {
  name: 'autoscaling',
  protocol: 'query',
  namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  client: () => import('@aws-sdk/client-auto-scaling'),
  codes: QUERY_CODES,
  operations: {
    DescribeAutoScalingGroups: (input, account) => {
      const names = input['AutoScalingGroupNames'] as readonly string[] | undefined;
      if (names) atMost(names, Number(input['MaxRecords'] ?? 50), 'ValidationError', 'AutoScalingGroupNames');
      const groups = account
        .all('autoscaling.group')
        .filter(
          ({ key, value }) => !names?.length || names.includes(String(value['AutoScalingGroupName'] ?? key)),
        );
      const { page, next } = pageOf(groups, input['MaxRecords'], input['NextToken'], GROUPS, account.pageCap);
      return { AutoScalingGroups: page.map(({ value }) => value), NextToken: next };
    },
  },
};
