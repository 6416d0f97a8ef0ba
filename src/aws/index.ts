/**
 * The account's truth: what `src/cli` imports, and only when a run is live. Reaching this file loads the SDK's client for STS,
 * which the first request needs; every other client is loaded when the first question for it comes.
 */
export type { Account } from './account.ts';
export type { Call } from './guard.ts';
export { openSession, type Session, type SessionOptions } from './session.ts';
export type { SessionFailure, SessionProblem } from './session-failure.ts';
