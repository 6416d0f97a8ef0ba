/**
 * Runs in the page: texts whose contrast with what is behind them is less than WCAG 2.2 asks for (1.4.3, AA), each with its ratio.
 * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export const TOO_FAINT = String.raw`(() => {
  const parsed = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return text.includes('srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((one, index) => one * a + below[index] * (1 - a));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((one) => {
      const share = one / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(parsed(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const faint = new Set();
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || !element.checkVisibility() || element.closest('.sr, script, style')) continue;
    const style = getComputedStyle(element);
    const behind = ground(element);
    const colour = over(parsed(element.closest('svg') ? style.fill : style.color), behind);
    const [light, dark] = [luminance(colour), luminance(behind)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    seen += 1;
    if (ratio < (large ? 3 : 4.5)) faint.add(element.tagName + '.' + (element.getAttribute('class') ?? '') + ' ' + node.data.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return { seen, faint: [...faint] };
})()`;
