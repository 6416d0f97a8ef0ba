/** Ranges of ports, `containerPortRange`. */
import {
  absent,
  all,
  any,
  both,
  chain,
  equals,
  type Fact,
  holds,
  known,
  map,
  type Truth,
  truth,
  valueOr,
} from '../../src/fact/fact.ts';
import { isWithin, limit, pattern } from '../../src/knowledge/ecs-limits.ts';
import { isEnumValue } from '../../src/knowledge/ecs-shapes.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { networkMode } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Fix } from '../../src/rule.ts';
import type { Constraint } from './constraint.ts';
import { expected, safe, setting, taskRow } from './forms.ts';
import { containerOf, member } from './naming.ts';
import { besidePort, sameProtocol } from './ports.ts';
import { observed, oneOf, owner, subject } from './subject.ts';

const MAPPING = apiPage('API_PortMapping');
const ERROR = { severity: 'error' } as const;
const RANGES = 'containerDefinitions[].portMappings[].containerPortRange';
/** The network modes in which a range of ports can be mapped. */
const MODES_WITH_RANGES = ['bridge', 'awsvpc'];

export const portRanges: readonly Constraint[] = [
  taskRow({
    id: 'container-port-range-syntax',
    where: RANGES,
    absentPasses: true,
    appliesTo: 'any',
    when: '`containerPortRange` is not written as `first-last`',
    severity: 'error',
    source: MAPPING,
    violated: (range) => holds(range.text, (text) => !pattern('container-port-range').test(text)),
    message: (range) => `${subject(range)} is ${observed(range)}, expected first-last such as "8000-8010"`,
    fixes: (range, deployment) => {
      const [first, last, ...more] = valueOr(range.text, '').match(/\d+/g) ?? [];
      return first && last && more.length === 0
        ? [setting(range, `${first}-${last}`, safe(ERROR, deployment))]
        : [];
    },
  }),
  taskRow({
    id: 'container-port-range-bounds',
    where: RANGES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'a port of the range is below 1 or above 65535',
    severity: 'error',
    source: MAPPING,
    violated: (range) =>
      holds(bounds(range), (ends) => ends.some((port) => !isWithin('container-port-range-bounds', port))),
    message: (range) =>
      `${subject(range)} is ${observed(range)}, expected ports of ${expected('container-port-range-bounds')}`,
  }),
  taskRow({
    id: 'container-port-range-reversed',
    where: RANGES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'the first port of the range is not below the last',
    severity: 'error',
    source: MAPPING,
    violated: (range) => holds(bounds(range), ([first, last]) => first >= last),
    message: (range) => `${subject(range)} is ${observed(range)}, expected a first port below the last`,
    fixes: rightWayRound,
  }),
  taskRow({
    id: 'container-port-range-overlap',
    where: RANGES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'two ranges of the task have a port in common',
    severity: 'error',
    source: MAPPING,
    violated: (range, deployment) =>
      any(earlierRanges(range, deployment).map((other) => collide(range, other, deployment))),
    message: (range, deployment) => {
      const other = earlierRanges(range, deployment).find((earlier) =>
        valueOr(collide(range, earlier, deployment), false),
      );
      return `${subject(range)} is ${observed(range)}, which overlaps with ${other ? `${observed(other)} of ${owner(other)}` : 'another range'}`;
    },
  }),
  taskRow({
    id: 'container-port-range-with-port',
    where: RANGES,
    absentPasses: true,
    appliesTo: 'any',
    when: 'one port mapping has `containerPortRange` beside `containerPort` or `hostPort`',
    severity: 'error',
    source: MAPPING,
    violated: (range) => all([range.given, any(singlePorts(range).map((port) => port.given))]),
    message: (range) =>
      `${subject(range.parent as View)} has containerPortRange ${observed(range)} beside ${oneOf(
        singlePorts(range)
          .filter(isGiven)
          .map((port) => `${port.key} ${observed(port)}`),
      )}, expected one or the other`,
    fixes: (range, deployment) => [
      {
        kind: 'edit',
        description: 'keep the range and remove the single port',
        safe: safe(ERROR, deployment),
        edits: singlePorts(range)
          .filter(isGiven)
          .map((at) => ({ at, op: 'remove' as const })),
      },
    ],
  }),
  taskRow({
    id: 'container-port-range-mode',
    where: RANGES,
    absentPasses: true,
    appliesTo: 'networkMode known',
    when: '`containerPortRange` is set with a network mode other than bridge or awsvpc',
    severity: 'warning',
    source: MAPPING,
    violated: (range, { taskDefinition: { view } }) =>
      all([
        range.given,
        holds(
          view.get('networkMode').text,
          (mode) => isEnumValue('NetworkMode', mode) && !MODES_WITH_RANGES.includes(mode),
        ),
      ]),
    message: (range, { taskDefinition: { view } }) =>
      `${subject(range)} is set with networkMode ${observed(view.get('networkMode') as View)}, expected ${oneOf(MODES_WITH_RANGES)}`,
  }),
  taskRow({
    id: 'container-port-ranges-max',
    where: 'containerDefinitions[].portMappings',
    absentPasses: true,
    appliesTo: 'any',
    when: 'a container has more than 100 port ranges',
    severity: 'warning',
    source: MAPPING,
    violated: (mappings) =>
      all([
        holds(mappings.size, (size) => size > maxRanges()),
        holds(rangesOf(mappings), (count) => count > maxRanges()),
      ]),
    message: (mappings) =>
      `${owner(mappings)} has ${valueOr(rangesOf(mappings), 0)} port ranges, expected at most ${maxRanges()}`,
  }),
];

function singlePorts(range: View): readonly View[] {
  return [besidePort(range, 'containerPort'), besidePort(range, 'hostPort')];
}

function isGiven(value: View): boolean {
  return valueOr(value.given, false);
}

/** First and last port, where the range is written as one. */
function bounds(range: View): Fact<readonly [number, number]> {
  return chain(
    map(range.text, (text) => pattern('container-port-range').exec(text)),
    (parts): Fact<readonly [number, number]> =>
      parts ? known([Number(parts[1]), Number(parts[2])]) : absent(),
  );
}

function overlap(a: View, b: View): Truth {
  return all([
    chain(
      both(bounds(a), bounds(b), (left, right) => left[0] <= right[1] && right[0] <= left[1]),
      truth,
    ),
    sameProtocol(a, b),
  ]);
}

/** The ranges before this one, of all containers. */
function earlierRanges(range: View, deployment: Deployment): readonly View[] {
  const ranges: readonly View[] = select(deployment.taskDefinition.view as View, RANGES).views;
  return ranges.slice(0, Math.max(ranges.indexOf(range), 0));
}

/** In awsvpc and host mode all containers share their ports, on a bridge each has its own. */
function collide(range: View, other: View, deployment: Deployment): Truth {
  const shared =
    containerOf(other) === containerOf(range)
      ? truth(true)
      : equals(networkMode(deployment.taskDefinition), 'awsvpc', 'host');
  return all([overlap(range, other), shared]);
}

function rightWayRound(range: View, deployment: Deployment): readonly Fix[] {
  const ends = valueOr(bounds(range), undefined);
  if (!ends) return [];
  const [first, last] = ends;
  if (first > last) return [setting(range, `${last}-${first}`, safe(ERROR, deployment))];
  return [
    {
      kind: 'edit',
      description: `map the single port ${first}`,
      safe: safe(ERROR, deployment),
      edits: [
        { at: range, op: 'remove' },
        { at: besidePort(range, 'containerPort'), op: 'set', value: first },
      ],
    },
  ];
}

function maxRanges(): number {
  return limit('container-port-ranges-max').max ?? Number.POSITIVE_INFINITY;
}

function rangesOf(mappings: View): Fact<number> {
  return map(
    (mappings as View<object[]>).items as Fact<readonly View[]>,
    (items) => items.filter((item) => isGiven(member(item, 'containerPortRange'))).length,
  );
}
