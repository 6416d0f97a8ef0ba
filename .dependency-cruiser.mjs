/**
 * Imports run one way. For each part of the program, the parts that it may import besides itself;
 * test/architecture.test.ts plants an import against each rule and sees it refused.
 */
const floor = ['fact', 'model', 'knowledge'];
const reasoners = ['iam', 'network', 'rollout'];
const belowEngine = [...floor, ...reasoners, 'rule'];
const mayImport = {
  fact: [],
  model: ['fact'],
  knowledge: ['fact', 'model'],
  iam: floor,
  network: floor,
  rollout: floor,
  rule: [...floor, ...reasoners],
  read: floor,
  aws: floor,
  engine: belowEngine,
  report: [...belowEngine, 'engine', 'diagnose'],
  fix: [...belowEngine, 'engine', 'read'],
  diagnose: [...belowEngine, 'engine'],
};

/** A part is a folder of src, or the one file src/rule.ts. */
const place = (part) => (part === 'rule' ? 'src/rule[.]ts$' : `src/${part}/`);
const places = (parts) => `^(?:${parts.map(place).join('|')})`;

const layers = Object.entries(mayImport).map(([part, others]) => ({
  name: `${part}-imports-downwards`,
  severity: 'error',
  comment: `src/${part} may import ${others.length > 0 ? others.join(', ') : 'no other part'}`,
  from: { path: places([part]) },
  to: { path: '^(?:src|rules)/', pathNot: places([part, ...others]) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
const config = {
  forbidden: [
    ...layers,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a cycle has no first module to read, test or load',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rules-import-downwards',
      severity: 'error',
      comment: 'a rule sees the rule API and what lies below it',
      from: { path: '^rules/[^/]+/' },
      to: { path: '^src/', pathNot: places(belowEngine) },
    },
    {
      name: 'rules-import-no-other-rule',
      severity: 'error',
      comment: 'what two rules share belongs below them',
      from: { path: '^rules/([^/]+)/' },
      to: { path: '^rules/', pathNot: '^rules/$1/' },
    },
    {
      name: 'rules-import-no-node-module',
      severity: 'error',
      comment: 'a rule judges what it is given, the same everywhere',
      from: { path: '^rules/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sdk-values-in-aws-only',
      severity: 'error',
      comment: 'types of the SDK are free; its code is loaded by src/aws alone',
      from: { path: '^(?:src|rules)/', pathNot: '^src/aws/' },
      to: { path: '@aws-sdk/|@smithy/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'aws-loaded-by-cli-alone',
      severity: 'error',
      comment: 'src/aws is loaded lazily, by the command line only',
      from: { path: '^(?:src|rules)/', pathNot: '^src/(?:aws|cli)/' },
      to: { path: '^src/aws/' },
    },
    {
      name: 'aws-loaded-lazily',
      severity: 'error',
      comment: 'an offline run must not load src/aws: import() it where it is needed',
      from: { path: '^src/cli/' },
      to: { path: '^src/aws/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      comment: 'the command line is the top; tests may reach into it',
      from: { path: '^(?:src|rules)/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'files-at-the-edge',
      severity: 'error',
      comment: 'only src/read and src/cli touch files',
      from: { path: '^src/', pathNot: '^src/(?:read|cli)/' },
      to: { path: '^(?:fs|fs/promises)$', dependencyTypes: ['core'] },
    },
    {
      name: 'processes-in-cli-only',
      severity: 'error',
      comment: 'only src/cli starts processes',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^child_process$', dependencyTypes: ['core'] },
    },
    {
      name: 'shipped-imports-shipped',
      severity: 'error',
      comment: 'what is shipped rests on nothing that is not',
      from: { path: '^(?:src|rules)/' },
      to: { path: '^(?:test|scripts|bench|fixtures)/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'an import that leads nowhere',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};

export default config;
