import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PAYLOADS, resultWith } from '../report/html/hostile.ts';
import { clusterOf } from '../report/html/pages.ts';
import { reportText } from '../report/results.ts';
import { CHROMIUM, Tab } from './chromium.ts';
import { TOO_FAINT } from './contrast.ts';

if (CHROMIUM === undefined) {
  process.stdout.write(
    'SKIPPED: the HTML report in a browser: no Chromium on this machine (apt-get install chromium)\n',
  );
}

const audit = (services: number) =>
  reportText('html', clusterOf(services), { audit: true, textOf: () => undefined });

/** Opens everything, and has it laid out even where it is not on the screen. */
const OPEN_ALL =
  "for (const it of document.querySelectorAll('details')) { it.open = true; it.style.contentVisibility = 'visible'; }";

/** Types into the search box as a person does, and waits until the page has answered. */
const search = (words: string) =>
  `(async () => {
    const box = document.getElementById('q');
    box.value = ${JSON.stringify(words)};
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 250));
    const visible = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility()).length;
    return {
      services: visible('#services > .s'),
      rows: visible('#matrix tbody tr'),
      shared: visible('#shared > .s'),
      told: document.getElementById('shown').textContent,
      empty: visible('#empty'),
    };
  })()`;

const click = (selector: string) => `document.querySelector(${JSON.stringify(selector)}).click()`;

/** Milliseconds that a browser may take on a busy machine. */
const SLOWEST = 120_000;

describe.skipIf(CHROMIUM === undefined)('the HTML report in Chromium', { timeout: SLOWEST }, () => {
  let tab: Tab;
  beforeAll(async () => {
    tab = await Tab.open(CHROMIUM ?? '');
  }, SLOWEST);
  afterEach(() => tab.media({}), SLOWEST);
  afterAll(() => tab?.close(), SLOWEST);

  /** What the page shows is so only once it is drawn. */
  const soon = (expression: string) => expect.poll(() => tab.evaluate(expression), { timeout: 30_000 });

  test('of a thousand services asks nothing of the network and complains of nothing', async () => {
    await tab.size(1280);
    await tab.load(await audit(1000));
    expect(await tab.evaluate("document.querySelectorAll('#services > .s').length")).toBe(1000);
    await tab.evaluate(click('#open'));
    expect(tab.misdeeds).toEqual({ complaints: [], requests: [], dialogs: [] });
  });

  test('can be searched by words, all of which must be there', async () => {
    await tab.load(await audit(1000));
    const none = { services: 1000, rows: 1000, shared: 1, told: '1,000 services', empty: 0 };
    expect(await tab.evaluate(search(''))).toEqual(none);
    expect(await tab.evaluate(search('SERVICE-15 not-there'))).toMatchObject({
      services: 0,
      rows: 0,
      empty: 1,
    });
    // service-77 and service-770 to service-779, each by what could not be read of it.
    expect(await tab.evaluate(search('role/service-77 '))).toMatchObject({
      ...{ services: 11, rows: 11, told: '11 of 1,000 services', empty: 0 },
    });
    // service-99 and, of service-990 to service-999, those that are divisible by three.
    expect(await tab.evaluate(search('few ADDRESSES service-99'))).toMatchObject({ services: 5 });
    expect(await tab.evaluate(search(''))).toEqual(none);
  });

  test('can be filtered by severity and by what could not be checked', async () => {
    await tab.load(await audit(30));
    await tab.evaluate(OPEN_ALL);
    await tab.evaluate(click('#tools button[data-c=warning]'));
    // Every third has a warning, of which every fifth has errors that are not shown then.
    expect(await tab.evaluate(search(''))).toMatchObject({ services: 10, rows: 10, shared: 0 });
    const shown = `[...new Set([...document.querySelectorAll('#services .f')].filter((it) => it.checkVisibility()).map((it) => it.dataset.c))]`;
    expect(await tab.evaluate(shown)).toEqual(['warning']);
    await tab.evaluate(click('#tools button[data-c=error]'));
    expect(await tab.evaluate(search(''))).toMatchObject({ services: 14 });
    expect(
      await tab.evaluate(
        "document.querySelector('#tools button[data-c=error]').getAttribute('aria-pressed')",
      ),
    ).toBe('true');
    await tab.evaluate(click('#tools button[data-c=error]'));
    await tab.evaluate(click('#tools button[data-c=warning]'));
    expect(await tab.evaluate(search(''))).toMatchObject({ services: 30, shared: 1 });
    expect(await tab.evaluate(shown)).toEqual(expect.arrayContaining(['error', 'warning', 'info']));
  });

  test.each([320, 768, 1280])('fits into %i px with everything open', async (width) => {
    await tab.size(width);
    await tab.load(await audit(20));
    await tab.evaluate(OPEN_ALL);
    const wide = await tab.evaluate(`({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      out: [...document.querySelectorAll('body *')].filter((it) => it.checkVisibility() && !it.closest('.wide, pre, .sr, .skip, svg') && it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.outerHTML.slice(0, 80)),
    })`);
    expect(wide).toEqual({ over: 0, out: [] });
  });

  test.each(['light', 'dark'] as const)('can be read where the system is %s', async (scheme) => {
    await tab.size(1280);
    await tab.media({ scheme });
    await tab.load(await audit(20));
    await tab.evaluate(OPEN_ALL);
    await tab.evaluate(click('#tools button'));
    const { seen, faint } = await tab.evaluate<{ seen: number; faint: string[] }>(TOO_FAINT);
    expect(faint).toEqual([]);
    expect(seen).toBeGreaterThan(500);
    const ground = await tab.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
    expect(red > 128).toBe(scheme === 'light');
  });

  test('prints with everything open and without what only a screen needs', async () => {
    await tab.load(await audit(12));
    const seen = `['#services .f', '#services .chart', '#shared .fix', '#tools', '.k button'].map((it) => document.querySelector(it).checkVisibility({ contentVisibilityAuto: true }))`;
    await soon(seen).toEqual([false, false, false, true, false]);
    await tab.evaluate("dispatchEvent(new Event('beforeprint'))");
    await tab.media({ print: true });
    await soon(seen).toEqual([true, true, true, false, false]);
    await tab.media({});
    await tab.evaluate("dispatchEvent(new Event('afterprint'))");
    await soon(seen).toEqual([false, false, false, true, false]);
  });

  test('works by keyboard, and has the structure that a screen reader tells', async () => {
    await tab.size(1280);
    await tab.load(await audit(12));
    await tab.press('/');
    await soon('document.activeElement.id').toBe('q');
    await tab.evaluate(search('service-3'));
    await tab.press('Escape');
    await soon("document.getElementById('q').value").toBe('');
    const structure = await tab.evaluate<Record<string, unknown>>(`(() => {
      const all = (selector) => [...document.querySelectorAll(selector)];
      const levels = all('h1, h2, h3, h4').map((it) => Number(it.tagName[1]));
      const ids = all('[id]').map((it) => it.id);
      return {
        landmarks: ['header', 'main', 'footer', 'form[role=search]'].map((it) => all(it).length),
        h1: levels.filter((it) => it === 1).length,
        skips: levels.filter((it, index) => it > (levels[index - 1] ?? 0) + 1),
        twice: ids.filter((it, index) => ids.indexOf(it) !== index),
        nowhere: all('[aria-labelledby], a[href^="#"], label[for]').filter((it) => !document.getElementById(it.getAttribute('aria-labelledby') ?? it.getAttribute('for') ?? it.getAttribute('href').slice(1))).length,
        nameless: all('button, summary, a, svg[role=img]').filter((it) => !(it.textContent.trim() || it.getAttribute('aria-label'))).length,
        language: document.documentElement.lang,
      };
    })()`);
    expect(structure).toEqual({
      landmarks: [1, 1, 1, 1],
      h1: 1,
      skips: [],
      twice: [],
      nowhere: 0,
      nameless: 0,
      language: 'en',
    });
  });

  test('opens what a link leads to', async () => {
    await tab.load(await audit(12));
    const state = "(() => { const it = document.querySelector('#services > .s'); return it.open; })()";
    expect(await tab.evaluate(state)).toBe(false);
    await tab.evaluate(click('#matrix tbody a'));
    await soon(state).toBe(true);
  });

  test('copies a command as it is shown', async () => {
    await tab.load(await audit(1));
    await tab.evaluate(OPEN_ALL);
    const copied = await tab.evaluate<{ text: string; button: string }>(`(async () => {
      let text = '';
      navigator.clipboard.writeText = async (words) => { text = words; };
      const button = document.querySelector('pre.k[data-w=command] button');
      button.click();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { text, button: button.textContent };
    })()`);
    expect(copied.button).toBe('Copied');
    expect(copied.text).toMatch(/^aws ec2 create-route .* # service-0$/);
  });

  test('can be read without its script', async () => {
    await tab.send('Emulation.setScriptExecutionDisabled', { value: true });
    await tab.load(await audit(5));
    const seen =
      "['h1', '#matrix', '#services summary', '#tools'].map((it) => document.querySelector(it).checkVisibility())";
    expect(await tab.evaluate(seen)).toEqual([true, true, true, false]);
    await tab.send('Emulation.setScriptExecutionDisabled', { value: false });
  });

  test('runs nothing that a file or the account holds', async () => {
    for (const payload of PAYLOADS) {
      const html = await reportText('html', resultWith([payload]), { textOf: () => payload });
      await tab.load(html);
      await tab.evaluate(OPEN_ALL);
      expect(tab.misdeeds, payload).toEqual({ complaints: [], requests: [], dialogs: [] });
      const strange =
        "document.querySelectorAll('img, iframe, object, embed, link, body script:not(:last-of-type), [onclick], [onload], [onerror], [onfocus], [onmouseover]').length";
      expect(await tab.evaluate(strange), payload).toBe(0);
      const links =
        "[...document.querySelectorAll('a')].map((it) => it.protocol).filter((it) => it !== 'file:' && it !== 'https:')";
      expect(await tab.evaluate(links), payload).toEqual([]);
    }
  });

  test('refuses by its policy what got in all the same', async () => {
    const html = await audit(1);
    await tab.load(
      html.replace(
        '<main>',
        '<main><script>document.title = "run"</script><img src="https://evil.example/a.png" alt="">',
      ),
    );
    expect(await tab.evaluate('document.title')).not.toBe('run');
    expect(tab.misdeeds.complaints.join()).toContain('Content Security Policy');
  });
});
