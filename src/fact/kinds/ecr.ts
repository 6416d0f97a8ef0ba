import type { ResourceKind } from '../kind.ts';
import type { PolicyText } from './iam.ts';

/** A private repository: the account of its registry, its name, its region. */
export interface RepositoryQuery {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The policy of a private repository; absent where it has none. */
export const repositoryPolicy: ResourceKind<RepositoryQuery, { readonly policyText: PolicyText }> = {
  sort: 'resource',
  id: 'ecr.repository-policy',
  noun: 'policy of repository',
  actions: ['ecr:GetRepositoryPolicy'],
  after: ['ecs.task-definition'],
  key: ({ account, region, name }) => `${account}/${region}/${name}`,
};
