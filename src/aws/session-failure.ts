/** Why a session could not be opened, in one sentence that says what to do. */
import {
  connectionTrouble,
  credentialTrouble,
  errorCode,
  errorText,
  isDenied,
  statusOf,
} from './error-code.ts';
import { isNamed, sentence } from './failures.ts';

export type SessionProblem =
  | 'no-credentials'
  | 'expired-credentials'
  | 'invalid-credentials'
  | 'unknown-profile'
  | 'role-denied'
  | 'no-region'
  | 'unreachable'
  | 'error';

export interface SessionFailure {
  readonly problem: SessionProblem;
  /** One sentence, without a stop at the end. */
  readonly message: string;
}

/** The SDK's words for a region that could not be part of a host's name. */
const NO_REGION_NAME = /^Region not accepted/;

export interface SessionWishes {
  readonly profile?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly region: string;
  /** Where the first request went. */
  readonly endpoint: string;
}

export function noRegion(error: unknown, { profile }: Pick<SessionWishes, 'profile'>): SessionFailure {
  const said = sentence(errorText(error));
  const trouble = said === 'Region is missing' ? '' : ` (${said})`;
  const from = profile === undefined ? 'the profile' : `profile ${profile}`;
  return {
    problem: 'no-region',
    message: `no AWS region is set: give --region or AWS_REGION, or set one in ${from}${trouble}`,
  };
}

/** What the failure of the first request means. */
export function sessionFailure(error: unknown, wishes: SessionWishes): SessionFailure {
  if (isNamed(error, 'NotAllowedError')) throw error;
  const { profile, roleArn, region, endpoint } = wishes;
  const code = errorCode(error);
  const said = sentence(errorText(error));
  if (NO_REGION_NAME.test(said)) {
    return { problem: 'no-region', message: `"${region}" is not the name of an AWS region` };
  }
  switch (credentialTrouble(error)) {
    case 'expired':
      return {
        problem: 'expired-credentials',
        message: `the AWS credentials have expired: sign in again (${code === 'CredentialsProviderError' ? said : code})`,
      };
    case 'refused':
      return {
        problem: 'invalid-credentials',
        message: `AWS does not accept the credentials (${code}: ${said})`,
      };
    case 'none':
      if (profile !== undefined) return profileFailure(profile, said);
      return {
        problem: 'no-credentials',
        message: `there are no AWS credentials: sign in, choose a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (${said})`,
      };
    case undefined:
  }
  if (isDenied(error)) {
    if (roleArn !== undefined) {
      return { problem: 'role-denied', message: `role ${roleArn} may not be assumed (${said})` };
    }
    return said.includes('sts:AssumeRole')
      ? { problem: 'role-denied', message: `the role of the credentials may not be assumed (${said})` }
      : { problem: 'error', message: `AWS denies the first request (${said})` };
  }
  const connection = connectionTrouble(error);
  if (connection !== undefined || code === 'TimeoutError') {
    return {
      problem: 'unreachable',
      message: `AWS cannot be reached at ${endpoint} (${connection ?? said})`,
    };
  }
  const status = statusOf(error);
  if (status === undefined || status < 300) {
    return { problem: 'unreachable', message: `what answers at ${endpoint} is not AWS (${said})` };
  }
  return { problem: 'error', message: `the first request to AWS failed (HTTP ${status} ${code}: ${said})` };
}

function profileFailure(profile: string, said: string): SessionFailure {
  return /could not resolve credentials using profile/i.test(said)
    ? {
        problem: 'unknown-profile',
        message: `profile ${profile} does not stand in the AWS configuration files, or has no credentials there`,
      }
    : { problem: 'no-credentials', message: `profile ${profile} gives no credentials (${said})` };
}
