/** How families, containers, volumes, ports and roles may be named. */
import { all, not, type Truth, valueOr } from '../../src/fact/fact.ts';
import { limit, type PatternId, pattern } from '../../src/knowledge/ecs-limits.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import { parseArn } from '../../src/model/arn.ts';
import { select } from '../../src/model/select.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { malformed } from './form-of-text.ts';
import { blank, safe, setting, taskRow } from './forms.ts';
import { nameLike, repeats, twin } from './naming.ts';
import { observed, subject } from './subject.ts';

const REGISTER = apiPage('API_RegisterTaskDefinition');
const LETTERS = 'letters, digits, hyphens and underscores';

const VOLUME_NAMES = 'volumes[].name';
const CONTAINER_NAMES = 'containerDefinitions[].name';
const PORT_NAMES = 'containerDefinitions[].portMappings[].name';

export const names: readonly Constraint[] = [
  taskRow({
    id: 'container-name-duplicate',
    where: CONTAINER_NAMES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'two containers have the same `name`',
    severity: 'error',
    source: apiPage('API_ContainerDefinition'),
    violated: (name, { taskDefinition: { view } }) =>
      repeats(name, select(view as View, CONTAINER_NAMES).views),
    message: (name) => `two containers are named ${observed(name)}, expected a name of its own for each`,
    evidence: (name, { taskDefinition: { view } }) =>
      earlier(name, select(view as View, CONTAINER_NAMES).views),
  }),
  taskRow({
    id: 'container-name-pattern',
    where: CONTAINER_NAMES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'a container name is not 1 to 255 letters, digits, hyphens and underscores',
    severity: 'warning',
    source: apiPage('API_ContainerDefinition'),
    violated: (name) => all([not(blank(name)), breaks('container-name', name)]),
    message: (name) => `${subject(name)} ${fault(name, limit('container-name-pattern').max)}`,
  }),
  taskRow({
    id: 'family-pattern',
    where: 'family',
    appliesTo: 'any',
    when: 'the family is not 1 to 255 letters, digits, hyphens and underscores',
    severity: 'error',
    source: REGISTER,
    violated: (family) => all([not(blank(family)), breaks('family', family)]),
    message: (family) => `family ${fault(family, limit('family-pattern').max)}`,
    fixes: (family, deployment) => {
      const name = nameLike(valueOr(family.text, '').replace(/:\d+$/, ''), limit('family-pattern').max ?? 0);
      return name === '' ? [] : [setting(family, name, safe({ severity: 'error' }, deployment))];
    },
  }),
  taskRow({
    id: 'port-mapping-name-duplicate',
    where: PORT_NAMES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'two port mappings of the task definition have the same `name`',
    severity: 'error',
    source: apiPage('API_PortMapping'),
    violated: (name, { taskDefinition: { view } }) => repeats(name, select(view as View, PORT_NAMES).views),
    message: (name) =>
      `${subject(name)} is ${observed(name)}, which another port mapping of the task definition is named already`,
    evidence: (name, { taskDefinition: { view } }) => earlier(name, select(view as View, PORT_NAMES).views),
    fixes: (name, deployment) => {
      const { views } = select(deployment.taskDefinition.view as View, PORT_NAMES);
      const taken = views.map(({ raw }) => raw);
      const port = valueOr((name.parent as View<{ containerPort?: number }>).get('containerPort').number, '');
      const proposed = `${valueOr(name.text, '')}-${port}`;
      return taken.includes(proposed) || !pattern('port-mapping-name').test(proposed)
        ? []
        : [setting(name, proposed, safe({ severity: 'error' }, deployment))];
    },
  }),
  taskRow({
    id: 'port-mapping-name-pattern',
    where: PORT_NAMES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'the name of a port mapping is longer than 64 characters, has other characters than lower-case letters, digits, hyphens and underscores, or starts with a hyphen',
    severity: 'warning',
    source: apiPage('API_PortMapping'),
    violated: (name) => breaks('port-mapping-name', name),
    message: (name) =>
      `${subject(name)} ${fault(name, limit('port-mapping-name-pattern').max, 'lower-case letters, digits, hyphens and underscores, not starting with a hyphen')}`,
  }),
  taskRow({
    id: 'volume-name-duplicate',
    where: VOLUME_NAMES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'two volumes have the same `name`',
    severity: 'warning',
    source: apiPage('API_Volume'),
    violated: (name, { taskDefinition: { view } }) => repeats(name, select(view as View, VOLUME_NAMES).views),
    message: (name) => `two volumes are named ${observed(name)}, expected a name of its own for each`,
    evidence: (name, { taskDefinition: { view } }) => earlier(name, select(view as View, VOLUME_NAMES).views),
  }),
  taskRow({
    id: 'volume-name-pattern',
    where: VOLUME_NAMES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'a volume name is not 1 to 255 letters, digits, hyphens and underscores',
    severity: 'warning',
    source: apiPage('API_Volume'),
    violated: (name) => breaks('volume-name', name),
    message: (name) => `${subject(name)} ${fault(name, limit('volume-name-pattern').max)}`,
  }),
  taskRow({
    id: 'role-arn-format',
    where: ['executionRoleArn', 'taskRoleArn'],
    appliesTo: 'any',
    when: '`executionRoleArn` or `taskRoleArn` is neither the ARN of a role nor the name of one',
    severity: 'warning',
    source: REGISTER,
    // Empty text names no role: where one is needed, `role-confusion` says so.
    violated: (role) => malformed(role, (text) => text !== '' && !isRole(text)),
    message: (role) =>
      `${subject(role)} is ${observed(role)}, expected the name of a role or an ARN such as arn:aws:iam::123456789012:role/name`,
  }),
];

function breaks(id: PatternId, name: View): Truth {
  return malformed(name, (text) => !pattern(id).test(text));
}

function fault(name: View, max: number | undefined, letters = LETTERS): string {
  const text = valueOr(name.text, '');
  return max !== undefined && text.length > max
    ? `is ${text.length} characters long, expected at most ${max}`
    : `is ${observed(name)}, expected ${letters}`;
}

function earlier(name: View, all: readonly View[]): readonly string[] {
  const first = twin(name, all);
  return first ? [`the first one stands at ${first.pointer}`] : [];
}

function isRole(text: string): boolean {
  if (!text.startsWith('arn:')) return pattern('role-name').test(text);
  const arn = parseArn(text);
  return arn?.service === 'iam' && arn.resource.startsWith('role/') && arn.resource.length > 'role/'.length;
}
