import { describe, expect, test } from 'vitest';
import { findPlaceholder } from '../../src/model/placeholder.ts';

describe('placeholders, in text', () => {
  test.each([
    ['<IMAGE1_NAME>', '<IMAGE1_NAME>'],
    ['<repo>/app:1.0', '<repo>'],
    ['{{ must_env "TAG" }}', '{{ must_env "TAG" }}'],
    ['nginx:{{ env `NGINX_VERSION` `latest` }}', '{{ env `NGINX_VERSION` `latest` }}'],
    ['{{ .Values.image }}', '{{ .Values.image }}'],
    ['${VAR}', '${VAR}'],
    ['arn:aws:iam::${AWS::AccountId}:role/api', '${AWS::AccountId}'],
    ['${{ env.IMAGE }}', '${{ env.IMAGE }}'],
    ['$IMAGE_URI', '$IMAGE_URI'],
    ['repository/api:$TAG', '$TAG'],
    ['$$$TASK_ROLE$$$', '$$$TASK_ROLE$$$'],
    ['#{ImageTag}#', '#{ImageTag}#'],
    ['<%= tag %>', '<%= tag %>'],
    ['%TAG%', '%TAG%'],
    ['api:@TAG@', '@TAG@'],
    ['__IMAGE__', '__IMAGE__'],
    ['arn:aws:iam::XXXXXXXXXXXX:role/api', 'XXXXXXXXXXXX'],
    ['mydb.xxxxxxxxxxxx.us-east-1.rds.amazonaws.com', 'xxxxxxxxxxxx'],
    ['subnet-xxxx', 'xxxx'],
    ['YOUR_ACCOUNT_ID', 'YOUR_ACCOUNT_ID'],
    ['arn:aws:s3:::your-bucket/extra.conf', 'your-bucket'],
    ['arn:aws:s3:::yourbucket/extra.conf', 'yourbucket'],
    ['REPLACE_ME', 'REPLACE_ME'],
    ['CHANGEME', 'CHANGEME'],
    ['arn:aws:iam::ACCOUNT_ID:role/api', 'ACCOUNT_ID'],
    ['ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/api', 'ACCOUNT_ID'],
    ['123456789012.dkr.ecr.REGION.amazonaws.com/api', 'REGION'],
    ['arn:aws:iam::aws_account_id:role/api', 'aws_account_id'],
    ['arn:aws:ssm:region:123456789012:parameter/api', 'region'],
    ['credentialspec:arn:aws:ssm:region:123456789012:parameter/api', 'region'],
    ['arn:aws:elasticloadbalancing:[region]:[account-id]:targetgroup/api', '[region]'],
    ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/{target-name}/0', '{target-name}'],
  ])('%s', (text, placeholder) => {
    expect(findPlaceholder(text)).toBe(placeholder);
  });
});

describe('real text', () => {
  test.each([
    '$(ecs_task_id)',
    '/aws/ecs/containerinsights/$(ecs_cluster)/application',
    'docker.{{.Name}}/{{.ID}}',
    '{{ .ImageName }}',
    '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}',
    '^(?<time>[^ ]*) (?P<level>[A-Z]+) [a-z]+$',
    '%d{yyyy-MM-dd HH:mm:ss} %-5level %msg%n',
    '%Y-%m-%dT%H:%M:%S%z',
    'progress: 100%s',
    'a < b && c > d',
    'AWS_REGION',
    'REGION',
    'region',
    'AWS_ACCOUNT_ID',
    'awslogs-region',
    'ACCOUNT_ID',
    'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    'arn:aws:ecs:eu-west-1:123456789012:task-definition/account-service:3',
    'your',
    'yours-truly',
    '--replace-all',
    'replacedTaskCount',
    'CHANGELOG',
    'mktemp /tmp/apiXXXXXX',
    '-XX:MaxRAMPercentage=75',
    'pa$$w0rd',
    'cost: 5$',
    '{"level": "info", "nested": {"a": {}}}',
    '/users/{id}/orders',
    '__init__',
    'ops@EXAMPLE.COM',
    'user@host',
    'api:1.2.3@sha256:0000000000000000000000000000000000000000000000000000000000000000',
  ])('%s', (text) => {
    expect(findPlaceholder(text)).toBeUndefined();
  });
});
