/**
 * What AWS's error codes mean, in one table for all services. A code is compared without the suffix `Exception` and without
 * the prefix `Client.`, which services and protocols add or leave out.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */

/** The parts of an SDK error that tell what happened. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $response?: { readonly statusCode?: number };
}

const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2Throttled',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'Throttled',
  'Throttling',
  'TooManyRequests',
]);

const DENIED = new Set([
  'AccessDenied',
  'AuthorizationError',
  'Forbidden',
  'NotAuthorized',
  'Unauthorized',
  'UnauthorizedAccess',
  'UnauthorizedOperation',
]);

/** The credentials ran out. */
const EXPIRED = new Set(['ExpiredToken', 'RequestExpired', 'TokenRefreshRequired']);

/** AWS does not accept the credentials at all. */
const REFUSED = new Set([
  'AuthFailure',
  'IDPRejectedClaim',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidIdentityToken',
  'InvalidSignature',
  'InvalidToken',
  'MissingAuthenticationToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'UnrecognizedClient',
]);

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

/** The code of an error as it came: AWS's where AWS answered, else the SDK's or Node's. */
export function rawCode(error: unknown): string {
  const { name = '', code, Code } = (error ?? {}) as SdkError;
  return Code ?? (name === '' || name === 'Error' ? (code ?? name) : name);
}

/** The code as the tables here spell it. */
export function errorCode(error: unknown): string {
  return rawCode(error)
    .replace(/^Client\./, '')
    .replace(/Exception$/, '');
}

export function errorText(error: unknown): string {
  const { message } = (error ?? {}) as SdkError;
  return (message ?? String(error)).trim();
}

/** The HTTP status of AWS's answer, undefined where none came. */
export function statusOf(error: unknown): number | undefined {
  const { $metadata, $response } = (error ?? {}) as SdkError;
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

export function isThrottle(error: unknown): boolean {
  const { $retryable } = (error ?? {}) as SdkError;
  return THROTTLED.has(errorCode(error)) || statusOf(error) === 429 || $retryable?.throttling === true;
}

export function isDenied(error: unknown): boolean {
  if (DENIED.has(errorCode(error))) return true;
  return statusOf(error) === 403 && credentialTrouble(error) === undefined && !isThrottle(error);
}

/** What is wrong with the credentials, if they are what failed. */
export function credentialTrouble(error: unknown): 'expired' | 'refused' | 'none' | undefined {
  const code = errorCode(error);
  if (EXPIRED.has(code)) return 'expired';
  if (REFUSED.has(code)) return 'refused';
  if (!NO_CREDENTIALS.has(code)) return undefined;
  return /expired/i.test(errorText(error)) ? 'expired' : 'none';
}

/** Node's words for a connection that did not come about or broke: `ECONNREFUSED`. */
export function connectionTrouble(error: unknown): string | undefined {
  const { code } = (error ?? {}) as SdkError;
  return code !== undefined &&
    statusOf(error) === undefined &&
    /^(?:E[A-Z_]+|ERR_[A-Z_]+|CERT_\w+|UNABLE_\w+|DEPTH_\w+|SELF_\w+)$/.test(code)
    ? code
    : undefined;
}

/** Did no answer come at all? */
export function isUnanswered(error: unknown): boolean {
  return (
    connectionTrouble(error) !== undefined ||
    (rawCode(error) === 'TimeoutError' && statusOf(error) === undefined)
  );
}

/** Codes by which a service refuses a call as a whole because one of the things in it is not as it should be. */
const ONE_AT_FAULT = new Set([
  'Client',
  'InvalidFilterValue',
  'InvalidInput',
  'InvalidParameter',
  'InvalidParameterValue',
  'TargetGroupNotFound',
  'Validation',
  'ValidationError',
]);

/** Would the others have been answered without one of them? */
export function isOneAtFault(error: unknown): boolean {
  return ONE_AT_FAULT.has(errorCode(error));
}
