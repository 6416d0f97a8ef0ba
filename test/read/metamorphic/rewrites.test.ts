import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Expected, inputsOf, ruleFixtures } from '../../fixtures.ts';
import { judge, type Told } from './judging.ts';
import { MOVES, nesting, split, whollyNested } from './moves.ts';
import { numbers } from './mutations.ts';
import { REWRITES } from './rewrites.ts';
import { adding, type Json, type Literal, type Template, templateOf, withLiterals } from './template.ts';

const fixtures = ruleFixtures().filter(({ name }) => name.includes('-cfn-'));
const rules = [...new Set(fixtures.map(({ rule }) => rule.id))];

/** Each verdict of each deployment and each finding, without the ids and places that a rewrite changes. */
function flat({ verdicts, result }: Told): readonly string[] {
  const all = [...verdicts.values()].flatMap((of) =>
    Object.entries(of).map(([problem, is]) => `${problem}: ${is}`),
  );
  const found = result.findings.map(({ rule, problem }) => `finding ${rule}/${problem}`);
  // JSON with comments is a matter of the syntax.
  return [...all, ...found, ...result.inputErrors.map(({ message }) => message)]
    .filter((one) => !one.startsWith('rejected-by-ecs/json-not-strict'))
    .sort();
}

type Judged = (expected: Expected) => Promise<Told>;

const asJson =
  (template: Template, files: Readonly<Record<string, string>> = {}): Judged =>
  (expected) =>
    judge({ 'template.json': JSON.stringify(template) }, { expected, files });

const PARTS = [/IAM::Role$/, /EC2::(?:VPC|Subnet)$/, /Logs::|Secrets|KMS/, /ECS::Cluster$/];

/** What means the same as a template, each rewritten in its way. */
function versions(template: Template): ReadonlyMap<string, Judged> {
  const made = new Map<string, Judged>();
  made.set('YAML', (expected) => judge({ 'template.yaml': stringify(template) }, { expected }));
  for (const [name, rewrite] of Object.entries(REWRITES)) made.set(name, asJson(rewrite(template)));
  for (const [name, move] of Object.entries(MOVES)) {
    const moved = move(template);
    if (JSON.stringify(moved) !== JSON.stringify(template)) made.set(name, asJson(moved));
  }
  made.set(
    'all of it nested',
    asJson(whollyNested(template, './inner.json'), { 'inner.json': JSON.stringify(template) }),
  );
  // Two stacks have two names, and each its own parameters.
  if (JSON.stringify(template).includes('AWS::StackName')) return made;
  for (const types of PARTS) {
    const nested = split(template, types, (output) => ({ 'Fn::GetAtt': ['Inner', `Outputs.${output}`] }));
    if (nested) {
      const files = { 'inner.json': JSON.stringify(nested.inner) };
      made.set(`${types} nested`, asJson(nesting(nested.outer, 'Inner', 'inner.json'), files));
    }
    const apart = split(
      template,
      types,
      (output) => ({ 'Fn::ImportValue': `S:${output}` }),
      (output) => `S:${output}`,
    );
    if (apart && template['Parameters'] === undefined)
      made.set(`${types} in another stack`, assembled(apart.inner, apart.outer));
  }
  return made;
}

function assembled(inner: Template, outer: Template): Judged {
  return (expected) => {
    const { account = 'unknown-account', region = 'unknown-region' } = expected.target ?? {};
    const stack = (templateFile: string) => ({
      type: 'aws:cloudformation:stack',
      environment: `aws://${account}/${region}`,
      properties: { templateFile },
    });
    const manifest = {
      version: '48.0.0',
      artifacts: { Inner: stack('inner.json'), Outer: stack('outer.json') },
    };
    const files = {
      'cdk.out/inner.json': JSON.stringify(inner),
      'cdk.out/outer.json': JSON.stringify(outer),
    };
    return judge({ 'cdk.out/manifest.json': JSON.stringify(manifest) }, { expected, files });
  };
}

/** Their region is read of literals that stand where CloudFormation itself would have none of them changed. */
const PINNED = 'pass-cfn-reached-by-endpoint-of-a-region';

/** Each fixture is rewritten in some of the ways, all of them over all fixtures. `REWRITES=all` takes all for each. */
const EACH = process.env['REWRITES'] === 'all' ? 1 : 11;

describe('a template that means the same is judged alike', () => {
  test.each(rules)('fixtures of %s', async (rule) => {
    const different: string[] = [];
    for (const [index, { folder, name, expected }] of fixtures.entries()) {
      const [input, ...others] = inputsOf(folder);
      if (fixtures[index]?.rule.id !== rule || !input || others.length > 0 || name === PINNED) continue;
      const template = await templateOf(input.file, input.text);
      const wanted = flat(await judge({ [input.file]: input.text }, { expected }));
      for (const [at, [way, judged]] of [...versions(template)].entries()) {
        if ((at + index) % EACH !== 0) continue;
        const got = flat(await judged(expected));
        const gone = wanted.filter((one) => !got.includes(one));
        const come = got.filter((one) => !wanted.includes(one));
        if (gone.length + come.length > 0 || got.length !== wanted.length)
          different.push(`${name}, ${way}: ${gone.join(', ')} -> ${come.join(', ')}`);
      }
    }
    expect(different).toEqual([]);
  });
});

/** What leaves a literal open, whichever way. */
const OPENED: readonly ((value: Literal) => Json)[] = [
  () => ({ Ref: 'Open' }),
  () => ({ 'Fn::ImportValue': 'elsewhere' }),
  (value) => ({ 'Fn::If': ['IsOpen', value, { Ref: 'AWS::NoValue' }] }),
  () => ({ 'Fn::Transform': { Name: 'Mine', Parameters: {} } }),
  (value) => ({ 'Fn::Sub': `${String(value).slice(0, 3)}\${Open}` }),
  () => '{{resolve:ssm:/some/name}}',
];

/** Verdicts that are not left open where a value is, with the reason. */
const DECIDED_ALL_THE_SAME: Readonly<Record<string, string>> = {
  'grace-period/grace-missing':
    'a grace period that is missing is told where nobody says how long the start takes',
  'log-group/create-group-denied': 'it is about groups that are not known to exist',
  'role-confusion/role-not-found': 'an open path of a role is taken for /',
};

describe('what is left open makes no finding and takes none away', () => {
  test.each(rules)('fixtures of %s', async (rule) => {
    const different: string[] = [];
    for (const [index, { folder, name, expected }] of fixtures.entries()) {
      const [input, ...others] = inputsOf(folder);
      if (fixtures[index]?.rule.id !== rule || !input || others.length > 0) continue;
      const written = await templateOf(input.file, input.text);
      const template = adding(adding(written, 'Parameters', { Open: { Type: 'String' } }), 'Conditions', {
        IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] },
      });
      const paths: string[] = [];
      withLiterals(template, (value, path) => {
        paths.push(path);
        return value;
      });
      const random = numbers(Number(process.env['SEED'] ?? 1) * 7919 + index);
      const [before, ...more] = (
        await judge({ 'template.json': JSON.stringify(template) }, { expected })
      ).verdicts.values();
      if (!before || more.length > 0) continue;
      const reduced: [string, Template][] = [];
      for (let left = 1; left > 0; left--) {
        const chosen = paths[random(paths.length)] ?? '';
        const open = OPENED[random(OPENED.length)] as (value: Literal) => Json;
        const made = withLiterals(template, (value, path) => (path === chosen ? open(value) : value));
        reduced.push([`${chosen} ${JSON.stringify(open('…'))}`, made]);
      }
      const imported = split(template, PARTS[index % PARTS.length] as RegExp, (output) => ({
        'Fn::ImportValue': output,
      }));
      if (imported) reduced.push(['imported', imported.outer]);
      for (const [what, one] of reduced) {
        const [after] = (
          await judge({ 'template.json': JSON.stringify(one) }, { expected })
        ).verdicts.values();
        for (const [problem, is] of Object.entries(after ?? {})) {
          const was = before[problem];
          // What applies under some circumstances alone may not be wrong under any.
          const held =
            is === was ||
            is === 'unknown' ||
            (was !== 'fail' && was !== 'unknown' && is !== 'fail' && is !== 'crashed');
          if (!held && !(problem in DECIDED_ALL_THE_SAME))
            different.push(`${name}, ${what}: ${problem} ${was} -> ${is}`);
        }
      }
    }
    expect(different).toEqual([]);
  });
});
