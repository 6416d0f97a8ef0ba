import { expect, it } from 'vitest';
import { apiPage, guidePage, sourceUrl } from '../../src/knowledge/sources.ts';

it('gives the addresses of the API reference and the developer guide', () => {
  expect(apiPage('API_Ulimit')).toBe(
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html',
  );
  expect(guidePage('ecs-exec')).toBe(
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
  );
  expect(sourceUrl('api/API_Ulimit')).toBe(apiPage('API_Ulimit'));
  expect(sourceUrl('guide/ecs-exec')).toBe(guidePage('ecs-exec'));
  expect(sourceUrl('https://example.com/x')).toBe('https://example.com/x');
});
