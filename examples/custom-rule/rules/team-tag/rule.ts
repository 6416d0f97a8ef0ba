import {
  cannotTell,
  type Deployment,
  defineRule,
  equals,
  failsIf,
  not,
  orElse,
  type Settings,
  some,
  truth,
  type Verdict,
} from 'ecs-preflight';

export default defineRule({
  id: 'team-tag',
  number: 101,
  title: 'Task definitions that nobody owns',
  options: {
    tag: { type: 'string', description: 'the tag that names the owner', default: 'team' },
  },
  problems: {
    'owner-missing': {
      summary: 'a task definition has no tag that says whose it is',
      appliesTo: 'task definitions',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'who is called at night finds out by this tag whom else to call',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html',
      check: ownerMissing,
    },
  },
});

/**
 * A value of a file is known, absent, or unknown: a placeholder, or what a template leaves open. The combinators keep these
 * apart, so that what is not known is neither a finding nor a pass.
 */
function ownerMissing({ taskDefinition }: Deployment, _facts: unknown, { options }: Settings): Verdict {
  const wanted = String(options['tag']);
  const { form, view } = taskDefinition;
  // The output of DescribeTaskDefinition has the tags beside the task definition, and only where they were asked for.
  if (form === 'describe')
    return cannotTell([
      { reason: 'not-recorded', detail: 'a described task definition does not hold its tags' },
    ]);
  const tags = view.get('tags');
  const tagged = orElse(
    some(tags.items, (tag) => equals(tag.get('key').text, wanted)),
    () => truth(false),
  );
  return failsIf(not(tagged), () => ({
    at: tags,
    message: `the task definition has no tag "${wanted}"`,
    evidence: [`expected a tag "${wanted}" with the name of the team`],
  }));
}
