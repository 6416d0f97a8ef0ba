import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsKeyVariables, credentialKind, credentialsAsOf } from '../../src/knowledge/credentials.ts';

/** Put together here, so that no scanner of this repository takes an example for a leak. */
const joined = (...parts: readonly string[]) => parts.join('');

describe('formats that their issuers document, whatever the variable is called', () => {
  test.each([
    ['an AWS access key id', joined('AKIA', 'IOSFODNN7EXAMPLE')],
    ['an AWS access key id', joined('ASIA', 'IOSFODNN7EXAMPLE')],
    ['a GitHub token', joined('ghp_', 'a1B2'.repeat(9))],
    ['a GitHub token', joined('github_pat_', '11ABCDEFG0', 'a1B2c3D4e5F6g7H8')],
    ['a GitLab token', joined('glpat-', 'x1Y2z3A4b5C6d7E8f9G0')],
    ['a Stripe secret key', joined('sk_live_', '51H8a1B2c3D4e5F6g7H8')],
    ['a Slack token', joined('xoxb-', '123456789012-a1B2c3D4e5F6')],
    ['a SendGrid key', joined('SG.', 'a'.repeat(22), '.', 'b1'.repeat(21), 'c')],
    ['an npm token', joined('npm_', 'a1B2'.repeat(9))],
    ['a Google API key', joined('AIza', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q')],
    ['an OpenAI or Anthropic key', joined('sk-ant-api03-', 'a1B2c3D4e5F6g7H8i9J0')],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE…'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE…'],
    [
      'a JSON Web Token',
      joined('eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0.', 'dozjgNryP4J3jVmNHl0w5N'),
    ],
    ['a URL with a password', 'postgres://checkout:n0t-so-s3cret@db.internal:5432/checkout'],
    ['a URL with a password', 'redis://:p4ss-w0rd-1@cache.internal:6379/0'],
    ['a URL with a password', 'amqps://orders:h3llo-rabbit@mq.internal'],
    ['a connection string with a password', 'Server=db.internal;User Id=orders;Password=n0t-so-s3cret;'],
    [
      'a connection string with a password',
      'jdbc:mysql://db.internal/orders?user=orders&password=n0t-so-s3cret',
    ],
    ['JSON with a password', '{"username":"orders","password":"n0t-so-s3cret"}'],
  ])('%s', (what, value) => {
    expect(credentialKind('SETTING', value)).toBe(what);
  });
});

describe('names that say so', () => {
  test.each([
    ['DB_PASSWORD', 'hunter2'],
    ['dbPassword', 'hunter2'],
    ['PGPASSWORD', 'hunter2'],
    ['SMTP_PASS', 'correct horse battery'],
    ['MYSQL_ROOT_PASSWORD', 'password'],
    ['REDIS_PASSWORD_1', 'hunter2'],
    ['API_KEY', '3f0c9b2e71'],
    ['JWT_SECRET', 'my-super-secret'],
    ['SECRET_KEY_BASE', '0f3c9b2e71d4'],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['OAUTH_CLIENT_SECRET', 'GkX83hd-29dk'],
    ['GITHUB_TOKEN', 'a1b2c3d4e5'],
    ['APP_SECRET_PROD', 'GkX83hd-29dk'],
    ['SECRET', 'GkX83hd29dkPq7Lm4'],
    ['TOKEN', 'GkX83hd29dkPq7Lm4'],
    ['NEW_RELIC_LICENSE_KEY', '0123456789abcdef0123456789abcdef01234567'],
  ])('%s', (name, value) => {
    expect(credentialKind(name, value)).toBe('a credential (by its name)');
  });
});

describe('what is no credential', () => {
  test.each([
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', 'true'],
    ['DB_PASSWORD', '12345'],
    ['DB_PASSWORD', 'changeme'],
    ['DB_PASSWORD', 'replace-me'],
    ['DB_PASSWORD', '********'],
    ['DB_PASSWORD', 'DB_PASSWORD'],
    ['DB_PASSWORD', 'none'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['DB_PASSWORD', 'prod/checkout/db'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:checkout-Ab12Cd'],
    ['DB_PASSWORD', '{{resolve:secretsmanager:checkout:SecretString:password}}'],
    ['DB_PASSWORD', 'vault:secret/data/checkout#password'],
    ['DB_PASSWORD', 'https://vault.internal/v1/checkout'],
    ['DB_PASSWORD_FILE', 'db-password'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['PASSWORD_ENCODER', 'bcrypt'],
    ['RESET_PASSWORD', 'Choose a new password for the account'],
    ['PWD', '/srv/app'],
    ['SECRET_NAME', 'checkout'],
    ['DB_SECRET', 'checkout-db-credentials'],
    ['DB_SECRET', 'prod/checkout/db'],
    ['TOKEN_URL', 'https://login.example.com/oauth/token'],
    ['TOKEN_ISSUER', 'login.example.com'],
    ['MAX_TOKENS', '4096'],
    ['PAD_TOKEN', 'beginning-of-text-0001'],
    ['ENCRYPTION_KEY', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['ENCRYPTION_KEY', 'alias/checkout'],
    ['SIGNING_KEY', 'signing.pem'],
    ['PARTITION_KEY', 'customerId'],
    ['API_KEY_HEADER', 'x-api-key'],
    ['NEXT_PUBLIC_API_KEY', 'a1b2c3d4e5'],
    [
      'SUPABASE_ANON_KEY',
      joined('eyJhbGciOiJIUzI1NiJ9.', 'eyJyb2xlIjoiYW5vbiJ9aaaa.', 'dozjgNryP4J3jVmNHl0w5N'),
    ],
    ['STRIPE_PUBLISHABLE_KEY', 'pk_live_51H8a1B2c3D4e5F6'],
    ['DATABASE_URL', 'postgres://checkout@db.internal:5432/checkout'],
    ['DATABASE_URL', 'postgres://checkout:changeme@db.internal/checkout'],
    ['GIT_COMMIT', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
    ['IMAGE', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout:31'],
    ['JAVA_OPTS', '-Xmx512m -Dserver.port=8080'],
    ['CERTIFICATE', '-----BEGIN CERTIFICATE-----\nMIIC…'],
  ])('%s=%s', (name, value) => {
    expect(credentialKind(name, value)).toBeUndefined();
  });
});

test('what is said of a value holds nothing of it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), (value) => {
      const kind = credentialKind('DB_PASSWORD', value);
      if (kind !== undefined) expect(kind).not.toContain(value);
    }),
  );
});

test('the data is dated, and names the variables that the exec checker looks for', () => {
  expect(credentialsAsOf()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(awsKeyVariables()).toEqual(['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
});
