import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Composer, isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { type ComposedDocument, composeNodes } from '../../src/read/yaml-nodes.ts';
import { yamlTokens } from '../../src/read/yaml-tokens.ts';

/** Composes a text here; where it is composed, it must be what the parser's composer makes of it, without an error. */
function composed(text: string): boolean {
  const split = yamlTokens(text);
  if ('tooDeep' in split) throw new Error('too deep');
  const mine = composeNodes(split.tokens);
  if (!mine) return false;
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  const theirs = [...composer.compose(split.tokens, true, text.length)];
  expect([text, told(mine)]).toEqual([text, ...theirs.map(told)]);
  return true;
}

function told({
  contents,
  range,
  errors,
}: Pick<ComposedDocument, 'contents' | 'errors'> & { range: unknown }) {
  return { contents: nodeTold(contents), range, errors };
}

/** All that is read of a node. */
function nodeTold(node: unknown): unknown {
  if (isPair(node)) return { key: nodeTold(node.key), value: nodeTold(node.value) };
  if (isAlias(node)) return { alias: node.source, range: node.range };
  if (!isScalar(node) && !isSeq(node) && !isMap(node)) return node;
  const { range, tag, anchor } = node;
  if (!isScalar(node)) return { map: isMap(node), range, tag, anchor, items: node.items.map(nodeTold) };
  return { value: node.value, source: node.source, type: node.type, range, tag, anchor };
}

const TEMPLATE = `---
# What runs
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Service: &a1
    Type: AWS::ECS::Service
    Properties: # of the service
      Cluster: !Ref Cluster
      DesiredCount: 2
      Nothing: ~
      Left:
      LoadBalancers:
      - ContainerName: "a \\"b\\""
        ContainerPort: '80'
      - TargetGroupArn:
          Fn::Join:
            - /
            - - a # first
              - Ref: "B"
            -
      Tags: []
      Network: { Subnets: [!Ref A, "b c", {Ref: D}], Public: 'no', Count: -1 } # one line
      Policy: {
        "Version": "2012-10-17", # as JSON
        "Statement": [{
          "Effect": "Allow"
        }]
      }
      Join: !Join ["", [arn:x, y:z d]]
      Text: |
        a b
          c

      Folded: !Sub >-
        x
        y

  # the same again
  Other: *a1
  Tagged: !If
    - A
    - &a2 !Base64
      k: v
  Long: a
    b
  "Quoted name": -1.5e3
`;

describe('what is composed here', () => {
  test.each([
    ['a template', TEMPLATE],
    ['a template with line breaks of Windows', TEMPLATE.replaceAll('\n', '\r\n')],
    ['a list of structures', '- a: 1\n  b: 2\n- c: 3'],
    ['comments', '# a\n\n- b # c\n# d\n- # e\n\n  f\n\n# g\n'],
    ['a comment that stands deeper than what follows', 'a:\n  b: 1\n  # c\nd: 2'],
    ['a colon and a hash within a text', 'a: b:c#d\nAWS::Region: http://x#y'],
    ['values left out', 'a:\nb: # c\n\nc: !t\nd: &e\nf:\n-\n- !t # g\n-'],
    ['a tag in the line before', 'a: !If\n  - B\n  - !Sub\n    x\nc: !t &d\n  e: 1'],
    ['what stands in brackets', '[a, "b", {c: d, "e":f, g: , },]'],
    [
      'no text',
      'a: true\nb: NULL\nc: 0x1F\nd: 0o17\ne: .inf\nf: -.INF\ng: .NaN\nh: +1\ni: 1.\nj: 017\nk: .5e3',
    ],
    [
      'nearly no text',
      'a: tRUE\nb: nULL\nc: 0X1F\nd: 0o8\ne: .iNF\nf: -.nan\ng: 1e\nh: 1_0\ni: .\nj: +\nk: -0',
    ],
    [
      'large numbers',
      'a: 123456789012345678901\nb: 0xffffffffffffffffff\nc: 0o7777777777777777777777\nd: 1e999',
    ],
    ['no text, tagged', 'a: !t 1\nb: !t\nc: !t "1"\nd: "1"'],
    ['a merged structure', 'a: &b {c: 1}\nd:\n  <<: *b'],
  ])('%s is what the parser makes of it', (_, text) => {
    expect(composed(text)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['a text alone', 'a'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['a document that is ended', 'a: 1\n...\n'],
    ['a directive', '%YAML 1.2\n---\na: 1'],
    ['a structure in the line of the mark', '--- a: 1'],
    ['a structure in the line of a name', 'a: b: c'],
    ['a list in the line of a name', 'a: - b'],
    ['a list in the line of its tag', 'a:\n  !t - b'],
    ['lines that stand differently', 'a:\n    b: 1\n  c: 2'],
    ['elements that stand differently', '  - a\n - b'],
    ['a name without a colon', 'a: 1\nb'],
    ['a name of two lines', '"a\n b": 1'],
    ['a long name', `? a\n${'b'.repeat(1100)}: 1`],
    ['a name far from its colon', `a: 1\nb${' '.repeat(1100)}: 1`],
    ['a name that is asked for', '? a\n: b'],
    ['a tagged name', '!t a: b'],
    ['an anchor of a name', '- &a b: c'],
    ['a list as a name', '[a]: b'],
    ['an alias as a name', '- &a b\n- *a : c'],
    ['an alias with a tag', 'a: &b 1\nc: !t *b'],
    ['an anchor without a name', 'a: & b'],
    ['an anchor that ends in a colon', '- &b: c'],
    ['two tags', 'a: !t !u b'],
    ['two anchors', 'a: &t &u b'],
    ['a tag of the language', 'a: !!str 1'],
    ['a tag without a name', 'a: ! 1'],
    ['a tag that touches its value', 'a: !t{}'],
    ['a tab', 'a:\tb'],
    ['a tab that indents', 'a:\n\tb: 1'],
    ['a reserved indicator', 'a: @b'],
    ['a text without an end', 'a: "b'],
    ['a text that escapes nothing known', 'a: "\\q"'],
    ['a text that touches a comment', 'a: "b"#c'],
    ['a block of text that does not stand deeper', 'a:\n- |\nb\n'],
    ['brackets that are not closed', 'a: [b'],
    ['brackets closed by a brace', 'a: [b}'],
    ['brackets closed further left', 'a:\n  b: [c,\nd]'],
    ['something behind brackets', 'a: [b] c'],
    ['two commas', 'a: [b,, c]'],
    ['a comma before the first', 'a: [, b]'],
    ['no comma', 'a: ["b" "c"]'],
    ['a pair in a list', 'a: [b: c]'],
    ['a name without a value in braces', 'a: {b}'],
  ])('%s is left to the parser', (_, text) => {
    expect(composed(text)).toBe(false);
  });

  const BITS =
    '\n|\n\n|\n  |\n      |\r\n|\t| |  |- |: |:|a: |#| #|# c\n|&b |*a1|!t |!t\n|!|!!str |"|\'|[]|{|}|[|]|,|, |?|? |~|1|a|---\n|...\n|\\|%|@|>-\n'
      .split('|')
      .concat('|', '|\n');

  it('is what the parser makes of it, whatever is written into it', () => {
    const edit = fc.record({
      at: fc.nat(TEMPLATE.length),
      removed: fc.nat(6),
      put: fc.array(fc.constantFrom(...BITS), { maxLength: 3 }),
    });
    const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(edits, (changes) => {
        let text = TEMPLATE;
        for (const { at, removed, put } of changes)
          text = text.slice(0, at) + put.join('') + text.slice(at + removed);
        composed(text);
      }),
      { numRuns: 1000 },
    );
  });
});
