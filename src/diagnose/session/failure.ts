/** Why a call or a connection failed, by what its error says. */
export type Failure =
  | 'credentials-expired'
  | 'credentials-missing'
  | 'denied'
  | 'refused'
  | 'clock'
  | 'session-gone'
  | 'throttled'
  | 'service'
  | 'proxy'
  | 'name'
  | 'unreachable'
  | 'cut'
  | 'port-in-use'
  | 'not-connected'
  | 'not-supported'
  | 'encryption'
  | 'no-terminal';

/**
 * The words of the SDK (aws-sdk-go: `Code: message`, `status code: 403`), of the AWS CLI, of gorilla/websocket and of Go's network,
 * in the order in which they are tried.
 */
const WORDS: readonly (readonly [Failure, RegExp])[] = [
  ['port-in-use', /address already in use|Only one usage of each socket address/i],
  ['not-supported', /is not supported by this version of ssm agent|Unsupported action|Unknown session type/i],
  [
    'credentials-expired',
    /ExpiredToken|RequestExpired|security token included in the request is expired|token has expired|session associated with this profile has expired/i,
  ],
  [
    'credentials-missing',
    /NoCredentialProviders|Unable to locate credentials|failed to refresh cached credentials|SSOProviderInvalidToken|InvalidClientTokenId|UnrecognizedClient|WebIdentityErr|SharedConfigProfileNotExist|SSO Token/i,
  ],
  [
    'clock',
    /SignatureDoesNotMatch|InvalidSignature|Signature expired|RequestTimeTooSkewed|Signature not yet current/i,
  ],
  ['denied', /AccessDenied|not authorized to perform|UnauthorizedRequest|Unauthorized request|Forbidden\./i],
  ['session-gone', /DoesNotExistException|Session is already terminated/i],
  ['throttled', /Throttling|TooManyRequests|Rate exceeded/i],
  ['service', /InternalServerError|ServiceUnavailable|status code: 5\d\d/i],
  ['not-connected', /TargetNotConnected|is not connected\./i],
  ['encryption', /\bKMS\b|encryption/i],
  ['proxy', /proxyconnect|Proxy Authentication Required|bad handshake/i],
  ['name', /no such host|server misbehaving|Temporary failure in name resolution/i],
  [
    'unreachable',
    /dial tcp|TLS handshake|x509:|network is unreachable|no route to host|connect: connection refused|EndpointConnectionError|Connect timeout/i,
  ],
  [
    'cut',
    /close 1006|unexpected EOF|i\/o timeout|connection reset by peer|broken pipe|use of closed network connection|connection timed out|wsarecv|wsasend/i,
  ],
  ['refused', /status code: 40[13]|\b403\b/i],
  ['no-terminal', /^EOF\b/],
];

export function failureIn(why: string): Failure | undefined {
  return WORDS.find(([, words]) => words.test(why))?.[0];
}
