/** The services that keep secrets and keys; none of their values is ever served. */
import { type Account, type Held, policyText } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { atMost, type PageRules, pageOf } from '../paging.ts';
import { JSON_CODES, type Service } from './service.ts';

/** AWS Secrets Manager: metadata and resource policies. */
export const secretsManager: Service = {
  name: 'secretsmanager',
  protocol: 'json',
  client: () => import('@aws-sdk/client-secrets-manager'),
  codes: { ...JSON_CODES, broken: ['InternalServiceError', 500] },
  operations: {
    DescribeSecret: (input, account) => secretOf(account, String(input['SecretId'])).value,
    GetResourcePolicy: (input, account) => {
      const id = String(input['SecretId']);
      const recorded = account.find('secretsmanager.resource-policy', id, () => []);
      const secret = secretOf(account, id);
      const policy =
        recorded ?? account.find('secretsmanager.resource-policy', String(secret.value['ARN']), () => []);
      return {
        ARN: secret.value['ARN'],
        Name: secret.value['Name'],
        ...(policy ? { ResourcePolicy: policyText(policy.value['ResourcePolicy']) } : {}),
      };
    },
  },
};

/** By full ARN, ARN without the six random characters, or name. */
function secretOf(account: Account, id: string): Held {
  const secret = account.find('secretsmanager.secret', id, ({ value }) => [
    value['ARN'],
    value['Name'],
    String(value['ARN'] ?? '').replace(/-[A-Za-z0-9]{6}$/, ''),
  ]);
  if (secret) return secret;
  account.refuse('secretsmanager.secret', id);
  throw new ApiError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** The answer holds 10 where the request does not say; 50 at most. */
const PARAMETERS: PageRules = { max: 50, fallback: 10, refusal: 'ValidationException' };

/** AWS Systems Manager: parameters without their values, and Session Manager's preferences. */
export const ssm: Service = {
  name: 'ssm',
  protocol: 'json',
  client: () => import('@aws-sdk/client-ssm'),
  codes: { ...JSON_CODES, broken: ['InternalServerError', 500] },
  operations: {
    DescribeParameters: (input, account) => {
      const filters = (input['ParameterFilters'] ?? []) as readonly {
        readonly Key: string;
        readonly Option?: string;
        readonly Values?: readonly string[];
      }[];
      for (const { Values = [] } of filters) atMost(Values, 50, 'ValidationException', 'Values');
      const parameters = account
        .all('ssm.parameter')
        .map(({ value }) => value)
        .filter((parameter) =>
          filters.every(({ Key, Option = 'Equals', Values = [] }) => {
            const held = String(parameter[Key] ?? '');
            return Values.some((wanted) => {
              if (Option === 'BeginsWith') return held.startsWith(wanted);
              if (Option === 'Contains') return held.includes(wanted);
              return held === wanted;
            });
          }),
        );
      const { page, next } = pageOf(
        parameters,
        input['MaxResults'],
        input['NextToken'],
        PARAMETERS,
        account.pageCap,
      );
      return { Parameters: page, NextToken: next };
    },
    GetDocument: (input, account) => {
      const name = String(input['Name']);
      const held = account.find('ssm.session-preferences', name, () => []);
      if (!held) {
        account.refuse('ssm.session-preferences', name);
        throw new ApiError('InvalidDocument', `Document with name ${name} does not exist.`);
      }
      return {
        Name: name,
        DocumentVersion: '1',
        Status: 'Active',
        DocumentType: 'Session',
        DocumentFormat: 'JSON',
        Content: JSON.stringify(held.value),
      };
    },
  },
};

const GRANTS: PageRules = { max: 100, fallback: 50, refusal: 'InvalidMarkerException' };

/** AWS Key Management Service: what keys are, who may use them. */
export const kms: Service = {
  name: 'kms',
  protocol: 'json',
  client: () => import('@aws-sdk/client-kms'),
  codes: { ...JSON_CODES, broken: ['KMSInternalException', 500] },
  operations: {
    DescribeKey: (input, account) => ({ KeyMetadata: keyOf(account, String(input['KeyId'])).value }),
    GetKeyPolicy: (input, account) => {
      const key = keyWithoutAlias(account, String(input['KeyId']));
      const policy = account.find('kms.key-policy', String(key.value['Arn']), () => []);
      if (!policy) throw new ApiError('NotFoundException', 'No such policy exists');
      return { Policy: policyText(policy.value['Policy']), PolicyName: 'default' };
    },
    ListGrants: (input, account) => {
      const key = keyWithoutAlias(account, String(input['KeyId']));
      const grants = account.collection('kms.grants', String(key.value['Arn']), 'kms.grant') ?? [];
      const { page, next } = pageOf(grants, input['Limit'], input['Marker'], GRANTS, account.pageCap);
      return { Grants: page.map(({ value }) => value), NextMarker: next, Truncated: next !== undefined };
    },
  },
};

/** By ARN, key id, alias (`alias/app`) or the alias's ARN; the snapshot holds a key under whichever was asked. */
function keyOf(account: Account, id: string): Held {
  const key = account.find('kms.key', id, ({ key, value }) => [
    value['Arn'],
    value['KeyId'],
    key.startsWith('alias/') ? `arn:aws:kms:${account.region}:${account.id}:${key}` : undefined,
    /^arn:[^/]*:(alias\/.+)$/.exec(key)?.[1],
  ]);
  if (key) return key;
  account.refuse('kms.key', id);
  throw new ApiError(
    'NotFoundException',
    id.includes('alias/') ? `Alias ${id} is not found.` : `Key '${id}' does not exist`,
  );
}

/** GetKeyPolicy and ListGrants take no alias. */
function keyWithoutAlias(account: Account, id: string): Held {
  if (id.includes('alias/')) throw new ApiError('InvalidArnException', `Invalid keyId '${id}'`);
  return keyOf(account, id);
}
