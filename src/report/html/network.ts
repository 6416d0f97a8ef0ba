import type { PathPortrait } from '../../engine/portrait.ts';
import { outside } from './markup.ts';

/** What a hop is, by the ids that AWS gives, or by where it stands between the others. */
const SORTS: readonly (readonly [RegExp, string])[] = [
  [/^subnet-/, 'subnet'],
  [/^rtb-/, 'route table'],
  [/^(?:pl-\w+|[\d.]+\/\d+|[\da-f:]+\/\d+)$/, 'route'],
  [/^nat-/, 'NAT gateway'],
  [/^igw-/, 'internet gateway'],
  [/^eigw-/, 'egress-only gateway'],
  [/^vpce-/, 'VPC endpoint'],
  [/^tgw-/, 'transit gateway'],
  [/^vgw-/, 'virtual private gateway'],
];

/** The same way to several services, drawn once. */
interface Drawn {
  readonly path: PathPortrait;
  readonly targets: string[];
}

const ORDER: readonly PathPortrait['verdict'][] = ['unreachable', 'unknown', 'reachable'];

const WORDS: Readonly<Record<PathPortrait['verdict'], string>> = {
  unreachable: 'does not arrive',
  unknown: 'not known whether it arrives',
  reachable: 'arrives',
};

/** The ways of the calls of a service's tasks, those that do not arrive first. */
export function networkHtml(paths: readonly PathPortrait[]): string {
  if (paths.length === 0) return '';
  const drawn = together(paths).map(wayHtml);
  return `<section class="fig"><h4>Network path</h4>${drawn.join('')}</section>\n`;
}

function together(paths: readonly PathPortrait[]): readonly Drawn[] {
  const ways = new Map<string, Drawn>();
  for (const path of paths) {
    const { to, region, ...way } = path;
    const target = region === undefined ? to : `${to} in ${region}`;
    const key = JSON.stringify({ ...way, hops: way.hops.map((hop) => withoutEnd(hop, to)) });
    const same = ways.get(key);
    if (!same) ways.set(key, { path, targets: [target] });
    else if (!same.targets.includes(target)) same.targets.push(target);
  }
  return [...ways.values()].sort((a, b) => ORDER.indexOf(a.path.verdict) - ORDER.indexOf(b.path.verdict));
}

/** What stops a call may name what is called: `rtb-1 has no route to ssm`. */
function withoutEnd(hop: string, to: string): string {
  return hop.endsWith(` ${to}`) ? hop.slice(0, -to.length) : hop;
}

function wayHtml({ path, targets }: Drawn): string {
  const { from, verdict, hops, code, assumptions = [], why = [] } = path;
  const [first] = hops;
  const whole = verdict === 'unreachable' ? hops.slice(0, -1) : hops;
  const nodes = [
    node('', 'network interface', from === first ? 'task' : from),
    ...whole.map((hop, index) => node('', sortOf(hop, index, hops), hop)),
  ];
  if (verdict === 'unreachable') nodes.push(node('x', code ?? 'stops here', stopOf(path, targets)));
  if (verdict === 'unknown') nodes.push(node('q', 'not known', why[0] ?? ''));
  const end = { reachable: 't', unreachable: 'o', unknown: 'q' }[verdict];
  const caption = { reachable: 'service', unreachable: 'not reached', unknown: 'perhaps reached' }[verdict];
  nodes.push(node(end, caption, targets.join(', ')));
  const notes = [...why.slice(1), ...assumptions.map((one) => `taken for granted: ${one}`)];
  const below =
    notes.length > 0 ? `<ul class="note">${notes.map((one) => `<li>${outside(one)}`).join('')}</ul>` : '';
  return `<p class="sr">The call from ${outside(from)} to ${outside(targets.join(', '))} ${WORDS[verdict]}:</p><ol class="path">${nodes.join('')}</ol>${below}`;
}

function stopOf({ hops, to, region }: PathPortrait, targets: readonly string[]): string {
  const last = hops.at(-1) ?? '';
  const start = withoutEnd(last, to);
  return start === last || (region !== undefined && targets.length === 1)
    ? last
    : `${start}${targets.join(', ')}`;
}

function node(name: string, sort: string, words: string): string {
  const look = name === '' ? '' : ` class="${name}"`;
  return `<li${look}><small>${outside(sort)}</small>${outside(words)}`;
}

/** Names that a template gives are of no form: the route tells the table before it and the gateway after it. */
function sortOf(hop: string, index: number, hops: readonly string[]): string {
  const known = sortById(hop);
  if (known !== undefined) return known;
  if (index === 0) return 'subnet';
  if (sortById(hops[index + 1] ?? '') === 'route') return 'route table';
  return sortById(hops[index - 1] ?? '') === 'route' ? 'gateway' : 'hop';
}

function sortById(hop: string): string | undefined {
  return SORTS.find(([form]) => form.test(hop))?.[1];
}
