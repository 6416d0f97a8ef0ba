import { any, type Truth, truth } from '../fact/fact.ts';
import { isOpaque, sameText } from '../fact/opaque.ts';

/** A domain without what marks it as the root of others, and without the dot of the root. */
export function plain(domain: string): string {
  return lowered(domain).replace(/^\*?\.|\.$/g, '');
}

/** Names are the same in whatever case; what only the deploy tells stays as it is. */
export function lowered(name: string): string {
  return isOpaque(name) ? name : name.toLowerCase();
}

/** Does the domain hold the name, or one below it by which the service may be called? */
export function covers(domain: string, host: string): Truth {
  const name = plain(domain);
  if (name === '') return truth(true);
  if (isOpaque(name) || isOpaque(host)) {
    return any([
      ...tailsOf(host).map((tail) => sameText(tail, name)),
      ...tailsOf(name).map((tail) => sameText(tail, host)),
    ]);
  }
  return truth(host === name || host.endsWith(`.${name}`) || name.endsWith(`.${host}`));
}

/** `a.b.c`, `b.c`, `c` */
function tailsOf(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
