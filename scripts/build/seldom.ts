import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TransformOptions, transform } from 'esbuild';
import { type BundleScope, type Part, readScope } from './bundle-scope.ts';
import { type Calls, train } from './training.ts';

/**
 * What the check of a task definition or a template does not call is a quarter of the bundle, and is read and parsed at each start without a code
 * cache all the same. So runs are watched: the functions that none of them called go to `seldom.cjs`, which is required when one
 * of them is called after all; those that most of them called V8 compiles at once, instead of looking for their ends first.
 * Names must not be shortened yet.
 */
export async function setAsideSeldom(
  bundle: string,
  scratch: string,
  shortened: TransformOptions,
): Promise<void> {
  const text = readFileSync(bundle, 'latin1');
  const cut = cutIn(text, readScope(text), await train(bundle, scratch));
  const shorten = async (code: string): Promise<string> => {
    const { code: short } = await transform(code, { ...shortened, format: 'cjs' });
    return short.replaceAll(`${AT_ONCE}(`, '(');
  };
  writeFileSync(bundle, await shorten(cut.often));
  writeFileSync(join(bundle, '..', SELDOM), await shorten(cut.seldom));
}

const SELDOM = 'seldom.cjs';

/** V8 compiles a function in parentheses at once. The minifier takes them away, so until then they are those of a call. */
const AT_ONCE = '__atOnce';

/** Makes what stands in the bundle for a function that is not there. */
const ELSEWHERE = '__elsewhere';

type Cut = { readonly often: string; readonly seldom: string };

/**
 * The other file is lent what it uses of the bundle, functions of its own among it: a function stays one value, whoever names it.
 * Only what nobody else names stands there under its own name.
 */
function cutIn(text: string, scope: BundleScope, calls: Calls): Cut {
  const users = usersIn(scope);
  const moved = movedOf(scope, users, calls);
  const own = new Map<string, string>();
  const gates: string[] = [];
  const first: string[] = [];
  const rest: string[] = [];
  let at = 0;
  const leave = (part: Part, left: string): void => {
    rest.push(text.slice(at, part.start), left);
    at = part.end;
  };
  for (const part of scope.parts) {
    const { name } = part;
    const whole = text.slice(part.start, part.end);
    const nameless = whole.replace(/^((?:async )?function\*?)\s*[\w$]+/, '$1');
    if (moved.has(part) && part.kind === 'constant') {
      own.set(name, `var ${whole};`);
      // The other variables of the same statement stay.
      leave(part, `${name}=0`);
    } else if (moved.has(part)) {
      if (users(name).every((user) => moved.has(user))) own.set(name, whole);
      else first.push(`${name}=${ELSEWHERE}(${gates.push(nameless) - 1})`);
      leave(part, '');
    } else if (part.kind === 'function' && calls.byMost.has(part.end)) {
      first.push(`${name}=${AT_ONCE}(${nameless})`);
      leave(part, '');
    }
  }
  rest.push(text.slice(at));
  const used = new Set([...moved].flatMap(({ uses }) => [...uses]));
  const lent = scope.parts.map(({ name }) => name).filter((name) => used.has(name) && !own.has(name));
  // Its variables have names that the bundle has not: they must hide none of what is lent.
  // What is called while the bundle is still loaded (on another system than the watched runs, say) is lent what there is by then.
  const elsewhere = `var __seldom,__whole;function __lend(){return require("./${SELDOM}")(${lent})}function ${ELSEWHERE}(__at){return(...__given)=>(__whole?__seldom??=__lend():__lend())[__at](...__given)}`;
  return {
    often: `"use strict";var ${first};${elsewhere}${rest.join('')};__whole=true;`,
    seldom: `"use strict";module.exports=function(${lent}){${[...own.values()].join('')}return[${gates}]};`,
  };
}

type Users = (name: string) => readonly Part[];

/** Who else names what is declared. */
function usersIn({ parts }: BundleScope): Users {
  const users = new Map(parts.map(({ name }): [string, Part[]] => [name, []]));
  for (const part of parts) for (const name of part.uses) if (name !== part.name) users.get(name)?.push(part);
  return (name) => users.get(name) ?? [];
}

/** The functions that were not called, and the constants that these alone use. What changes cannot be lent to another file. */
function movedOf({ parts, changing }: BundleScope, users: Users, { byAny }: Calls): ReadonlySet<Part> {
  const movable = parts.filter(
    ({ name, uses }) => name !== '' && ![name, ...uses].some((one) => one === 'this' || changing.has(one)),
  );
  const moved = new Set(movable.filter(({ kind, end }) => kind === 'function' && !byAny.has(end)));
  const constants = movable.filter(({ kind }) => kind === 'constant');
  for (let before = 0; before < moved.size; ) {
    before = moved.size;
    for (const one of constants) if (users(one.name).every((user) => moved.has(user))) moved.add(one);
  }
  return moved;
}
