import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pagesOfDocs } from './doc-pages.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Code is no text: what looks like a link there is none. */
function withoutCode(page: string): string {
  return page.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, 'code');
}

function linksOf(page: string): readonly string[] {
  return [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
}

/** As GitHub makes them of headings: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorsOf(page: string): readonly string[] {
  const headings = page.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^#{1,6} +(.*)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

describe.each(pagesOfDocs())('the links of %s', (file) => {
  const text = readFileSync(join(PROJECT, file), 'utf8');
  const links = linksOf(text).filter((to) => !/^[a-z]+:/.test(to));

  test('lead to what is there', () => {
    const broken = links.filter((to) => {
      const [path = '', anchor] = to.split('#');
      const target = path === '' ? join(PROJECT, file) : resolve(dirname(join(PROJECT, file)), path);
      if (!existsSync(target)) return true;
      return (
        anchor !== undefined &&
        !(statSync(target).isFile() && anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
      );
    });
    expect(broken).toEqual([]);
  });

  test('stay inside of the project', () => {
    const outside = links.filter((to) =>
      relative(PROJECT, resolve(dirname(join(PROJECT, file)), to)).startsWith('..'),
    );
    expect(outside).toEqual([]);
  });

  test('and of the web are encrypted', () => {
    expect(linksOf(text).filter((to) => to.startsWith('http:'))).toEqual([]);
  });
});

test('every page of docs can be reached from their index', () => {
  const index = linksOf(readFileSync(join(PROJECT, 'docs/README.md'), 'utf8'));
  const pages = readdirSync(join(PROJECT, 'docs')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  expect(pages.filter((name) => !index.includes(name))).toEqual([]);
});
