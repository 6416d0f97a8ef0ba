import { describe, expect, test } from 'vitest';
import type { EditOutput } from '../../src/engine/result.ts';
import { applyEdits, applyFixes } from '../../src/fix/apply.ts';

const remove = (pointer: string): EditOutput => ({ pointer, op: 'remove' });
const set = (pointer: string, value: unknown): EditOutput => ({ pointer, op: 'set', value });

const CHECKOUT = `{
    "family": "checkout", // billed to payments
    "containerDefinitions": [{
        "name": "web",
        "portMappings": [ {"containerPort": 80, "hostPort": 8080} ]
    }, {
        "name": "logs",
        /* pinned by the platform team */
        "image": "fluent-bit:3.1"
    }],
    "requiresCompatibilities": ["FARGATE"],

    "cpu": "256", // the smallest
    "memory": "513"
}
`;

describe('JSON keeps its layout', () => {
  test.each<[string, string, readonly EditOutput[], string]>([
    [
      'the last member goes with the comma before it, whose comment stays',
      CHECKOUT,
      [remove('/memory')],
      CHECKOUT.replace('"256", // the smallest\n    "memory": "513"', '"256" // the smallest'),
    ],
    [
      'a member goes with its line and the comment at its end, the blank line above stays',
      CHECKOUT,
      [remove('/cpu')],
      CHECKOUT.replace('    "cpu": "256", // the smallest\n', ''),
    ],
    [
      'an element between braces on shared lines',
      CHECKOUT,
      [remove('/containerDefinitions/0')],
      CHECKOUT.replace(/\{\n {8}"name": "web"[\s\S]*?\}, \{/, '{'),
    ],
    [
      'the last element between braces on shared lines',
      CHECKOUT,
      [remove('/containerDefinitions/1')],
      CHECKOUT.replace(/\}, \{\n {8}"name": "logs"[\s\S]*?\}\]/, '}]'),
    ],
    [
      'a member within one line',
      CHECKOUT,
      [remove('/containerDefinitions/0/portMappings/0/hostPort')],
      CHECKOUT.replace(', "hostPort": 8080', ''),
    ],
    [
      'a new member within one line',
      CHECKOUT,
      [set('/containerDefinitions/0/portMappings/0/protocol', 'udp')],
      CHECKOUT.replace('8080}', '8080, "protocol": "udp"}'),
    ],
    [
      'a new member with its missing parent, shared by two edits',
      CHECKOUT,
      [
        set('/runtimePlatform/cpuArchitecture', 'ARM64'),
        set('/runtimePlatform/operatingSystemFamily', 'LINUX'),
      ],
      CHECKOUT.replace(
        '"513"',
        '"513",\n    "runtimePlatform": {\n        "cpuArchitecture": "ARM64",\n        "operatingSystemFamily": "LINUX"\n    }',
      ),
    ],
    [
      'a new member takes the place of the last one that goes',
      CHECKOUT,
      [remove('/memory'), set('/networkMode', 'awsvpc')],
      CHECKOUT.replace('"memory": "513"', '"networkMode": "awsvpc"'),
    ],
    [
      'several list elements, named by their old indexes',
      '{"command": ["a", "b", "c", "d"]}',
      [remove('/command/0'), remove('/command/2'), set('/command/3', 'z')],
      '{"command": ["b", "z"]}',
    ],
    [
      'all elements',
      '{\n\t"links": [\n\t\t"a",\n\t\t"b"\n\t]\n}',
      [remove('/links/0'), remove('/links/1')],
      '{\n\t"links": []\n}',
    ],
    ['a trailing comma stays', '[\n  1,\n  2,\n]\n', [remove('/1')], '[\n  1,\n]\n'],
    ['a trailing comma is given on', '[\n  1,\n]\n', [set('/1', 2)], '[\n  1,\n  2,\n]\n'],
    [
      'commas that lead their lines',
      '{ "a": 1\n, "b": 2\n, "c": 3\n}',
      [remove('/b')],
      '{ "a": 1\n, "c": 3\n}',
    ],
    [
      'a minified text stays one',
      '{"a":{},"b":[1]}',
      [set('/a/c', { d: [1, 2] }), remove('/b/0')],
      '{"a":{"c":{"d":[1,2]}},"b":[]}',
    ],
    [
      'a member set to null is there to be filled',
      '{\n  "a": null\n}',
      [set('/a/b', 1)],
      '{\n  "a": {\n    "b": 1\n  }\n}',
    ],
    [
      'names that a pointer escapes',
      '{"a/b": 1, "c~d": 2}',
      [remove('/a~1b'), set('/c~0d', 3)],
      '{"c~d": 3}',
    ],
    ['a member given twice', '{"a": 1, "b": 0, "a": 2}', [remove('/a')], '{"b": 0}'],
    ['a name of the prototype', '{"__proto__": 1, "b": 2}', [remove('/__proto__')], '{"b": 2}'],
    [
      'placeholders that stand bare',
      '{\n  "image": {{ must_env `IMAGE` }},\n  "cpu": <CPU>,\n  "memory": "1"\n}',
      [remove('/cpu'), set('/memory', '2')],
      '{\n  "image": {{ must_env `IMAGE` }},\n  "memory": "2"\n}',
    ],
  ])('%s', (_, text, edits, expected) => {
    expect(applyEdits(text, 'json', edits)).toBe(expected);
    expect(applyEdits(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'json', edits)).toBe(
      `\uFEFF${expected.replaceAll('\n', '\r\n')}`,
    );
  });
});

const ORDERS = `# owned by fulfilment
family: orders # one per region
requiresCompatibilities: [FARGATE, "EC2"]
containerDefinitions:
  - name: web
    image: 'orders:1.4'
    # reached by the balancer
    portMappings:
      - containerPort: 80
        hostPort: 8080 # not in awsvpc
    command:
      - sh
      - |
        ./migrate
        ./serve
    environment: []
cpu: '256'   # the smallest
memory: 513
volumes:
`;

describe('YAML keeps its layout', () => {
  test.each<[string, string, readonly EditOutput[], string]>([
    [
      'an entry goes with its line',
      ORDERS,
      [remove('/containerDefinitions/0/portMappings/0/hostPort')],
      ORDERS.replace('        hostPort: 8080 # not in awsvpc\n', ''),
    ],
    [
      'the next entry moves up to the dash',
      ORDERS,
      [remove('/containerDefinitions/0/portMappings/0/containerPort')],
      ORDERS.replace('containerPort: 80\n        ', ''),
    ],
    [
      'a comment above stays',
      ORDERS,
      [remove('/containerDefinitions/0/portMappings')],
      ORDERS.replace(/ {4}portMappings[\s\S]*?awsvpc\n/, ''),
    ],
    [
      'the last element leaves an empty list',
      ORDERS,
      [remove('/containerDefinitions/0/portMappings/0')],
      ORDERS.replace(/portMappings:[\s\S]*?awsvpc/, 'portMappings: []'),
    ],
    [
      'a text of several lines',
      ORDERS,
      [remove('/containerDefinitions/0/command/1')],
      ORDERS.replace(/ {6}- \|[\s\S]*?serve\n/, ''),
    ],
    ['quotes stay what they are', ORDERS, [set('/cpu', '512')], ORDERS.replace("'256'", "'512'")],
    [
      'quotes come where a number is to be a text',
      ORDERS,
      [set('/memory', '512')],
      ORDERS.replace('513', '"512"'),
    ],
    [
      'no quotes come where none are needed',
      ORDERS,
      [set('/family', 'orders-eu')],
      ORDERS.replace('family: orders', 'family: orders-eu'),
    ],
    [
      'a flow list',
      ORDERS,
      [remove('/requiresCompatibilities/0'), set('/requiresCompatibilities/2', 'EXTERNAL')],
      ORDERS.replace('[FARGATE, "EC2"]', '["EC2", EXTERNAL]'),
    ],
    [
      'an empty flow list',
      ORDERS,
      [set('/containerDefinitions/0/environment/0', { name: 'MODE', value: 'on' })],
      ORDERS.replace('[]', '[{ name: MODE, value: "on" }]'),
    ],
    [
      'a key without a value',
      ORDERS,
      [set('/volumes/0/name', 'data')],
      ORDERS.replace('volumes:\n', 'volumes:\n  - name: data\n'),
    ],
    [
      'a new entry of a list',
      ORDERS,
      [set('/containerDefinitions/1', { name: 'logs', image: 'fluent-bit' })],
      ORDERS.replace("cpu: '", "  - name: logs\n    image: fluent-bit\ncpu: '"),
    ],
    [
      'a new key',
      ORDERS,
      [set('/containerDefinitions/0/essential', true)],
      ORDERS.replace('environment: []\n', 'environment: []\n    essential: true\n'),
    ],
    [
      'comments between entries that all go',
      'links:\n  # first\n  - a # own\n  # second\n  - b\nx: 1\n',
      [remove('/links/0'), remove('/links/1')],
      'links: []\n  # first\n  # second\nx: 1\n',
    ],
    ['no line break at the end', 'a: 1\nb: 2', [remove('/b')], 'a: 1'],
    ['no line break at the end, and a new key', 'a: 1\nb: 2', [set('/c', 3)], 'a: 1\nb: 2\nc: 3'],
    [
      'a comment of a value that becomes a map',
      'a: 1 # why\nb: 2\n',
      [set('/a', { c: 3 })],
      'a: # why\n  c: 3\nb: 2\n',
    ],
    [
      'a value that a merge key brings in',
      'x: &base\n  cpu: 1\ny:\n  <<: *base\n',
      [set('/y/cpu', 2)],
      'x: &base\n  cpu: 1\ny:\n  <<: *base\n  cpu: 2\n',
    ],
    [
      'placeholders',
      'image: ${IMAGE}\ntag: {{ must_env `TAG` }}\ncpu: 1\n',
      [set('/cpu', 2)],
      'image: ${IMAGE}\ntag: {{ must_env `TAG` }}\ncpu: 2\n',
    ],
    [
      'JSON in YAML',
      '{"a": 1, "b": [1]}\n',
      [set('/c', 'x'), remove('/b/0')],
      '{"a": 1, "b": [], "c": "x"}\n',
    ],
  ])('%s', (_, text, edits, expected) => {
    expect(applyEdits(text, 'yaml', edits)).toBe(expected);
    expect(applyEdits(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'yaml', edits)).toBe(
      `\uFEFF${expected.replaceAll('\n', '\r\n')}`,
    );
  });

  test('one document of several, where it is told which', () => {
    const text = 'family: api\ncpu: 1\n---\nserviceName: api\n';
    expect(applyEdits(text, 'yaml', [set('/desiredCount', 2)], 1)).toBe(`${text}desiredCount: 2\n`);
    expect(applyEdits(text, 'yaml', [remove('/cpu')], 0)).toBe(text.replace('cpu: 1\n', ''));
    expect(applyEdits(text, 'yaml', [remove('/cpu')])).toEqual({
      problem: 'the text holds 2 documents, and which one is meant is not told',
    });
  });
});

describe('what cannot be done is told', () => {
  test.each<[string, 'json' | 'yaml', string, readonly EditOutput[], string]>([
    ['a text that does not parse', 'json', '{"a": ', [remove('/a')], 'the text is not JSON'],
    ['YAML that does not parse', 'yaml', 'a: [1\nb: 2\n', [remove('/a')], 'the text is not YAML'],
    ['a member that is not there', 'json', '{"a": 1}', [remove('/b')], 'there is nothing to remove at /b'],
    ['an index that is not there', 'json', '{"a": [1]}', [set('/a/4', 1)], 'the list at /a has no element 4'],
    ['a member of a scalar', 'json', '{"a": 1}', [set('/a/b', 1)], '/a is neither a list nor a map'],
    ['the whole document', 'json', '{"a": 1}', [set('', 1)], 'a whole document cannot be set or removed'],
    [
      'an edit within another',
      'json',
      '{"a": {"b": 1}}',
      [remove('/a'), set('/a/b', 2)],
      'another edit concerns /a/b too',
    ],
    [
      'an edit around another',
      'json',
      '{"a": {"b": 1}}',
      [set('/a/b', 2), remove('/a')],
      'another edit concerns /a too',
    ],
    [
      'two values for one member',
      'json',
      '{"a": 1}',
      [set('/a', 2), set('/a', 3)],
      'another edit concerns /a too',
    ],
    [
      'a value that an alias shares',
      'yaml',
      'a: &x\n  b: 1\nc: *x\n',
      [set('/c/b', 2)],
      'the edit cannot be made without changing more of the text than it should',
    ],
    [
      'a value that an alias repeats',
      'yaml',
      'a: &x 1\nc: *x\n',
      [set('/a', 2)],
      'the edit cannot be made without changing more of the text than it should',
    ],
    [
      'an anchor that is still used',
      'yaml',
      'a: &x 1\nc: *x\n',
      [remove('/a')],
      'the edit cannot be made without changing more of the text than it should',
    ],
    [
      'what a merge key brings in',
      'yaml',
      'x: &base\n  cpu: 1\ny:\n  <<: *base\n',
      [remove('/y/cpu')],
      'the edit cannot be made without changing more of the text than it should',
    ],
    [
      'keys behind a question mark',
      'yaml',
      '? a\n: 1\n? b\n: 2\n',
      [remove('/a')],
      'the edit cannot be made without changing more of the text than it should',
    ],
  ])('%s', (_, syntax, text, edits, problem) => {
    expect(applyEdits(text, syntax, edits)).toEqual({ problem });
  });
});

describe('several fixes of one text', () => {
  test('are made together', () => {
    const text = '{\n  "a": [1, 2, 3],\n  "b": 1\n}';
    expect(applyFixes(text, 'json', [[remove('/a/0')], [remove('/b')], [set('/a/2', 4)]])).toEqual({
      text: '{\n  "a": [2, 4]\n}',
      skipped: [],
    });
  });

  test('wholly or not at all, the earlier before the later', () => {
    const text = '{"a": {"b": 1}, "c": 2}';
    const fixes = [[set('/a/b', 2)], [remove('/c'), remove('/a')], [set('/c', 3)]];
    expect(applyFixes(text, 'json', fixes)).toEqual({
      text: '{"a": {"b": 2}, "c": 3}',
      skipped: [{ index: 1, problem: 'another edit concerns /a too' }],
    });
  });

  test('that ask for the same are made once', () => {
    expect(applyFixes('a: 1\nb: 2\n', 'yaml', [[remove('/a')], [remove('/a')]])).toEqual({
      text: 'b: 2\n',
      skipped: [],
    });
  });
});
