import { describe, expect, test } from 'vitest';
import {
  agentFeature,
  agentsAsOf,
  amiFamily,
  amisAsOf,
  currentAmiParameter,
  EXEC_ATTRIBUTE,
  latestAgent,
  olderAgent,
  parseAgentVersion,
  SERVICE_CONNECT_ATTRIBUTE,
  secretParts,
  supersededOn,
} from '../../src/knowledge/agent-features.ts';

describe('features by the agent that brought them', () => {
  // From the developer guide's pages on each feature and the agent's changelog.
  test.each([
    [EXEC_ATTRIBUTE, '1.50.2', '1.56.0'],
    [SERVICE_CONNECT_ATTRIBUTE, '1.64.0', undefined],
    ['ecs.capability.task-eni', '1.15.0', '1.54.0'],
    ['ecs.capability.container-health-check', '1.17.0', undefined],
    ['ecs.capability.container-ordering', '1.26.0', undefined],
    ['ecs.capability.env-files.s3', '1.39.0', undefined],
    ['ecs.capability.container-restart-policy', '1.86.0', undefined],
    ['ecs.capability.efsAuth', '1.38.0', undefined],
    ['ecs.capability.secrets.ssm.environment-variables', '1.22.0', undefined],
    ['ecs.capability.secrets.asm.environment-variables', '1.23.0', undefined],
  ])('%s: %s', (attribute, agent, windowsAgent) => {
    expect(agentFeature(attribute)?.agent).toBe(agent);
    expect(agentFeature(attribute)?.windowsAgent).toBe(windowsAgent);
  });

  test('parts of a secret are read from 1.37.0 on', () => {
    expect(secretParts().agent).toBe('1.37.0');
  });

  test('what no version decides is no feature, nor what only sounds like a member', () => {
    expect(agentFeature('com.amazonaws.ecs.capability.logging-driver.splunk')).toBeUndefined();
    expect(agentFeature('constructor')).toBeUndefined();
  });
});

describe('versions', () => {
  test.each([
    ['1.9.0', '1.10.0', true],
    ['1.106.2', '1.106.2', false],
    ['1.106.10', '1.106.2', false],
    ['2.0.0', '1.106.2', false],
    ['v1.50.1', '1.50.2', true],
    ['', '1.50.2', undefined],
    ['DEV', '1.50.2', undefined],
  ])('%s is older than %s: %s', (version, than, older) => {
    expect(olderAgent(version, than)).toBe(older);
  });

  test('1.106.2 is the latest that was seen, out by 2026-09-01 (aws/amazon-ecs-ami pull request 774)', () => {
    expect(latestAgent()).toEqual({ version: '1.106.2', released: '2026-09-01' });
    expect(agentsAsOf() >= latestAgent().released).toBe(true);
  });

  // Days of the release commits of aws/amazon-ecs-agent.
  test.each([
    ['1.104.0', '2026-06-12'],
    ['1.102.0', '2026-03-06'],
    ['1.100.0', '2025-10-28'],
    ['1.106.2', undefined],
    ['1.200.0', undefined],
  ])('%s was superseded on %s', (version, day) => {
    expect(supersededOn(version)).toBe(day);
  });

  test('a text that is no version is not read as one', () => {
    expect(parseAgentVersion('latest')).toBeUndefined();
  });
});

describe('families of ECS-optimized AMIs', () => {
  // Names as AWS publishes them: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html
  test.each([
    ['al2023-ami-ecs-hvm-2023.0.20240613-kernel-6.1-x86_64', 'Amazon Linux 2023', undefined],
    ['al2023-ami-ecs-neuron-hvm-2023.0.20240613-kernel-6.1-x86_64', 'Amazon Linux 2023', undefined],
    ['amzn2-ami-ecs-hvm-2.0.20240610-x86_64-ebs', 'Amazon Linux 2', '2026-06-30'],
    ['amzn2-ami-ecs-kernel-5.10-hvm-2.0.20240610-arm64-ebs', 'Amazon Linux 2', '2026-06-30'],
    ['amzn2-ami-ecs-gpu-hvm-2.0.20240610-x86_64-ebs', 'Amazon Linux 2', '2026-06-30'],
    ['amzn-ami-2018.03.20230627-amazon-ecs-optimized', 'Amazon Linux AMI (2018.03)', '2023-12-31'],
    ['bottlerocket-aws-ecs-2-x86_64-v1.20.3-5d9ac849', 'Bottlerocket', undefined],
    ['Windows_Server-2022-English-Core-ECS_Optimized-2024.06.13', 'Windows Server 2022', undefined],
  ])('%s is %s', (name, family, end) => {
    expect(amiFamily(name)?.name).toBe(family);
    expect(amiFamily(name)?.endOfLife).toBe(end);
  });

  test.each(['our-golden-image-42', 'amzn2-ami-kernel-5.10-hvm-2.0.20240610.1-x86_64-gp2', ''])(
    '"%s" is none of them',
    (name) => {
      expect(amiFamily(name)).toBeUndefined();
    },
  );

  test.each([
    [
      'amzn2-ami-ecs-hvm-2.0.20240610-arm64-ebs',
      true,
      '/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id',
    ],
    [
      'bottlerocket-aws-ecs-2-nvidia-aarch64-v1.20.3-5d9ac849',
      true,
      '/aws/service/bottlerocket/aws-ecs-2-nvidia/arm64/latest/image_id',
    ],
    [
      'Windows_Server-2022-English-Core-ECS_Optimized-2024.06.13',
      false,
      '/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-ECS_Optimized/image_id',
    ],
    ['amzn2-ami-ecs-gpu-hvm-2.0.20240610-x86_64-ebs', false, undefined],
  ])('the successor of %s', (name, arm, parameter) => {
    const family = amiFamily(name);
    expect(family && currentAmiParameter(family, arm)).toBe(parameter);
  });

  test('ECS updates the agent in place on Amazon Linux 2023 alone: on Amazon Linux 2 it is pinned', () => {
    expect(amiFamily('al2023-ami-ecs-hvm-2023.0.20240613-kernel-6.1-x86_64')?.updatesInPlace).toBe(true);
    expect(amiFamily('amzn2-ami-ecs-hvm-2.0.20240610-x86_64-ebs')?.updatesInPlace).toBeUndefined();
    expect(amisAsOf() > '2026-06-30').toBe(true);
  });
});
