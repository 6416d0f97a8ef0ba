/** What a task definition must have at all, and of what shape its lists and maps must be. */
import { all, any, every, holds, not, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import { limit, pattern } from '../../src/knowledge/ecs-limits.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { parseImage } from '../../src/model/image-reference.ts';
import { findPlaceholder, Unresolved, unresolvedPlaceholder } from '../../src/model/placeholder.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers, essential } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, missing } from './constraint.ts';
import { malformed } from './form-of-text.ts';
import { blank, counted, lackings, required, safe, setting, taskRow } from './forms.ts';
import { allContainers, nameLike, spelledNames } from './naming.ts';
import { owner, subject } from './subject.ts';
import { shapes } from './wrong-shapes.ts';

const REGISTER = apiPage('API_RegisterTaskDefinition');
const CONTAINER = apiPage('API_ContainerDefinition');

const shapeErrors: readonly Constraint[] = [
  taskRow({
    id: 'container-definitions-missing',
    where: 'containerDefinitions',
    appliesTo: 'any',
    when: 'the task definition has no container, `containerDefinitions` being absent or empty',
    severity: 'error',
    source: REGISTER,
    violated: (list) => any([missing(list), holds(list.size, (size) => size === 0)]),
    message: (list) =>
      `containerDefinitions is ${list.raw === undefined || list.raw === null ? 'absent' : 'empty'}, expected at least one container`,
  }),
  taskRow({
    id: 'essential-container-missing',
    where: 'containerDefinitions',
    appliesTo: 'any',
    when: 'every container says `essential: false`; one that says nothing is essential',
    severity: 'error',
    source: CONTAINER,
    violated: (list, { taskDefinition }) =>
      all([
        holds(list.size, (size) => size > 0),
        every(containers(taskDefinition), (container) => not(essential(container))),
      ]),
    at: (list, { taskDefinition }) => {
      const [first, ...others] = valueOr(containers(taskDefinition), []);
      return first && others.length === 0 ? first.get('essential') : list;
    },
    message: (list) =>
      `all ${String(valueOr(list.size, ''))} containers have essential false, expected at least one essential container`.replace(
        'all 1 containers have',
        'the only container has',
      ),
    fixes: (_, deployment) => {
      const list = valueOr(containers(deployment.taskDefinition), []);
      // Of several one has to be chosen, and a service asks more of an essential container.
      const plain = list.length === 1 && !deployment.service;
      return list.map((container) =>
        setting(container.get('essential'), true, plain && safe({ severity: 'error' }, deployment)),
      );
    },
  }),
  required({
    id: 'container-name-missing',
    where: 'containerDefinitions[].name',
    appliesTo: 'any',
    when: 'a container has no `name`',
    severity: 'error',
    source: CONTAINER,
    because: 'every container needs a name that is unique in the task definition',
    fixes: (name, deployment) => {
      const image = valueOr((name.parent as View<ContainerShape>).get('image').text, undefined);
      const proposed = image && nameLike(parseImage(image).repository.split('/').at(-1) ?? '', 255);
      if (!proposed || spelledNames(allContainers(deployment)).includes(proposed)) return [];
      return [setting(name, proposed, safe({ severity: 'error' }, deployment))];
    },
  }),
  required({
    id: 'container-image-missing',
    where: 'containerDefinitions[].image',
    appliesTo: 'any',
    when: 'a container has no `image`',
    severity: 'error',
    source: CONTAINER,
    because: 'every container needs an image to run',
  }),
  taskRow({
    id: 'image-reference',
    where: 'containerDefinitions[].image',
    absentPasses: true,
    appliesTo: 'any',
    when: 'an image reference is longer than 255 characters before its digest, or its digest is not `sha256:` with 64 hexadecimal digits',
    severity: 'warning',
    source: CONTAINER,
    violated: (image) => malformed(image, (text) => imageFault(text) !== undefined),
    message: (image) => `${subject(image)} ${imageFault(valueOr(image.text, '')) ?? ''}`,
  }),
  required({
    id: 'family-missing',
    where: 'family',
    appliesTo: 'any',
    when: 'the task definition has no `family`',
    severity: 'error',
    source: REGISTER,
    because: 'the revision is registered under a family',
    fixes: (family, deployment) => {
      const [name, ...others] = spelledNames(allContainers(deployment));
      return name !== undefined && others.length === 0 && pattern('family').test(name)
        ? [setting(family, name, false, `name the family after its container: ${JSON.stringify(name)}`)]
        : [];
    },
  }),
  counted({
    id: 'containers-max',
    where: 'containerDefinitions',
    appliesTo: 'any',
    when: 'the task definition has more containers than the quota allows',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
    what: 'containers',
  }),
  taskRow({
    id: 'task-definition-size',
    where: '',
    appliesTo: 'any',
    when: 'the serialized task definition is larger than 65536 bytes',
    severity: 'error',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
    violated: tooLarge,
    message: (root) =>
      `the task definition takes ${Buffer.byteLength(JSON.stringify(root.raw))} bytes as JSON, expected at most ${limit('task-definition-size').max}`,
  }),
  taskRow({
    id: 'secret-name-missing',
    where: 'containerDefinitions[].secrets[]',
    appliesTo: 'any',
    when: 'an entry of `secrets` lacks `name` or `valueFrom`',
    severity: 'error',
    source: apiPage('API_Secret'),
    violated: (secret) => any(secretParts(secret).map(blank)),
    at: (secret) => secretParts(secret).find(isBlank) ?? secret,
    message: (secret) =>
      `${subject(secret)} has ${lackings(secretParts(secret).filter(isBlank))}, expected both name and valueFrom`,
  }),
  taskRow({
    id: 'health-check-command-missing',
    where: 'containerDefinitions[].healthCheck.command',
    appliesTo: 'any',
    when: 'a `healthCheck` has no `command`',
    severity: 'error',
    source: apiPage('API_HealthCheck'),
    violated: (command) => any([missing(command), holds(command.size, (size) => size === 0)]),
    message: (command) =>
      `the healthCheck of ${owner(command)} has no command, expected one that starts with CMD or CMD-SHELL`,
  }),
];

/** Everything about what must be there and of what shape. */
export const shape: readonly Constraint[] = [...shapeErrors, ...shapes];

function imageFault(text: string): string | undefined {
  const [name = '', digest] = text.split('@', 2);
  const max = limit('image-reference').max ?? name.length;
  if (name.length > max) return `has ${name.length} characters before its digest, expected at most ${max}`;
  if (digest !== undefined && !pattern('image-digest').test(digest))
    return `has the digest "${digest}", expected sha256: and 64 hexadecimal digits`;
  return undefined;
}

function secretParts(secret: View): readonly View[] {
  const members = secret as View<{ name?: string; valueFrom?: string }>;
  return [members.get('name'), members.get('valueFrom')];
}

function isBlank(value: View): boolean {
  return valueOr(blank(value), false);
}

/** In UTF-8 a UTF-16 unit takes at most three bytes, and the compact form is no longer than the text: most files need no count. */
const MOST_BYTES = 3;

/**
 * A placeholder stands for a name or a tag, not for half a task definition: only where what is literal takes more than half
 * of the limit may it decide.
 */
function tooLarge(_: View, { taskDefinition }: Deployment): Truth {
  const max = limit('task-definition-size').max ?? Number.POSITIVE_INFINITY;
  const { source, raw } = taskDefinition.view;
  if (raw instanceof Unresolved) return unknown(raw.why);
  if (source.syntax === 'json' && source.text.length * MOST_BYTES <= max) return truth(false);
  const json = JSON.stringify(raw) ?? '';
  const bytes = Buffer.byteLength(json);
  if (bytes > max || bytes * 2 <= max) return truth(bytes > max);
  const placeholder = findPlaceholder(json);
  return placeholder ? unknown(unresolvedPlaceholder(placeholder)) : truth(false);
}
