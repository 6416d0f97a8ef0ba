import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArn } from '../../src/model/arn.ts';
import { inPrivateEcr, parseImage } from '../../src/model/image-reference.ts';
import { View } from '../../src/model/view.ts';

describe('ARNs', () => {
  test.each([
    ['arn:aws:iam::123456789012:role/api', ['aws', 'iam', '', '123456789012', 'role/api']],
    [
      'arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/api:7',
      ['aws-cn', 'ecs', 'cn-north-1', '123456789012', 'task-definition/api:7'],
    ],
    ['arn:aws:s3:::bucket/a:b', ['aws', 's3', '', '', 'bucket/a:b']],
  ])('%s', (text, [partition, service, region, account, resource]) => {
    expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
  });

  test.each(['', 'arn', 'arn:aws:iam', 'arn::iam::1:role/x', 'arn:aws:iam::1:', 'role/api'])(
    '%j is none',
    (text) => {
      expect(parseArn(text)).toBeUndefined();
    },
  );

  test('joining the parts gives the text back', () => {
    const word = fc.stringMatching(/^[a-z0-9-]+$/);
    const resource = fc.stringMatching(/^[a-z0-9:/_-]+$/);
    fc.assert(
      fc.property(word, word, word, word, resource, (partition, service, region, account, name) => {
        expect(parseArn(['arn', partition, service, region, account, name].join(':'))).toEqual({
          partition,
          service,
          region,
          account,
          resource: name,
        });
      }),
    );
  });
});

describe('image references', () => {
  test.each([
    ['nginx', [undefined, 'nginx', undefined, undefined]],
    ['nginx:1.27', [undefined, 'nginx', '1.27', undefined]],
    ['library/nginx:1.27', [undefined, 'library/nginx', '1.27', undefined]],
    ['localhost:5000/api', ['localhost:5000', 'api', undefined, undefined]],
    ['localhost/api:2', ['localhost', 'api', '2', undefined]],
    ['public.ecr.aws/docker/library/httpd:2.4', ['public.ecr.aws', 'docker/library/httpd', '2.4', undefined]],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders/api:v1@sha256:abc',
      ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'orders/api', 'v1', 'sha256:abc'],
    ],
  ])('%s', (text, [registry, repository, tag, digest]) => {
    expect(parseImage(text)).toEqual({ registry, repository, tag, digest });
  });

  const source = { file: 'x', text: '', syntax: 'json' as const, span: () => undefined };
  test.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:1', true],
    ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/orders:1', true],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/orders:1', true],
    ['123456789012.dkr-ecr.eu-west-1.on.aws/orders:1', true],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:${TAG}', true],
    ['<account>.dkr.ecr.eu-west-1.amazonaws.com/orders', true],
    ['public.ecr.aws/nginx/nginx:1', false],
    ['nginx:${TAG}', 'unknown'],
    ['${REGISTRY}/orders:1', 'unknown'],
    ['docker.io/dkr.ecr/x', false],
  ])('%s is in a private ECR registry: %s', (text, expected) => {
    const answer = inPrivateEcr(View.root(source, text)).match<unknown>({
      known: (is) => is,
      absent: () => 'absent',
      unknown: () => 'unknown',
    });
    expect(answer).toBe(expected);
  });
});
