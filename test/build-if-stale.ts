/** vitest's global setup of the tests that run what is built. */
export { buildIfStale as setup } from '../scripts/build-if-stale.ts';
