import {
  type Fact,
  known,
  orElse,
  type Truth,
  truth,
  unknown,
  unknownFor,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import { environment, type Variable } from '../../src/model/environment.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, type Failure, type Fix, failsIf, pass, type Verdicts } from '../../src/rule.ts';

type Container = View<ContainerShape>;
type Secret = View<{ name: string | undefined; valueFrom: string | undefined }>;

/** Every secret of a container sets a variable that nothing else of the container sets. */
export function judgeNames(container: Container): Verdicts {
  return container.get('secrets').items.match<Verdicts>({
    known: (secrets) => (secrets.length === 0 ? pass() : judgeSecrets(container, secrets)),
    absent: pass,
    unknown: cannotTell,
  });
}

function judgeSecrets(container: Container, secrets: readonly Secret[]): Verdicts {
  const variables = orElse(environment(container), () => known([]));
  return variables.match<Verdicts>({
    known: (list) => {
      const taken = new TakenNames(list.map(({ name }) => name));
      return secrets.map((secret, index) => {
        const name = secret.get('name').text;
        const verdict = failsIf(taken.has(name), () =>
          failure(container, secret, secrets.slice(0, index), list),
        );
        taken.add(name);
        return verdict;
      });
    },
    absent: pass,
    unknown: cannotTell,
  });
}

/** The names that a container sets so far, those that are not resolved among them. */
class TakenNames {
  readonly #names = new Set<string>();
  readonly #why: Why[] = [];

  constructor(names: readonly Fact<string>[]) {
    for (const name of names) this.add(name);
  }

  add(name: Fact<string>): void {
    name.match<unknown>({
      known: (text) => text !== '' && this.#names.add(text),
      absent: () => undefined,
      unknown: (why) => this.#why.push(...why),
    });
  }

  has(name: Fact<string>): Truth {
    return name.match<Truth>({
      known: (text) =>
        !this.#names.has(text) && this.#why.length > 0 ? unknownFor(this.#why) : truth(this.#names.has(text)),
      absent: () => truth(false),
      unknown: (why) => (this.#names.size === 0 && this.#why.length === 0 ? truth(false) : unknown(...why)),
    });
  }
}

function failure(
  container: Container,
  secret: Secret,
  earlier: readonly Secret[],
  variables: readonly Variable[],
): Failure {
  const name = valueOr(secret.get('name').text, '');
  const variable = variables.find((other) => valueOr(other.name, undefined) === name);
  const twin = earlier.find((other) => valueOr(other.get('name').text, undefined) === name);
  return {
    at: secret.get('name'),
    message: `${containerName(container)}: secret ${name} has the name of ${variable ? 'an environment variable' : 'another secret'} of the container, expected a name of its own`,
    fixes: [
      ...(variable ? [removeVariable(variable, name)] : []),
      ...(twin ? [removeTwin(secret, twin, name)] : []),
    ],
  };
}

function removeVariable(variable: Variable, name: string): Fix {
  return {
    kind: 'edit',
    description: `remove the environment variable ${name}, so that the secret sets it`,
    safe: false,
    edits: [{ at: variable.entry as View, op: 'remove' }],
  };
}

function removeTwin(secret: Secret, twin: Secret, name: string): Fix {
  const source = valueOr(secret.get('valueFrom').verbatim, undefined);
  return {
    kind: 'edit',
    description: `remove the second secret ${name}`,
    safe: source !== undefined && source === valueOr(twin.get('valueFrom').verbatim, undefined),
    edits: [{ at: secret as View, op: 'remove' }],
  };
}
