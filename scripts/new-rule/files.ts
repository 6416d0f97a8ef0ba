/**
 * The files of a new rule, by their path: a rule that compiles and says `notApplicable`, its page with all headings, and a
 * failing and a passing fixture whose expectations the rule does not meet yet.
 */
export function ruleFiles(id: string, title: string, number: number): Readonly<Record<string, string>> {
  const expected = { problems: ['first-problem'], findings: [{ problem: 'first-problem', pointer: '/cpu' }] };
  const definition = {
    family: 'orders',
    containerDefinitions: [{ name: 'api', image: 'httpd:2.4', memory: 512 }],
  };
  return {
    [`rules/${id}/rule.ts`]: rule(id, title, number),
    [`rules/${id}/README.md`]: page(id, title),
    [`fixtures/${id}/fail-first-problem/task-definition.json`]: json(definition),
    [`fixtures/${id}/fail-first-problem/expected.json`]: json(expected),
    [`fixtures/${id}/pass-first-problem/task-definition.json`]: json(definition),
    [`fixtures/${id}/pass-first-problem/expected.json`]: json({ problems: ['first-problem'] }),
  };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const rule = (
  id: string,
  title: string,
  number: number,
) => `import { defineRule, notApplicable } from '../../src/rule.ts';

export default defineRule({
  id: '${id}',
  number: ${number},
  title: ${JSON.stringify(title).replaceAll("'", "\\'").replace(/^"|"$/g, "'")},
  problems: {
    'first-problem': {
      summary: 'when it is reported, in one sentence',
      appliesTo: 'what it applies to',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'why it breaks, in one or two sentences',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/',
      check({ taskDefinition }) {
        return notApplicable(\`nothing is decided about \${taskDefinition.view.pointer} yet\`);
      },
    },
  },
});
`;

const page = (id: string, title: string) => `# ${id}

${title}

## What breaks

## Why ECS does this

## Problems

### first-problem

## Example

\`\`\`json task-definition
{}
\`\`\`

Reports: \`first-problem\` at \`/cpu\`

## Fix

\`\`\`json task-definition
{}
\`\`\`

## What is needed to check it

## When not to care

## Sources

- https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
`;
