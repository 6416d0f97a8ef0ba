import { expect, it } from 'vitest';
import { digest } from '../../src/engine/fingerprint.ts';

it('digests as ever: baselines and code hosts know findings by it', () => {
  expect(digest('')).toBe('ab3e7c0ba183f3bb92ca2f0ecb72770f');
  expect(digest('rejected-by-ecs\nenum\nweb\t— café')).toBe('6c4e7603464f5b4c387b49fe9e2c9ced');
});
