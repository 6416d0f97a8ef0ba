import { type ContextValue, PRESENT, UNKNOWN } from './context-value.ts';

/** What each service encrypts with, besides the value. */
const ENCRYPTION_CONTEXTS: readonly (readonly [service: string, names: readonly string[]])[] = [
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  ['secretsmanager.', ['SecretARN', 'SecretVersionId']],
  // https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
  ['ssm.', ['PARAMETER_ARN']],
];

/** The names of the encryption context by which the service between (`kms:ViaService`) decrypts; undefined of others. */
export function encryptionNames(via: string | undefined): readonly string[] | undefined {
  return ENCRYPTION_CONTEXTS.find(([service]) => via?.startsWith(service))?.[1];
}

/** What is known of one `kms:EncryptionContext:…`, by its name in lower case, where its value is not told. */
export function encryptionContext(via: string | undefined, key: string): ContextValue {
  const names = encryptionNames(via);
  if (!names) return UNKNOWN;
  const name = key.slice('kms:encryptioncontext:'.length);
  return names.some((known) => known.toLowerCase() === name)
    ? PRESENT
    : { state: 'absent', because: 'the service that forwards the call does not encrypt with it' };
}
