import { describe, expect, it } from 'vitest';
import { enumValues } from '../../src/knowledge/ecs-shapes.ts';
import {
  awslogsOptionStatus,
  awslogsOptions,
  defaultLogDriverMode,
  defaultMaxBufferSize,
  logDriversAsOf,
  requiredAwslogsOptions,
  supportedLogDrivers,
} from '../../src/knowledge/log-drivers.ts';

describe('log drivers', () => {
  it('per launch kind are those of API_LogConfiguration', () => {
    expect(supportedLogDrivers('FARGATE').toSorted()).toEqual(['awsfirelens', 'awslogs', 'splunk']);
    expect(supportedLogDrivers('MANAGED_INSTANCES').toSorted()).toEqual([
      'awsfirelens',
      'awslogs',
      'json-file',
      'splunk',
    ]);
    expect(supportedLogDrivers('EC2').toSorted()).toEqual(enumValues('LogDriver').toSorted());
  });

  it('are non-blocking with a buffer of 10m unless told otherwise', () => {
    expect(defaultLogDriverMode()).toEqual({ mode: 'non-blocking', since: '2025-06-25' });
    expect(defaultMaxBufferSize()).toBe('10m');
    expect(logDriversAsOf()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('awslogs', () => {
  it('has the options of API_LogConfiguration', () => {
    expect(awslogsOptions().toSorted()).toEqual([
      'awslogs-create-group',
      'awslogs-datetime-format',
      'awslogs-group',
      'awslogs-multiline-pattern',
      'awslogs-region',
      'awslogs-stream-prefix',
      'max-buffer-size',
      'mode',
    ]);
  });

  it.each([
    ['awslogs-create-group', 'documented'],
    ['mode', 'documented'],
    ['awslogs-format', 'undocumented'],
    ['tag', 'undocumented'],
    ['awslogs-endpoint', 'refused'],
    ['awslogs-stream', 'refused'],
    ['log_key', 'refused'],
    ['max-file', 'refused'],
    ['awslogs-Group', 'refused'],
  ])('%s is %s', (name, status) => {
    expect(awslogsOptionStatus(name)).toBe(status);
  });

  it('needs a group and a region, on Fargate a stream prefix too', () => {
    expect(requiredAwslogsOptions(false)).toEqual(['awslogs-group', 'awslogs-region']);
    expect(requiredAwslogsOptions(true)).toEqual([
      'awslogs-group',
      'awslogs-region',
      'awslogs-stream-prefix',
    ]);
  });
});
