import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { diagnosisChecks } from '../../src/diagnose/checks/rule.ts';
import { diagnosisCatalogue } from '../../src/diagnose/diagnose.ts';
import { observationsIn } from '../../src/diagnose/document.ts';
import { gather } from '../../src/diagnose/gather.ts';
import { EVENTS, REASONS, REFUSALS } from './documented.ts';

const catalogue = diagnosisCatalogue(rules);
const messagesIn = (text: string) =>
  gather(observationsIn(text), catalogue).seen.map(({ message }) => message.id);

describe('documented messages', () => {
  test.each([...REASONS, ...EVENTS, ...REFUSALS])('%s: %s', (message, text) => {
    expect(messagesIn(text)).toEqual([message]);
  });

  test('are recognised in a line of a log as well, between others', () => {
    for (const [message, text] of [...REASONS, ...EVENTS].filter(
      ([, said]) => said.length > 40 && !said.startsWith('{'),
    ))
      expect([
        text,
        messagesIn(
          `2026-11-20T12:00:00Z starting\n2026-11-20T12:00:01.123Z ${text}\n2026-11-20T12:00:02Z done`,
        ),
      ]).toEqual([text, [message]]);
  });
});

describe('the catalogue', () => {
  test('has an id for each message, once', () => {
    const ids = catalogue.messages.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  test('names only problems that there are', () => {
    const all = [...rules, diagnosisChecks];
    const known = new Set(
      all.flatMap(({ id, problems }) => Object.keys(problems).map((problem) => `${id}/${problem}`)),
    );
    const named = [...catalogue.messages, ...catalogue.exits.values()].flatMap(({ causes }) =>
      causes.flatMap(({ checks }) => checks),
    );
    expect(named.filter((check) => !known.has(check))).toEqual([]);
  });

  test('gives each message causes, each cause a paragraph, a fix and a page of AWS or of the agent', () => {
    for (const { id, causes, source } of catalogue.messages) {
      expect([id, causes.length > 0, /^https:\/\//.test(source)]).toEqual([id, true, true]);
      for (const cause of causes) {
        expect([cause.id, cause.says.length > 60, cause.fix.length > 10]).toEqual([cause.id, true, true]);
        expect([
          cause.id,
          /^https:\/\/(?:docs\.aws\.amazon\.com|repost\.aws|aws\.amazon\.com|github\.com\/aws|docs\.docker\.com|[\w.-]+)\//.test(
            cause.source,
          ),
        ]).toEqual([cause.id, true]);
      }
    }
  });

  test('repeats nothing without a bound, so that no line can make a pattern run away', () => {
    // `+`, `*` and `{n,}` outside of a class and not escaped.
    for (const { id, wordings, wholes } of [...catalogue.messages, ...catalogue.exits.values()])
      for (const { pattern } of [...wordings, ...wholes])
        expect([id, pattern.source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x').match(/[+*]|\{\d+,\}/)]).toEqual(
          [id, null],
        );
  });

  test('searches each wording by an anchor that is no common word', () => {
    for (const { id, wordings } of catalogue.messages)
      for (const { text, anchor } of wordings)
        expect([id, text, anchor.length >= 6]).toEqual([id, text, true]);
  });
});
