import { describe, expect, test } from 'vitest';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { outcomeOf, stackOf } from './values.ts';

const SECTIONS = `
Transform: AWS::LanguageExtensions
Parameters:
  Env: {Type: String, Default: prod}
  Open: {Type: String}
  Port: {Type: Number, Default: 8080}
  Names: {Type: CommaDelimitedList, Default: "a, b ,c"}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /web/image}
  Password: {Type: String, NoEcho: true, Default: hunter2}
Mappings:
  Sizes:
    prod: {Cpu: 1024, Same: x}
    test: {Cpu: 256, Same: x}
  Regions:
    us-east-1: {HVM64: ami-0ff8a91507f77f867}
    us-west-1: {HVM64: ami-0bdb828fd58c52235}
Conditions:
  Yes: !Equals [!Ref Env, prod]
  No: !Equals [!Ref Env, test]
  Maybe: !Equals [!Ref Open, prod]
Resources:
  Role: {Type: AWS::IAM::Role}
  Named: {Type: AWS::IAM::Role, Properties: {RoleName: web, Path: /team/}}
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/\${Env}/web'}}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Topic: {Type: AWS::SNS::Topic}
  Absent: {Type: AWS::IAM::Role, Condition: No}
`;
const SAID = { region: 'us-west-1', account: '123456789012' };

/** Examples that AWS's reference of the functions gives with their results, and what follows from its rules. */
const TABLE: readonly (readonly [string, string, unknown])[] = [
  // Ref
  ['a parameter by its default', '!Ref Env', 'prod'],
  ['a number', '!Ref Port', 8080],
  ['a list, whose blanks do not count', '!Ref Names', ['a', 'b', 'c']],
  ['a parameter without a value', '!Ref Open', '${Open}'],
  ['a list without a value', '!Ref Subnets', '?'],
  ['a parameter that Parameter Store keeps: its default is a name', '!Ref Stored', '${Stored}'],
  ['a parameter that is not to be shown', '!Ref Password', '${Password}'],
  ['the name of a role', '!Ref Role', '${Role}'],
  ['the name that a role is given', '!Ref Named', 'web'],
  ['a resource whose type is not in our tables', '!Ref Topic', '${Topic}'],
  ['a resource that is not there', '!Ref Absent', '?'],
  ['what is not defined', '!Ref Nowhere', '?'],
  // pseudo parameters
  ['the account', '!Ref AWS::AccountId', '123456789012'],
  ['the region', '!Ref AWS::Region', 'us-west-1'],
  ['the partition', '!Ref AWS::Partition', 'aws'],
  ['the suffix', '!Ref AWS::URLSuffix', 'amazonaws.com'],
  ['the name of the stack', '!Ref AWS::StackName', '${AWS::StackName}'],
  [
    'the id of the stack',
    '!Ref AWS::StackId',
    'arn:aws:cloudformation:us-west-1:123456789012:stack/${AWS::StackName}/${AWS::StackId}',
  ],
  ['the topics of the stack', '!Ref AWS::NotificationARNs', '?'],
  ['no value among elements', '[a, !Ref AWS::NoValue, b]', ['a', 'b']],
  ['no value as a member', '{A: !Ref AWS::NoValue, B: 1}', { B: 1 }],
  // Fn::GetAtt
  ['an attribute', '!GetAtt Role.Arn', 'arn:aws:iam::123456789012:role/${Role}'],
  ['an attribute with a path', '!GetAtt Named.Arn', 'arn:aws:iam::123456789012:role/team/web'],
  ['an attribute as a list', 'Fn::GetAtt: [Named, Arn]', 'arn:aws:iam::123456789012:role/team/web'],
  [
    'an attribute that holds a name made of others',
    '!GetAtt Group.Arn',
    'arn:aws:logs:us-west-1:123456789012:log-group:/prod/web:*',
  ],
  ['an attribute that is a property', '!GetAtt Vpc.CidrBlock', '10.0.0.0/16'],
  ['an attribute of a type that is not in our tables', '!GetAtt Topic.TopicName', '${Topic.TopicName}'],
  ['an attribute of what is not defined', '!GetAtt Nowhere.Arn', '?'],
  // Fn::Sub
  ['a variable', '!Sub "www.${Env}.example"', 'www.prod.example'],
  ['an attribute within a text', '!Sub "${Role.Arn}/x"', 'arn:aws:iam::123456789012:role/${Role}/x'],
  ['letters that look like a variable', '!Sub "echo ${!Env} ${Env}"', 'echo ${Env} prod'],
  ['variables of its own', '!Sub ["${Name}-${Port}", {Name: !Ref Env}]', 'prod-8080'],
  ['an open part', '!Sub "${Open}-web"', '${Open}-web'],
  ['no text', '!Sub {a: 1}', '?'],
  // Fn::Join
  ['a delimiter', '!Join [":", [a, b, c]]', 'a:b:c'],
  ['no delimiter', '!Join ["", [arn, ":", !Ref AWS::Partition]]', 'arn:aws'],
  ['a list of a parameter', '!Join [",", !Ref Names]', 'a,b,c'],
  ['an element without a value', '!Join [",", [a, !Ref AWS::NoValue, b]]', 'a,b'],
  ['one text in place of a list', '!Join [",", a]', '${/Outputs/X/Value/Fn::Join}'],
  // Fn::Select
  ['an element', '!Select [1, [apples, grapes, oranges, mangoes]]', 'grapes'],
  ['an index as a text', '!Select ["1", [apples, grapes]]', 'grapes'],
  ['an element of a parameter', '!Select [2, !Ref Names]', 'c'],
  ['an element of an open list', '!Select [0, !Ref Subnets]', '${Subnets[0]}'],
  ['an index beyond the end', '!Select [4, [a, b]]', '?'],
  // Fn::Split
  ['the parts of a text', '!Split ["|", "a|b|c"]', ['a', 'b', 'c']],
  ['a delimiter at the end', '!Split ["|", "a|b|c|"]', ['a', 'b', 'c', '']],
  ['the parts of an ARN', '!Select [5, !Split [":", !GetAtt Role.Arn]]', 'role/${Role}'],
  ['what a name may hold', '!Select [0, !Split ["-", !Ref Role]]', '${Fn::Split "-" of ${Role}[0]}'],
  // Fn::FindInMap
  ['an entry', '!FindInMap [Regions, !Ref AWS::Region, HVM64]', 'ami-0bdb828fd58c52235'],
  ['an entry by a parameter', '!FindInMap [Sizes, !Ref Env, Cpu]', 1024],
  ['an entry that is the same whatever the key is', '!FindInMap [Sizes, !Ref Open, Same]', 'x'],
  ['an entry by an open key', '!FindInMap [Sizes, !Ref Open, Cpu]', '?'],
  ['no such entry', '!FindInMap [Sizes, dev, Cpu]', '?'],
  ['a default value', '!FindInMap [Sizes, dev, Cpu, {DefaultValue: 512}]', 512],
  ['an entry in spite of a default value', '!FindInMap [Sizes, prod, Cpu, {DefaultValue: 512}]', 1024],
  ['an open key and a default value', '!FindInMap [Sizes, !Ref Open, Same, {DefaultValue: y}]', '?'],
  // Fn::If
  ['a condition that holds', '!If [Yes, 1, 2]', 1],
  ['a condition that does not', '!If [No, 1, 2]', 2],
  ['a condition that nobody decides', '!If [Maybe, 1, 2]', '?'],
  ['branches that agree', '!If [Maybe, 1, 1]', 1],
  ['a branch without a value', '{A: !If [Yes, !Ref AWS::NoValue, 1], B: 2}', { B: 2 }],
  ['an element that may be there', '[a, !If [Maybe, b, !Ref AWS::NoValue]]', '?'],
  ['branches within branches', '!If [Yes, !If [No, 1, 2], 3]', 2],
  // Fn::ImportValue
  ['what another stack exports', '!ImportValue net-vpc', '${the export net-vpc}'],
  [
    'what is exported under a name made of others',
    'Fn::ImportValue: !Sub "${Env}-vpc"',
    '${the export prod-vpc}',
  ],
  // Fn::Base64
  ['an encoded text', '!Base64 AWS CloudFormation', 'QVdTIENsb3VkRm9ybWF0aW9u'],
  ['an encoded text with an open part', 'Fn::Base64: !Sub "x ${Open}"', '?'],
  // Fn::Cidr
  [
    'six blocks of thirty-two addresses',
    '!Cidr ["192.168.0.0/24", 6, 5]',
    [
      '192.168.0.0/27',
      '192.168.0.32/27',
      '192.168.0.64/27',
      '192.168.0.96/27',
      '192.168.0.128/27',
      '192.168.0.160/27',
    ],
  ],
  ['a block of a VPC', '!Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]', '10.0.1.0/24'],
  ['blocks of IPv6', '!Cidr ["2001:db8:0:0:0::/56", 2, 64]', ['2001:db8::/64', '2001:db8:0:1::/64']],
  ['more blocks than there is room for', '!Cidr ["192.168.0.0/24", 9, 5]', '?'],
  ['blocks of an open one', '!Cidr [!Ref Open, 2, 8]', '?'],
  // Fn::GetAZs
  ['zones, which depend on the account', '!GetAZs ""', '?'],
  ['a zone', '!Select [0, !GetAZs ""]', '${AZ 0}'],
  ['the same zone', '!Select [0, !GetAZs {Ref: AWS::Region}]', '${AZ 0}'],
  ['a zone elsewhere', '!Select [0, !GetAZs eu-west-1]', '${AZ of eu-west-1 0}'],
  // LanguageExtensions
  ['the length of a list', '!Length [1, 2, 3]', 3],
  ['the length of a parameter', 'Fn::Length: !Ref Names', 3],
  ['the length of an open list', 'Fn::Length: !Ref Subnets', '?'],
  ['JSON', 'Fn::ToJsonString: {key1: [value1], key2: !Ref Env}', '{"key1":["value1"],"key2":"prod"}'],
  ['JSON of what is open', 'Fn::ToJsonString: {key: !Ref Subnets}', '?'],
  [
    'a loop',
    'Fn::ForEach::Each: [Name, [a, !Ref Env], {"key-${Name}": {Value: !Sub "${Name}!", Also: !Ref Name}}]',
    { 'key-a': { Value: 'a!', Also: 'a' }, 'key-prod': { Value: 'prod!', Also: 'prod' } },
  ],
  [
    'a loop over a parameter, with letters and digits alone in a name',
    'Fn::ForEach::Each: [Name, !Ref Names, {"K&{Name}": x}]',
    { Ka: 'x', Kb: 'x', Kc: 'x' },
  ],
  ['a loop over what is open', 'Fn::ForEach::Each: [Name, !Ref Subnets, {"K${Name}": x}]', '?'],
  // what is known only at the deploy
  ['a macro', 'Fn::Transform: {Name: Shout, Parameters: {Text: a}}', '?'],
  ['an included file', '{Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/x}}, A: 1}', '?'],
  ['a function that there is not', 'Fn::Reverse: [1]', '?'],
  [
    'a reference to a secret',
    '"{{resolve:secretsmanager:MySecret:SecretString:password}}"',
    '${resolve:secretsmanager:MySecret:SecretString:password}',
  ],
  [
    'a reference within a text',
    '!Sub "user:{{resolve:ssm:/${Env}/user:3}}@db"',
    'user:${resolve:ssm:/prod/user:3}@db',
  ],
  [
    'a reference that is put together',
    '!Join ["", ["{{resolve:ssm-secure:", !Ref Env, "}}"]]',
    '${resolve:ssm-secure:prod}',
  ],
];

describe('functions', () => {
  test.each(TABLE)('%s: %s', async (_, expression, expected) => {
    expect(await outcomeOf(SECTIONS, expression, SAID)).toEqual(expected);
  });
});

describe('what the user says', () => {
  test.each<readonly [string, string, Readonly<Record<string, string>>, unknown]>([
    ['a parameter', '!Ref Open', { Open: 'x' }, 'x'],
    ['a list', '!Ref Subnets', { Subnets: 'subnet-1,subnet-2' }, ['subnet-1', 'subnet-2']],
    ['in place of a default', '!Ref Env', { Env: 'test' }, 'test'],
    ['a condition with it', '!If [Yes, 1, 2]', { Env: 'test' }, 2],
    ['the name of what Parameter Store keeps', '!Ref Stored', { Stored: '/web/other' }, '${Stored}'],
  ])('%s', async (_, expression, parameters, expected) => {
    expect(await outcomeOf(SECTIONS, expression, { ...SAID, parameters })).toEqual(expected);
  });

  test.each([
    ['!Ref AWS::AccountId', '${AWS::AccountId}'],
    ['!Ref AWS::Region', '${AWS::Region}'],
    ['!GetAtt Named.Arn', 'arn:aws:iam::${AWS::AccountId}:role/team/web'],
    ['!FindInMap [Regions, !Ref AWS::Region, HVM64]', '?'],
    ['!Ref AWS::Partition', 'aws'],
  ])('nothing of where it is deployed: %s', async (expression, expected) => {
    expect(await outcomeOf(SECTIONS, expression)).toEqual(expected);
  });

  test.each([
    ['!Ref AWS::Region', '--region'],
    ['!Ref Open', '--parameters Open=…'],
    ['!Sub "${AWS::Region}-${Named}"', '--region'],
    ['!Ref Role', undefined],
  ])('which entry of a mapping is meant, and what tells: %s', async (key, unlockedBy) => {
    const stack = await stackOf(`${SECTIONS}\nOutputs: {X: {Value: !FindInMap [Sizes, ${key}, Cpu]}}\n`);
    const value = stack.own('X');
    expect(value instanceof Unresolved && value.why.unlockedBy).toBe(unlockedBy);
  });

  test.each([
    [
      'a resource that this deploy leaves out',
      '!Ref Absent',
      'Absent is not there when the stack is deployed',
    ],
    ['one that a transform may make', '!Ref FnRole', 'the template declares no FnRole'],
    ['its attribute', '!GetAtt FnRole.Arn', 'the template declares no FnRole'],
  ])('why nothing is known of %s', async (_, expression, detail) => {
    const stack = await stackOf(`${SECTIONS}\nOutputs: {X: {Value: ${expression}}}\n`);
    expect(stack.own('X')).toHaveProperty('why.detail', detail);
  });

  test.each([
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ])('a region of another partition: %s', async (region, partition, suffix) => {
    const expression = '!Join [" ", [!Ref AWS::Partition, !Ref AWS::URLSuffix]]';
    expect(await outcomeOf(SECTIONS, expression, { region })).toBe(`${partition} ${suffix}`);
  });
});

describe('loops over the sections of a template', () => {
  const LOOPS = `
Transform: AWS::LanguageExtensions
Conditions:
  Fn::ForEach::Cond: [Name, [a, b], {'Is\${Name}': !Equals [!Ref Name, a]}]
Resources:
  Fn::ForEach::Role:
    - Name
    - [Web, Db]
    - Role\${Name}: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub "\${Name}-role", Path: !If [Isa, /x/, /y/]}}
`;
  test.each([
    ['a resource of a loop', '!GetAtt RoleWeb.Arn', 'arn:aws:iam::123456789012:role/x/Web-role'],
    ['another one', '!Ref RoleDb', 'Db-role'],
    ['conditions of a loop', '[!If [Isa, 1, 2], !If [Isb, 1, 2]]', [1, 2]],
  ])('%s', async (_, expression, expected) => {
    expect(await outcomeOf(LOOPS, expression, SAID)).toEqual(expected);
  });
});
