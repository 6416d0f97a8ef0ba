import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read, repository, told } from './house.ts';

const MAIN = 'deploy/ecs-preflight.yml';

async function extending(names: string, files: Readonly<Record<string, unknown>> = {}) {
  const root = repository({ ...files, [MAIN]: `extends: ${names}\nfailOn: info\n` });
  return { root, ...(await read(join(root, MAIN))) };
}

describe('what is extended', () => {
  test.each([
    ['a path beside it', './base.yml', 'deploy/base.yml'],
    ['a path above it', '../base.json', 'base.json'],
    ['a file of a package', '"@acme/ecs/strict.yml"', 'node_modules/@acme/ecs/strict.yml'],
    ['a package, by the usual name', 'acme-ecs', 'node_modules/acme-ecs/ecs-preflight.yml'],
  ])('%s', async (_, name, file) => {
    const { errors, strict, failOn } = await extending(name, {
      [file]: '{"strict": true, "failOn": "never"}',
    });
    expect(errors).toEqual([]);
    // Its own word goes before what it extends.
    expect([strict?.value, failOn?.value]).toEqual([true, 'info']);
  });

  test('several, of which a later one goes first', async () => {
    const { ...found } = await extending('[./a.yml, ./b.yml]', {
      'deploy/a.yml': 'strict: true\nrules: {log-group: off}',
      'deploy/b.yml': 'strict: false\nrules: {log-group: info}',
    });
    expect(found.strict?.value).toBe(false);
    expect(found.layers.flatMap(({ rules }) => rules).map(({ level }) => level?.value)).toEqual([
      'off',
      'info',
    ]);
    expect(found.files.map((file) => file.slice(found.root.length + 1))).toEqual([
      'deploy/a.yml',
      'deploy/b.yml',
      MAIN,
    ]);
  });

  test('one that two extend counts once', async () => {
    const { layers } = await extending('[./a.yml, ./b.yml]', {
      'deploy/a.yml': 'extends: ./c.yml',
      'deploy/b.yml': 'extends: ./c.yml',
      'deploy/c.yml': 'rules: {log-group: off}',
    });
    expect(layers.flatMap(({ rules }) => rules)).toHaveLength(1);
  });
});

describe('what cannot be extended', () => {
  test.each([
    ['./no.yml', 'there is no file "./no.yml" to extend'],
    ['no-such-package', 'there is no package "no-such-package" in node_modules'],
    ['here.yml', 'there is no package "here.yml" in node_modules, did you mean "./here.yml"?'],
    ['acme/no.yml', 'there is no file "acme/no.yml" to extend'],
    [
      '/etc/passwd',
      'expected a path that begins with ./ or ../, or a file of a package, found "/etc/passwd"',
    ],
    [
      'acme/../../x.yml',
      'expected a path that begins with ./ or ../, or a file of a package, found "acme/../../x.yml"',
    ],
    ['./code.js', 'only YAML and JSON are extended (.yml, .yaml, .json), found "./code.js"'],
    [
      'https://example.com/a.yml',
      'only files are extended, and nothing is downloaded: found "https://example.com/a.yml"',
    ],
  ])('%s', async (name, message) => {
    const { errors } = await extending(name, {
      'node_modules/acme/package.json': {},
      'deploy/here.yml': '',
      'deploy/code.js': 'throw 1',
    });
    expect(told({ errors })).toEqual([`1:10 ${message}`]);
  });

  test('a folder elsewhere that a symbolic link calls a package; one of the repository is one', async () => {
    const elsewhere = repository({ 'x.yml': 'failOn: hidden', 'y.yml': 'failOn: hidden' });
    const root = repository({
      [MAIN]: 'extends: [away/x.yml, own/y.yml]',
      'packages/own/y.yml': 'strict: true',
      'node_modules/z/x': '',
    });
    symlinkSync(elsewhere, join(root, 'node_modules/away'));
    symlinkSync('../packages/own', join(root, 'node_modules/own'));
    expect(told(await read(join(root, MAIN)))).toEqual([
      '1:11 "away/x.yml" is outside of the repository: only what is in it is extended',
    ]);
  });

  test('a configuration that is a link out of the repository is not read, and no line of it is shown', async () => {
    const elsewhere = repository({ 'x.yml': 'password: hidden' });
    const root = repository({ 'y.yml': '' });
    symlinkSync(join(elsewhere, 'x.yml'), join(root, 'ecs-preflight.yml'));
    const found = await read(join(root, 'ecs-preflight.yml'));
    expect(told(found)).toEqual([
      ': this symbolic link leads out of the repository: a configuration from elsewhere is named with --config',
    ]);
    expect(found.text).toBeUndefined();
  });

  test('a circle that goes by symbolic links, by which a file has endlessly many names', async () => {
    const root = repository({ [MAIN]: 'extends: [./a/ecs-preflight.yml, ./b/ecs-preflight.yml]' });
    for (const name of ['a', 'b']) symlinkSync('.', join(root, 'deploy', name));
    const main = join(root, MAIN);
    expect(told(await read(main))).toEqual(
      ['a', 'b'].map((name, index) => {
        const again = join(root, 'deploy', name, 'ecs-preflight.yml');
        return `1:${index === 0 ? 11 : 34} ${again} extends itself: ${main} → ${again}`;
      }),
    );
  });

  test('a link that leads round in a circle, and a name that no file can have', async () => {
    const root = repository({ [MAIN]: 'extends: ["./x.yml", "./\\0.yml"]' });
    symlinkSync('x.yml', join(root, 'deploy/x.yml'));
    expect(told(await read(join(root, MAIN)))).toEqual([
      '1:11 there is no file "./x.yml" to extend',
      '1:22 there is no file "./\\u0000.yml" to extend',
    ]);
  });

  test('a circle', async () => {
    const { errors, root } = await extending('./a.yml', { 'deploy/a.yml': 'extends: ./ecs-preflight.yml' });
    const main = join(root, MAIN);
    expect(errors).toEqual([
      {
        file: join(root, 'deploy/a.yml'),
        line: 1,
        column: 10,
        message: `${main} extends itself: ${main} → ${join(root, 'deploy/a.yml')} → ${main}`,
      },
    ]);
  });

  test.each([
    ['by its path', '../../outside.yml'],
    ['by a link', './link.yml'],
  ])('what is outside of the repository, %s', async (_, name) => {
    const root = repository({
      'outside.yml': 'failOn: never',
      'house/.git/HEAD': '',
      [`house/${MAIN}`]: `extends: ${name}`,
    });
    symlinkSync(join(root, 'outside.yml'), join(root, 'house/deploy/link.yml'));
    const { errors } = await read(join(root, 'house', MAIN));
    expect(told({ errors })).toEqual([
      `1:10 "${name}" is outside of the repository: only what is in it is extended`,
    ]);
  });

  test('an error in it is told with its own place, and its lines are not kept to be shown', async () => {
    const { errors, text, root } = await extending('./base.yml', {
      'deploy/base.yml': '# x\npassword: hunter2\n',
    });
    expect(errors).toMatchObject([{ file: join(root, 'deploy/base.yml'), line: 2, column: 1 }]);
    expect(errors[0]?.message).not.toContain('hunter2');
    expect(text).toBe('extends: ./base.yml\nfailOn: info\n');
  });
});

describe('what is mandatory', () => {
  test.each([
    ['as a rule', 'rules: {log-group: off}', 'log-group'],
    ['one of its problems', 'rules: {log-group/group-missing: off}', 'log-group'],
    ['for some', 'overrides: [{services: api, rules: {log-group: off}}]', 'log-group'],
    ['of a problem, by its rule', 'rules: {log-group: off}', 'log-group/group-missing'],
  ])('cannot be turned off %s', async (_, text, mandatory) => {
    const root = repository({
      'base.yml': `mandatory: [${mandatory}]`,
      'ecs-preflight.yml': `extends: ./base.yml\n${text}`,
    });
    const { errors } = await read(join(root, 'ecs-preflight.yml'));
    expect(errors.map(({ line, message }) => [line, message])).toEqual([
      [2, `${mandatory} is mandatory (${join(root, 'base.yml')}:1): nothing may turn it off`],
    ]);
  });

  test('may be given another severity', async () => {
    const root = repository({ 'ecs-preflight.yml': 'mandatory: [log-group]\nrules: {log-group: error}' });
    expect((await read(join(root, 'ecs-preflight.yml'))).errors).toEqual([]);
  });
});
