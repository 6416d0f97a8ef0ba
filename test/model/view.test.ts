import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/fact/fact.ts';
import { Unresolved } from '../../src/model/placeholder.ts';
import { select } from '../../src/model/select.ts';
import type { ContainerShape, TaskDefinitionShape } from '../../src/model/shapes.ts';
import { toPointer } from '../../src/model/source.ts';
import { View } from '../../src/model/view.ts';

const source = { file: 'task.json', text: '', syntax: 'json' as const, span: () => undefined };
const root = <T = TaskDefinitionShape>(raw: unknown) => View.root<T>(source, raw);

/** A fact as the tests name it: its value, `absent`, or the reasons' details. */
const told = (fact: Fact<unknown>): unknown =>
  fact.match<unknown>({
    known: (value) => ({ known: value }),
    absent: () => 'absent',
    unknown: (why) => why.map(({ detail }) => detail),
  });

describe('scalars', () => {
  const of = (value: unknown) => root<{ x?: string }>({ x: value }).get('x');

  test.each([
    ['a string', 'api', { known: 'api' }],
    ['a number as the API would spell it', 256, { known: '256' }],
    ['null', null, 'absent'],
    ['nothing', undefined, 'absent'],
    ['a placeholder', 'repo:${TAG}', ['the placeholder ${TAG} is not resolved']],
    ['a list', ['api'], ['/x is not a string']],
  ])('text of %s', (_, value, expected) => {
    expect(told(of(value).text)).toEqual(expected);
  });

  test.each([
    [512, { known: 512 }],
    ['512', { known: 512 }],
    [' 0.5 ', { known: 0.5 }],
    ['', ['/x is not a number']],
    ['0x10', ['/x is not a number']],
    ['1e3', ['/x is not a number']],
    ['${MEMORY}', ['the placeholder ${MEMORY} is not resolved']],
    [true, ['/x is not a number']],
  ])('number of %j', (value, expected) => {
    expect(told(of(value).number)).toEqual(expected);
  });

  test.each([
    [true, { known: true }],
    ['false', { known: false }],
    ['False', ['/x is not a boolean']],
    [0, ['/x is not a boolean']],
  ])('flag of %j', (value, expected) => {
    expect(told(of(value).flag)).toEqual(expected);
  });

  test('verbatim text keeps what looks like a placeholder', () => {
    expect(told(of('echo $HOME').verbatim)).toEqual({ known: 'echo $HOME' });
  });
});

describe('structures', () => {
  test('names of the prototype are members like any other', () => {
    const raw = JSON.parse('{"constructor": "a", "__proto__": "b"}') as unknown;
    const view = root<{ constructor?: string; __proto__?: string; toString?: string }>(raw);
    expect(told(view.get('constructor').text)).toEqual({ known: 'a' });
    expect(told(view.get('__proto__').text)).toEqual({ known: 'b' });
    expect(told(view.get('toString').text)).toBe('absent');
  });

  test('members of what is absent are absent, of what is unresolved unknown', () => {
    const why = { reason: 'unresolved', detail: 'the placeholder <LOGS> is not resolved' } as const;
    const view = root({ containerDefinitions: [{}, { logConfiguration: new Unresolved(why) }] });
    const drivers = select(view as View, 'containerDefinitions[].logConfiguration.logDriver').views;
    expect(drivers.map((driver) => told(driver.text))).toEqual([[why.detail]]);
  });

  test('a member that UpdateService leaves out is unknown, also below deploymentConfiguration, but nowhere else', () => {
    const silence = { reason: 'offline', detail: 'unchanged', unlockedBy: '--live' } as const;
    const raw = { deploymentConfiguration: { maximumPercent: 150 }, networkConfiguration: {} };
    interface Update {
      desiredCount?: number;
      deploymentConfiguration?: { minimumHealthyPercent?: number; maximumPercent?: number };
      networkConfiguration?: { awsvpcConfiguration?: object };
    }
    const view = View.root<Update>(source, raw, [], silence);
    expect(told(view.get('desiredCount').number)).toEqual(['unchanged']);
    expect(told(view.get('desiredCount').given)).toEqual(['unchanged']);
    expect(told(view.get('deploymentConfiguration').get('minimumHealthyPercent').number)).toEqual([
      'unchanged',
    ]);
    expect(told(view.get('deploymentConfiguration').get('maximumPercent').number)).toEqual({ known: 150 });
    expect(told(view.get('networkConfiguration').get('awsvpcConfiguration').given)).toEqual({ known: false });
  });

  test('something stands where a placeholder stands', () => {
    const why = { reason: 'unresolved', detail: 'the placeholder <X> is not resolved' } as const;
    expect(told(root({ cpu: new Unresolved(why) }).get('cpu').given)).toEqual({ known: true });
  });

  test('entries of a map', () => {
    const view = root<{ dockerLabels?: Record<string, string> }>({
      dockerLabels: { team: 'orders', 'a/b': 'c' },
    });
    const entries = view.get('dockerLabels').entries.match<unknown>({
      known: (list) => list.map(([name, value]) => [name, told(value.text), value.pointer]),
      absent: () => [],
      unknown: () => [],
    });
    expect(entries).toEqual([
      ['team', { known: 'orders' }, '/dockerLabels/team'],
      ['a/b', { known: 'c' }, '/dockerLabels/a~1b'],
    ]);
  });
});

describe('selections', () => {
  const raw = {
    containerDefinitions: [
      { name: 'web', portMappings: [{ containerPort: 80 }, { hostPort: 8080 }] },
      { name: 'proxy' },
      { name: 'logs', portMappings: 'none' },
    ],
  };

  test('go through lists, leave the absent out, and tell what they could not see', () => {
    const { views, why } = select(root(raw) as View, 'containerDefinitions[].portMappings[].containerPort');
    expect(views.map(({ pointer }) => pointer)).toEqual([
      '/containerDefinitions/0/portMappings/0/containerPort',
      '/containerDefinitions/0/portMappings/1/containerPort',
    ]);
    expect(why.map(({ detail }) => detail)).toEqual(['/containerDefinitions/2/portMappings is not a list']);
  });

  test('are made once, and give the views that walking by hand gives', () => {
    const view = root(raw);
    const [web] = select(view as View, 'containerDefinitions[]').views as readonly View<ContainerShape>[];
    const again = select(view as View, 'containerDefinitions[]').views[0];
    expect(web).toBe(again);
  });

  test('an empty path selects the root', () => {
    const view = root(raw) as View;
    expect(select(view, '').views).toEqual([view]);
  });
});

test('pointers are escaped as RFC 6901 says', () => {
  expect(toPointer(['a/b', 'm~n', 0])).toBe('/a~1b/m~0n/0');
});
