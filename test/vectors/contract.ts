import { rules } from '../../rules/index.ts';
import type { Finding, Result } from '../../src/engine/result.ts';
import { judgeTexts } from '../fixtures.ts';

/** A contract vector: a request, and whether ECS takes it. Form and meaning: `fixtures/contract/README.md`. */
export interface ContractVector {
  readonly name: string;
  readonly kind: string;
  readonly taskDefinition?: unknown;
  readonly service?: unknown;
  readonly context?: unknown;
  readonly expect: 'rejected' | 'accepted' | 'unknown';
  readonly pointer?: string | null;
  readonly pointerIn?: 'taskDefinition' | 'service';
  readonly constraint: string;
  readonly because: string;
  readonly confidence?: 'live' | 'oracle' | 'doc';
}

/** The file names that the parts of a vector get. */
export const TASK_DEFINITION_FILE = 'task-definition.json';
export const SERVICE_FILE = 'service.json';

/** Why a vector is not counted, or undefined where it is. */
export function leftOut(file: string, vector: ContractVector): string | undefined {
  if (file.endsWith('disputed.json')) return 'disputed';
  if (vector.kind !== 'taskDefinition' && vector.kind !== 'service') return `kind ${vector.kind}`;
  if (vector.context !== undefined) return 'rests on facts outside the request';
  if (vector.pointer === '') return 'points at the whole definition';
  if (vector.expect === 'rejected' && vector.confidence === 'doc') return 'documentation only';
  return undefined;
}

/** The texts of a vector: one file for each definition. */
export function textsOf(vector: ContractVector): readonly { readonly file: string; readonly text: string }[] {
  const texts = [];
  if (vector.taskDefinition !== undefined) {
    texts.push({ file: TASK_DEFINITION_FILE, text: JSON.stringify(vector.taskDefinition, null, 2) });
  }
  if (vector.service !== undefined)
    texts.push({ file: SERVICE_FILE, text: JSON.stringify(vector.service, null, 2) });
  return texts;
}

/** Does a finding stand at the vector's pointer, below it, or at its parent where the member is missing? */
export function standsAt(vector: ContractVector, { location }: Pick<Finding, 'location'>): boolean {
  const pointer = vector.pointer ?? '';
  const file = vector.pointerIn === 'service' ? SERVICE_FILE : TASK_DEFINITION_FILE;
  if (stem(location.file ?? '') !== stem(file)) return false;
  const definition = vector.pointerIn === 'service' ? vector.service : vector.taskDefinition;
  const at = location.pointer;
  return (
    at === pointer ||
    at.startsWith(`${pointer}/`) ||
    (valueAt(definition, pointer) === undefined && at === pointer.slice(0, pointer.lastIndexOf('/')))
  );
}

/** The name of a file whatever its language. */
function stem(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** What is amiss with a vector, or undefined where the engine agrees with it. */
export async function missOf(
  vector: ContractVector,
  texts = textsOf(vector),
): Promise<{ expected: string; got: string } | undefined> {
  const result = await judgeTexts(texts, rules);
  const refusals = result.findings.filter(
    ({ severity, phase }) => severity === 'error' && phase === 'register',
  );
  if (result.crashes.length > 0)
    return { expected: vector.expect, got: `a crash: ${String(result.crashes[0]?.error)}` };
  if (vector.expect === 'accepted') {
    if (result.inputErrors.length > 0) return { expected: 'accepted', got: told(result.inputErrors) };
    return refusals.length > 0 ? { expected: 'accepted', got: spelled(refusals) } : undefined;
  }
  if (refusals.some((finding) => standsAt(vector, finding))) return undefined;
  return {
    expected: `rejected at ${vector.pointerIn ?? ''} ${vector.pointer ?? ''}`,
    got: spelled(refusals),
  };
}

function told(errors: Result['inputErrors']): string {
  return errors.map(({ file, message }) => `${file}: ${message}`).join('; ');
}

function spelled(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no error of phase register';
  return findings
    .map(({ rule, problem, location }) => `${rule}/${problem} at ${location.pointer}`)
    .join(', ');
}
