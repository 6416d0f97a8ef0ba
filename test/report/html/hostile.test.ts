import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINDING, reportText, resultOf } from '../results.ts';
import { PAYLOADS, resultWith } from './hostile.ts';

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

/** The elements and attributes that the page is made of. */
const ELEMENTS =
  /^(?:html|head|meta|title|style|body|a|svg|defs|pattern|rect|line|text|header|p|h1|h2|h3|h4|b|time|form|label|input|div|button|span|main|section|table|caption|thead|tbody|tr|th|td|abbr|details|summary|article|code|pre|ul|ol|li|dl|dt|dd|small|br|footer|script)$/;
const ATTRIBUTES =
  /^(?:lang|charset|http-equiv|content|name|class|href|id|width|height|aria-[a-z]+|focusable|patternUnits|patternTransform|datetime|role|hidden|for|type|placeholder|autocomplete|spellcheck|data-[cw]|tabindex|scope|title|open|x|y|x1|x2|y1|y2|rel|value)$/;

/** Reads the page as HTML's tokenizer does where every `<` of the text is escaped: any other one begins a tag. */
function expectOnlyOurs(html: string): void {
  const markup = html.replace(/(<(style|script)>)[\s\S]*?(<\/\2>)/g, '$1$3');
  expect(html.match(/<script>/g)).toHaveLength(1);
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html.match(/<\/style>/g)).toHaveLength(1);
  for (const [tag] of markup.matchAll(/<[^>]*(?:>|$)/g)) {
    if (tag === '<!doctype html>') continue;
    const [, name = '', attributes = ''] =
      /^<\/?([a-z]\w*)((?:\s+[\w-]+(?:="[^"<>]*")?)*)\s*\/?>$/i.exec(tag) ?? [];
    expect(name, tag).toMatch(ELEMENTS);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
      expect(attribute, tag).toMatch(ATTRIBUTES);
      if (attribute === 'href') expect(value, tag).toMatch(/^(?:#[a-z]+\d*|https:\/\/[^\s]+)$/);
    }
  }
  // Nothing hides from who looks at the source, and `&` never stands alone.
  const hidden = html.replaceAll('\n', '').search(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(hidden < 0 ? '' : html.replaceAll('\n', '').slice(hidden - 60, hidden + 20)).toBe('');
  expect(markup).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
}

describe('whatever the files and the account hold', () => {
  test.each(PAYLOADS)('%j becomes neither element nor attribute', async (payload) => {
    for (const audit of [false, true]) {
      const html = await reportText('html', resultWith([payload]), {
        audit,
        textOf: () => `${payload}\n${payload}`,
      });
      expectOnlyOurs(html);
    }
  });

  test('the page holds no markup but its own', async () => {
    const texts = fc.array(hostile, { minLength: 14, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async (text, audit) => {
        const html = await reportText('html', resultWith(text), { audit, textOf: () => text.join('\n') });
        expectOnlyOurs(html);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<b>',
    'http://docs.aws.amazon.com/',
    '//evil.example/',
    ' https://evil.example/',
    'https://evil.example/"onclick=',
    'vbscript:x',
  ])('%s is told, and is no link', async (docs) => {
    const html = await reportText('html', resultOf({ findings: [{ ...FINDING, docs }] }));
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address);
    expect(links.filter((address) => !address?.startsWith('#'))).toEqual([]);
    expectOnlyOurs(html);
  });

  test('a page of documentation is a link', async () => {
    const html = await reportText('html', resultOf({ findings: [FINDING] }));
    expect(html).toContain(`<a href="${FINDING.docs}" rel="noopener noreferrer">`);
  });

  test('what is copied is one line, as it is shown', async () => {
    const command = "aws logs create-log-group --log-group-name 'a\nb' ; rm -rf /\r\u001b[2K";
    const fixes = [{ kind: 'command', description: 'create it', command }] as const;
    const html = await reportText('html', resultOf({ findings: [{ ...FINDING, fixes }] }));
    const [, code = ''] = /data-w="command"><code>([^<]*)</.exec(html) ?? [];
    expect(code).toBe('aws logs create-log-group --log-group-name &#39;a\\nb&#39; ; rm -rf /\\r\\u001b[2K');
  });
});
