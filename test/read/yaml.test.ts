import { describe, expect, it, test } from 'vitest';
import { Unresolved } from '../../src/model/placeholder.ts';
import { readYaml } from '../../src/read/yaml.ts';

const documents = (text: string) => {
  const read = readYaml('taskdef.yaml', text);
  if ('error' in read) throw new Error(read.error.message);
  return read.documents;
};
const onlyValue = (text: string) => documents(text)[0]?.value;
const error = (text: string) => {
  const read = readYaml('taskdef.yaml', text);
  return 'error' in read ? read.error : undefined;
};

describe('quoted texts whose lines stand further left than they should', () => {
  test.each([
    ['single quotes', "a:\n  b:\n    - 'x\ny'\n    - z\n", { a: { b: ['x y', 'z'] } }],
    ['double quotes', 'a:\n  b: "x\n"\n  c: 1\n'.replace('\\"', '"'), { a: { b: 'x ', c: 1 } }],
    [
      'with a brace where the text breaks off',
      'a:\n  b: "{\n    \\"x\\": 1\n  }"\n  c: 1\n',
      { a: { b: '{ "x": 1 }', c: 1 } },
    ],
    ['empty lines', "a:\n  - 'x \n\n y\n\n\nz'\n", { a: ['x\ny\n\nz'] }],
    ['several', "a:\n  - 'it''s\nx'\n  - 'y\nz' # two\n", { a: ["it's x", 'y z'] }],
  ])('%s', (_, text, value) => {
    expect(onlyValue(text)).toEqual(value);
  });

  it('are told where no quote closes them', () => {
    expect(error("a:\n  b: 'x\ny\n")?.message).toContain('quote');
  });
});

describe('brackets and braces whose lines stand further left than they should', () => {
  test.each([
    [
      'the closing one',
      'a:\n    b: {\n      "x": [1,\n        2]\n  }\n    c: 3\n',
      { a: { b: { x: [1, 2] }, c: 3 } },
    ],
    [
      'all lines',
      'a:\n  b: {\n"x": {"y": 1},\n"z": [\n2\n]\n}\n  c: 3\n',
      { a: { b: { x: { y: 1 }, z: [2] }, c: 3 } },
    ],
    ['with comments', 'a:\n  b: [ # }\nx, # ]\n# y\n z\n]\n  c: 3\n', { a: { b: ['x', 'z'], c: 3 } }],
    [
      'with quoted texts',
      'a:\n  b: {\n"x}": \'it\'\'s ]\', y: a\'b "c,\n"z": "\\"}"\n}\n',
      { a: { b: { 'x}': "it's ]", y: 'a\'b "c', z: '"}' } } },
    ],
    ['with line ends of Windows', 'a:\r\n  b: {\r\n"x": 1\r\n}\r\n  c: 3\r\n', { a: { b: { x: 1 }, c: 3 } }],
    ['several', 'a:\n  - {\nx: 1\n}\n  - [\n2\n]\n', { a: [{ x: 1 }, [2]] }],
  ])('%s', (_, text, value) => {
    expect(onlyValue(text)).toEqual(value);
  });

  it('say where their values stand', () => {
    const source = documents('a:\n  b: {\n"x": 1, # one\n"y": 2\n}\n  c: 3\n')[0]?.source;
    expect(source?.span(['a', 'b', 'y'])).toMatchObject({ line: 4, column: 6 });
    expect(source?.span(['a', 'c'])).toMatchObject({ line: 6, column: 6 });
  });

  test.each([
    ['where nothing closes them', 'a:\n  b: [x,\n  c: [1]\nd: 2\n'],
    ['where another document begins before', 'a: [x,\n---\ny]\n'],
  ])('are told %s', (_, text) => {
    expect(error(text)?.message).toContain('a bracket or brace');
  });
});

describe('values as the AWS CLI reads them (YAML 1.2)', () => {
  test.each([
    ['yes', 'yes'],
    ['off', 'off'],
    ['true', true],
    ['017', 17],
    ['0o17', 15],
    ['0x1F', 31],
    ['12:30:45', '12:30:45'],
    ['"256"', '256'],
    ['256', 256],
    ['~', null],
    ['!!str 256', '256'],
    ['|\n  two\n  lines', 'two\nlines\n'],
  ])('%s', (written, value) => {
    expect(onlyValue(`a: ${written}\n`)).toEqual({ a: value });
  });

  it('merges keys, what is given first winning', () => {
    const text =
      'base: &base {cpu: 1, memory: 2}\nother: &other\n  pid: 3\napi:\n  <<: [*base, *other]\n  cpu: 9\n';
    expect(onlyValue(text)).toMatchObject({ api: { cpu: 9, memory: 2, pid: 3 } });
    expect(documents(text)[0]?.source.span(['api', 'pid'])).toMatchObject({ line: 3, column: 8 });
  });

  it('reads aliases, at their anchor', () => {
    const text = 'a: &x\n  - name: web\nb: *x\n';
    expect(onlyValue(text)).toEqual({ a: [{ name: 'web' }], b: [{ name: 'web' }] });
    expect(documents(text)[0]?.source.span(['b'])).toMatchObject({ line: 3, column: 4 });
    expect(documents(text)[0]?.source.span(['b', 0, 'name'])).toMatchObject({
      line: 2,
      column: 11,
      endColumn: 14,
    });
  });

  it('reads several documents, each with its own lines', () => {
    const [first, second, ...others] = documents('---\nfamily: api\n---\nserviceName: api\n---\n');
    expect([first?.value, second?.value, others]).toEqual([{ family: 'api' }, { serviceName: 'api' }, []]);
    expect(second?.source.span(['serviceName'])).toEqual({ line: 4, column: 14, endLine: 4, endColumn: 17 });
  });

  it('keeps the names of the prototype harmless', () => {
    const value = onlyValue('__proto__: {cpu: 1}\nconstructor: 2\n') as { cpu?: number };
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(value.cpu).toBeUndefined();
  });

  it('ends the span of a structure with its last line', () => {
    const text = '\uFEFFa:\n  b: 1\n\n# end\nc: 2\n';
    expect(documents(text)[0]?.source.span(['a'])).toEqual({ line: 2, column: 3, endLine: 2, endColumn: 7 });
    expect(documents('\uFEFFa: 1\n')[0]?.source.span(['a'])).toMatchObject({ line: 1, column: 4 });
  });
});

describe('placeholders', () => {
  test.each([
    '{{ must_env "CPU" }}',
    '${CPU}',
    '${{ env.CPU }}',
    '$CPU',
    '<CPU>',
    '%CPU%',
    '@CPU@',
    '!Ref Cpu',
    '!Sub "${Cpu}"',
  ])('%s is unresolved', (placeholder) => {
    const [read] = documents(
      `cpu: ${placeholder}\nlist:\n  - ${placeholder}\nflow: [1, ${placeholder}]\nend: here\n`,
    );
    const { cpu, list, flow, end } = (read?.value ?? {}) as {
      cpu: unknown;
      list: unknown[];
      flow: unknown[];
      end: string;
    };
    for (const one of [cpu, list[0], flow[1]]) expect(one).toBeInstanceOf(Unresolved);
    expect(end).toBe('here');
    expect(read?.source.span(['cpu'])).toMatchObject({
      line: 1,
      column: 6 + (placeholder.startsWith('!') ? placeholder.indexOf(' ') + 1 : 0),
    });
  });

  it('within text stays text, as it is written', () => {
    expect(
      onlyValue(
        'a: api:{{ must_env "TAG" }}\nb: "{{ x "y" }}: z"\nc: |\n  echo {{ x }} # ${Y}\nd: \'${X}\'\n',
      ),
    ).toEqual({ a: 'api:{{ must_env "TAG" }}', b: '{{ x "y" }}: z', c: 'echo {{ x }} # ${Y}\n', d: '${X}' });
  });

  test.each([
    ['a:\n{{ if .Prod }}\n  b: 1\n{{ end }}\n', 'Go template'],
    ['a:\n{% if prod %}\n  b: 1\n{% endif %}\n', 'Jinja'],
    ['Resources:\n{{include "x" .}}\n\n  b: 1\n', 'template'],
  ])('a template is told: %j', (text, language) => {
    expect(error(text)).toMatchObject({ line: 2, column: 1, message: expect.stringContaining(language) });
  });
});

describe('errors', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij']
    .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[index]}`).join(',')}]`)
    .join('\n')}\n`;
  test.each([
    ['an alias bomb', bomb, 1, 'aliases repeat so much'],
    ['an alias within its anchor', 'a: &a [1, *a]\n', 1, 'within its own anchor'],
    ['an alias of nothing', 'a: 1\nb: *missing\n', 2, 'names no anchor'],
    ['a tab', 'a:\n\tb: 1\n', 2, 'a tab indents this line'],
    [
      'a name given twice',
      'cpu: 1\nmemory: 2\ncpu: 3\n',
      3,
      'member "cpu" is given in line 1 and again in line 3',
    ],
    ['a bad indentation', 'a:\n    b: 1\n  c: 2\n', 3, 'indented'],
    ['an open bracket', 'a: [1, 2\n', 2, 'not closed'],
    ['two colons', 'a: b: c\n', 1, 'a member begins inside the value'],
    ['a member indented too far', 'a: b\n  c: d\n', 1, 'indent it like its neighbours'],
    ['a missing colon', 'a: 1\nb\nc: 2\n', 2, 'expected a colon'],
    ['an open quote', 'a: "b\n', 2, 'not valid YAML'],
    ['a structure as a name', '? {a: 1}\n: 2\n', 1, 'as the name of a member'],
    ['a number beyond 2^53', 'a: 9007199254740993\n', 1, '9007199254740993'],
    ['not a number', 'a: .nan\n', 1, '.nan'],
  ])('%s', (_, text, line, message) => {
    expect(error(text)).toMatchObject({ line, message: expect.stringContaining(message) });
    expect(error(text)?.message).not.toContain('\n');
  });

  it('a name given twice in a template, which CloudFormation takes: the rest is read, and the last one counts', () => {
    const [document] = documents(
      'Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Cpu: 1\n      Cpu: 2\n',
    );
    expect(document?.errors).toEqual([
      { file: 'taskdef.yaml', line: 6, column: 7, message: expect.stringContaining('in line 5 and again') },
    ]);
    expect(document?.value).toMatchObject({ Resources: { Task: { Properties: { Cpu: 2 } } } });
    expect(document?.source.span(['Resources', 'Task', 'Properties', 'Cpu'])).toMatchObject({
      line: 6,
      column: 12,
    });
  });

  it('deep by aliases only', () => {
    const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
    const text = names
      .map((name, index) => `${name}: &${name} ${index === 0 ? '1' : `[*n${index - 1}]`}`)
      .join('\n');
    expect(error(text)?.message).toContain('aliases nest');
  });
});
