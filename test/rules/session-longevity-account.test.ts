import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import sessionLongevity from '../../rules/session-longevity/rule.ts';
import { failsToResume } from '../../src/knowledge/session-manager.ts';
import { FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

async function findingOn(fixture: string, problem: string) {
  const folder = join(FIXTURES, 'session-longevity', fixture);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { findings } = await judgeTexts(inputsOf(folder), [sessionLongevity], {
    ...read('expected.json'),
    snapshot: read('snapshot.json'),
  });
  return findings.find((finding) => finding.problem === problem);
}

// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-configure-preferences-cli.html
describe('the command that changes the preferences', () => {
  test('puts back what it does not change', async () => {
    const finding = await findingOn('fail-duration-and-idle-below-twelve-hours', 'max-duration-below-need');
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        command: `aws ssm update-document --region eu-west-1 --name SSM-SessionManagerRunShell --document-version '$LATEST' --content "$(aws ssm get-document --region eu-west-1 --name SSM-SessionManagerRunShell --document-format JSON --query Content --output text | jq '.inputs.maxSessionDuration = "720"')"`,
      }),
    ]);
  });

  test('creates the document where there is none, with no more idle minutes than can be set', async () => {
    const finding = await findingOn('fail-idle-timeout-by-default', 'idle-timeout-below-need');
    const content = {
      schemaVersion: '1.0',
      description: 'Document to hold regional settings for Session Manager',
      sessionType: 'Standard_Stream',
      inputs: { idleSessionTimeout: '60' },
    };
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        command: `aws ssm create-document --region eu-west-1 --name SSM-SessionManagerRunShell --document-type Session --content '${JSON.stringify(content)}'`,
      }),
    ]);
  });

  test('sets no limit where the longest that can be set is too short', async () => {
    const { findings } = await judgeTexts(
      [{ file: 'task.json', text: JSON.stringify({ family: 'shop', containerDefinitions: [] }) }],
      [sessionLongevity],
      {
        options: { expectedSessionHours: 48 },
        snapshot: {
          resources: {
            'ssm.session-preferences': {
              'SSM-SessionManagerRunShell': { inputs: { maxSessionDuration: '1440' } },
            },
          },
        },
      },
    );
    const finding = findings.find(({ problem }) => problem === 'max-duration-below-need');
    expect(finding?.fixes?.map((fix) => ('command' in fix ? fix.command : ''))).toEqual([
      expect.stringContaining(`jq '.inputs.maxSessionDuration = ""'`),
    ]);
  });
});

// https://github.com/aws/session-manager-plugin/issues/136
test.each([
  ['1.2.553.0', false],
  ['1.2.791.9', false],
  ['1.2.792.0', true],
  ['1.2.804.0', true],
  ['1.2.804.1', false],
  ['1.3.0.0', false],
])('session-manager-plugin %s fails to resume: %s', (version, fails) => {
  expect(failsToResume(version)).toBe(fails);
});
