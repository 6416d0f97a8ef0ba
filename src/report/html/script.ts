/**
 * The one script of the page, as it stands in it: search, filters, copy buttons, and what printing opens. The page can be read
 * without it. It makes no request and writes no markup, only text.
 */
export const SCRIPT = String.raw`(() => {
'use strict';
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (id) => document.getElementById(id);
const tools = one('tools'), box = one('q'), shown = one('shown'), empty = one('empty');
const services = all('#services > .s'), rows = all('#matrix tbody tr'), shared = all('#shared > .s');
const overview = one('overview'), common = one('shared');
const wanted = new Set(), texts = new Map();
const noun = shown.textContent.replace(/^[\d,]+ /, '').replace(/s$/, '');
const textOf = (element) => {
  let text = texts.get(element);
  if (text === undefined) texts.set(element, text = element.textContent.toLowerCase());
  return text;
};
const isWanted = (element) => wanted.size === 0 || element.dataset.c.split(' ').some((name) => wanted.has(name));
const apply = () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (element) => words.every((word) => textOf(element).includes(word));
  let count = 0;
  services.forEach((service, index) => {
    const fits = isWanted(service) && matches(service);
    service.hidden = !fits;
    if (rows[index]) rows[index].hidden = !fits;
    if (!fits) return;
    count += 1;
    for (const finding of all('.f', service)) finding.hidden = !isWanted(finding);
  });
  let told = 0;
  for (const finding of shared) if (!(finding.hidden = !(isWanted(finding) && matches(finding)))) told += 1;
  if (common) common.hidden = told === 0;
  if (overview) overview.hidden = count === 0;
  empty.hidden = count > 0;
  const number = (n) => n.toLocaleString('en-US');
  shown.textContent = count === services.length
    ? number(count) + ' ' + noun + (count === 1 ? '' : 's')
    : number(count) + ' of ' + number(services.length) + ' ' + noun + 's';
};
let waiting = 0;
box.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
tools.addEventListener('submit', (event) => { event.preventDefault(); apply(); });
tools.addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (!button) return;
  const { c } = button.dataset;
  if (c) {
    const on = !wanted.has(c);
    if (on) wanted.add(c); else wanted.delete(c);
    button.setAttribute('aria-pressed', String(on));
    apply();
  } else if (button.id === 'open' || button.id === 'close') {
    for (const service of services) if (!service.hidden) service.open = button.id === 'open';
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== box) {
    event.preventDefault();
    box.focus();
  } else if (event.key === 'Escape' && event.target === box && box.value !== '') {
    box.value = '';
    apply();
  }
});
for (const block of all('pre.k')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy the ' + block.dataset.w);
  block.append(button);
}
const copied = async (code) => {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    const range = document.createRange();
    range.selectNodeContents(code);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  }
};
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('pre.k > button');
  if (!button) return;
  button.textContent = await copied(button.previousElementSibling) ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
});
const reveal = () => {
  let id = '';
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const target = id && one(id);
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target.scrollIntoView();
};
addEventListener('hashchange', reveal);
let closed = [];
addEventListener('beforeprint', () => {
  closed = all('details:not([open])').filter((details) => !details.closest('[hidden]'));
  for (const details of closed) details.open = true;
});
addEventListener('afterprint', () => { for (const details of closed) details.open = false; });
tools.hidden = false;
reveal();
})();`;
