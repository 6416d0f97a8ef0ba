import { actionsOf } from './access.ts';
import { ApiError, Broken, Denied } from './api-error.ts';
import { type FaultSort, WRONG_ACCOUNT } from './behaviour.ts';
import type { Answer } from './protocol/protocol.ts';
import type { Codes, Service } from './services/service.ts';

/** An error as the service tells it: a denial has its own code and sentence in each. */
export function inWordsOf(service: Service, error: unknown, account: string): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Denied) {
    const who = `User: arn:aws:iam::${account}:user/standin is`;
    const why = `because no identity-based policy allows the ${error.action} action`;
    const prefix = service.name === 'ec2' ? 'You are not authorized to perform this operation. ' : '';
    return coded(service.codes.denied, `${prefix}${who} not authorized to perform: ${error.action} ${why}`);
  }
  if (error instanceof Broken) return coded(service.codes.broken, error.message);
  throw error;
}

/** Throws what a fault makes of a request, where it is an error of the service. */
export function refuseBy(codes: Codes, fault: FaultSort | undefined, operation: string): void {
  switch (fault) {
    case 'throttled':
      throw coded(codes.throttled, 'Rate exceeded');
    case 'expired':
      throw coded(codes.expired, 'The security token included in the request is expired');
    case 'server-error':
      throw coded(codes.broken, 'We encountered an internal error. Please try again.');
    case 'denied':
      throw new Denied(actionsOf(operation)[0] ?? operation);
    default:
  }
}

/** An error by one of the service's own codes. */
export function coded([code, status]: readonly [string, number], message: string): ApiError {
  return new ApiError(code, message, status);
}

/** The same caller in another account. */
export function elsewhere(output: object): object {
  const { Account: here, Arn } = output as Record<string, string>;
  return { ...output, Account: WRONG_ACCOUNT, Arn: Arn?.replace(here ?? '', WRONG_ACCOUNT) };
}

/** What an unsigned request gets, or one for a service that is not served. */
export function unsigned(name: string): Answer {
  const message = name === '' ? 'Missing Authentication Token' : `the stand-in has no service ${name}`;
  return {
    status: 403,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ __type: 'MissingAuthenticationTokenException', message }),
  };
}

/** A page that is no answer of AWS. */
export function html(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
