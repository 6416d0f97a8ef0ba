import { resolve } from 'node:path';
import type { Finding } from '../../engine/result.ts';
import type { Mandate, Selector, Suppression } from '../../engine/suppression.ts';
import type { Configuration } from '../config/configuration.ts';
import { overlap } from '../config/read-configuration.ts';
import { listOf } from '../flags.ts';
import { UsageError } from '../usage-error.ts';
import { type Matcher, matcherOf } from './matching.ts';
import type { Register } from './register.ts';
import type { Scope } from './scope.ts';

/** What the configurations suppress, each for what is under it. */
export function configuredSuppressions(register: Register): readonly Suppression[] {
  return register.scopes.flatMap((scope) => {
    const { suppressions, bases } = scope.configuration;
    return suppressions.map(({ rules, reason, until, place, where }): Suppression => {
      const covers = selector(register, scope, matcherOf(where, bases));
      return { kind: 'external', rules, reason, place, covers, ...(until === undefined ? {} : { until }) };
    });
  });
}

/** The rules that nothing suppresses. */
export function configuredMandates(register: Register): readonly Mandate[] {
  return register.scopes.flatMap((scope) =>
    scope.configuration.mandatory.map(({ value, place }) => ({
      rules: [value],
      place,
      covers: selector(register, scope, matcherOf(undefined, [])),
    })),
  );
}

function selector(register: Register, scope: Scope, matcher: Matcher): Selector {
  const { finding } = matcher;
  return {
    deployment: (one) => {
      const entry = register.entry(one);
      return entry.scope === scope && matcher.deployment(entry.subject);
    },
    ...(finding ? { finding: (one: Finding) => finding(one, pathOf(one)) } : {}),
  };
}

/** The file that a finding stands in. */
export function pathOf({ location: { file } }: Finding): string | undefined {
  return file === undefined ? undefined : resolve(file);
}

/** What is mandatory cannot be left out of a run. */
export function refuseSkipped(skip: readonly string[], configurations: readonly Configuration[]): void {
  for (const name of listOf(skip))
    for (const { file, mandatory } of configurations)
      if (mandatory.some(({ value }) => overlap(value, name)))
        throw new UsageError(`--skip ${name}: ${file} makes it mandatory`);
}
