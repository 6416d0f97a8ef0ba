import { describe, expect, it, test } from 'vitest';
import { Unresolved } from '../../src/model/placeholder.ts';
import { readJson } from '../../src/read/json.ts';

const document = (text: string) => {
  const read = readJson('taskdef.json', text);
  if ('error' in read) throw new Error(read.error.message);
  return read.document;
};
const error = (text: string) => {
  const read = readJson('taskdef.json', text);
  return 'error' in read ? read.error : undefined;
};

describe('what is not strict JSON is read and recorded', () => {
  it('comments and trailing commas, in their order', () => {
    const text = '{\n  // the API\n  "family": "api", /* two */\n  "cpu": ["256",],\n}';
    const { value, leniencies } = document(text);
    expect(value).toEqual({ family: 'api', cpu: ['256'] });
    expect(leniencies.map(({ what, offset }) => [what, text.slice(offset, offset + 2)])).toEqual([
      ['comment', '//'],
      ['comment', '/*'],
      ['trailing-comma', ',]'],
      ['trailing-comma', ',\n'],
    ]);
  });

  it('has none for strict JSON, whatever its strings hold', () => {
    expect(document('{"a": "// no", "b": ",]", "c": "a:b"}').leniencies).toEqual([]);
  });

  it('keeps places right behind comments', () => {
    expect(document('{ /* a */ "cpu": // b\n  "256" }').source.span(['cpu'])).toEqual({
      line: 2,
      column: 3,
      endLine: 2,
      endColumn: 8,
    });
  });

  it('gives a byte order mark no column', () => {
    const { source, value } = document('\uFEFF{"cpu": "256"}');
    expect(value).toEqual({ cpu: '256' });
    expect(source.span(['cpu'])).toMatchObject({ line: 1, column: 9 });
    expect(source.text.startsWith('\uFEFF')).toBe(true);
  });
});

describe('bare placeholders', () => {
  test.each([
    '<IMAGE1_NAME>',
    '{{ must_env "TAG" }}',
    '{{ tfstate `aws_lb.main["a"].arn` }}',
    '${CPU}',
    '${{ env.CPU }}',
    '$CPU',
    '$$$$MEMORY$$$$',
    'XXXX',
    'YOUR_CPU',
    'DESIRED_COUNT',
    '<%= cpu %>',
    '#{Cpu}#',
    '@CPU@',
    '%CPU%',
    '1{{ zeros }}',
    '{{ if .Prod }}2{{ else }}1{{ end }}',
  ])('%s as a value, and as an element', (placeholder) => {
    const { value, source } = document(
      `{\n  "cpu": ${placeholder},\n  "list": [1, ${placeholder}],\n  "memory": "512"\n}`,
    );
    const { cpu, list, memory } = value as { cpu: Unresolved; list: [number, Unresolved]; memory: string };
    for (const one of [cpu, list[1]]) {
      expect(one).toBeInstanceOf(Unresolved);
      expect(one.why.reason).toBe('unresolved');
      expect(one.why.detail).toContain(placeholder);
    }
    expect(memory).toBe('512');
    expect(source.span(['cpu'])).toEqual({
      line: 2,
      column: 10,
      endLine: 2,
      endColumn: 10 + placeholder.length,
    });
    expect(source.span(['memory'])?.line).toBe(4);
  });

  it('may be a name', () => {
    const { value, source } = document('{"options": {{{ env `KEY` }}: "x", <NAME>: 2}}');
    expect(value).toEqual({ options: { '{{ env `KEY` }}': 'x', '<NAME>': 2 } });
    expect(source.span(['options', '<NAME>'])?.column).toBe(44);
  });

  it('may have quotes within a string', () => {
    const { value, source } = document('{"image": "api:{{ must_env "TAG" }}", "name": "api"}');
    expect(value).toEqual({ image: 'api:{{ must_env "TAG" }}', name: 'api' });
    expect(source.span(['name'])?.column).toBe(47);
  });

  it('keeps lines that end as on Windows', () => {
    const { source } = document('{\r\n  "cpu": <CPU>,\r\n  "memory": "512", // much\r\n}\r\n');
    expect(source.span(['memory'])).toEqual({ line: 3, column: 13, endLine: 3, endColumn: 18 });
  });

  it('leaves out what a Go template leaves out', () => {
    expect(document('{{- $tag := env "TAG" -}}\n{{/* the API */}}\n{"family": "api"}').value).toEqual({
      family: 'api',
    });
  });

  test.each([
    ['{"a": [\n{{ if eq .Env "prod" }}\n1\n{{ end }}\n]}', 'Go template'],
    ['{"a": [\n{{#each names}}\n"x"\n{{/each}}\n]}', 'Handlebars or Mustache'],
    ['{"a": [\n{% for x in y %}\n1\n{% endfor %}\n]}', 'Jinja'],
    ['{"a": [\n<% if prod %>\n1\n<% end %>\n]}', 'ERB or EJS'],
    ['{"a": [\n%{ for x in y }\n1\n%{ endfor }\n]}', 'Terraform template'],
  ])('a directive is told with the language: %j', (text, language) => {
    expect(error(text)).toMatchObject({ line: 2, column: 1, message: expect.stringContaining(language) });
  });
});

describe('errors', () => {
  test.each([
    ['{"a": 1', 1, 8, 'the text ends where'],
    ['{"a":', 1, 6, 'the text ends where a value was expected'],
    ['{"a": "b', 1, 7, 'never ends'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected a comma but found "b"'],
    ['{"a" 1}', 1, 6, 'expected a colon'],
    ['{"a": tru}', 1, 7, 'expected a value but found "tru"'],
    ['{"a": True}', 1, 7, 'JSON writes true'],
    ['{"a": \'b\'}', 1, 7, 'double quotes'],
    ['{"a": 1,\n ...\n}', 2, 2, 'found "..."'],
    ['{"a": integer}', 1, 7, 'found "integer"'],
    ['{"a": 1}\n{"b": 2}', 2, 1, 'second value'],
    ['{"a": "\\x"}', 1, 7, 'escape'],
    ['{"a": "\t"}', 1, 7, 'control character'],
    ['{"a": 1 /* x', 1, 9, 'never ends'],
  ])('%j', (text, line, column, message) => {
    expect(error(text)).toMatchObject({
      file: 'taskdef.json',
      line,
      column,
      message: expect.stringContaining(message),
    });
  });

  it('names both lines of a member that is given twice, at any depth', () => {
    expect(error('{\n "a": {"cpu": 1,\n "memory": 2,\n "cpu": 3}}')).toMatchObject({
      line: 4,
      column: 2,
      message: expect.stringContaining('member "cpu" is given in line 2 and again in line 4'),
    });
    expect(error('{"a": 1, "\\u0061": 2}')?.message).toContain('member "a" is given twice in line 1');
    expect(error('{"__proto__": 1, "__proto__": 2}')?.message).toContain('"__proto__"');
  });

  it('takes equal names in different structures for no duplicate', () => {
    expect(error('[{"name": "a"}, {"name": "a", "inner": {"name": "::"}}]')).toBeUndefined();
  });

  test.each(['9007199254740993', '-9007199254740993', '12345678901234567890', '1e400', '1e16'])(
    'the number %s',
    (number) => {
      expect(error(`{"a": 1,\n "b": ${number}}`)).toMatchObject({
        line: 2,
        message: expect.stringContaining(number),
      });
    },
  );

  test.each(['9007199254740991', '0.12345678901234567890', '1e3', '123456789012'])(
    'but not the number %s',
    (number) => {
      expect(document(`{"b": ${number}}`).value).toEqual({ b: Number(number) });
    },
  );

  it('keeps the names of the prototype harmless', () => {
    for (const text of [
      '{"__proto__": {"cpu": 1}, "constructor": 2}',
      '{"__proto__": {"cpu": 1}, "constructor": 2,}',
    ]) {
      const { value } = document(text);
      expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
      expect((value as { cpu?: number }).cpu).toBeUndefined();
      expect(document(text).source.span(['__proto__', 'cpu'])?.column).toBe(23);
    }
  });
});
