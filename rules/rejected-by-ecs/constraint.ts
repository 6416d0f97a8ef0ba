import { all, holds, not, settled, type Truth, truth } from '../../src/fact/fact.ts';
import { serviceError } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { at, NOTHING, type Selections, selectionsOf, type Way, wayOf } from '../../src/model/select.ts';
import { isObject, type View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  type Phase,
  type Problem,
  pass,
  type Severity,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { DOCUMENTED_REFUSALS } from './documented-refusals.ts';

/** A row of the table: a constraint of RegisterTaskDefinition, CreateService or UpdateService. */
export interface Constraint {
  /** The problem's id. */
  readonly id: string;
  /** Which definition it is about. */
  readonly on: 'task-definition' | 'service';
  /** The values it looks at: `containerDefinitions[].healthCheck.interval`, or several; empty for the whole definition. */
  readonly where: string | readonly string[];
  /** What it applies to, in words; `any` where it applies to all. */
  readonly appliesTo: string;
  /** When it is violated, in words. */
  readonly when: string;
  readonly severity: Severity;
  /** `register` unless the row says otherwise. */
  readonly phase?: Phase;
  /** The AWS page that states it. */
  readonly source: string;
  /** Where the service has several texts for it: their keys in service-errors.json (`ephemeral-storage-range/min`). */
  readonly errorTexts?: readonly string[];
  /** Why ECS wants it so; the general sentence where left out. */
  readonly why?: string;
  /** Where ECS was seen to take what its documentation forbids: what it does then. Such findings are warnings. */
  readonly seenTaken?: string;
  readonly decidable?: Problem['decidable'];
  /** True where only a value that is given can violate it: absent ones then cost nothing. */
  readonly absentPasses?: boolean;
  /** The part of `appliesTo` that concerns the deployment as a whole. */
  readonly premise?: (deployment: Deployment) => Truth;
  /** Is the constraint violated by this value? A value that is absent or unknown is the predicate's to judge. */
  readonly violated: (value: View, deployment: Deployment) => Truth;
  /** What stands there and what was expected: `interval is 2, expected 5 to 300 seconds`. */
  readonly message: (value: View, deployment: Deployment) => string;
  /** Where the finding stands, if not at the value. */
  readonly at?: (value: View, deployment: Deployment) => View;
  readonly evidence?: (value: View, deployment: Deployment) => readonly string[];
  readonly fixes?: (value: View, deployment: Deployment) => readonly Fix[];
  /** The day of the data that it rests on, where a newer value may be legal. */
  readonly asOf?: () => string;
}

const REFUSED = {
  'task-definition':
    'ECS refuses to register a task definition that breaks this constraint, so that nothing is deployed',
  service:
    'ECS refuses to create or update a service that breaks this constraint, so that nothing is deployed',
} as const;

const DOCUMENTED =
  'AWS documents this restriction; nobody was seen to be refused over it, but what breaks it may be refused or ignored';

/** Why it breaks: an error was seen refused or is called a refusal by AWS, a warning is a documented restriction. */
function whyOf(row: Constraint): string {
  return row.why ?? (row.severity === 'error' ? REFUSED[row.on] : DOCUMENTED);
}

/** A documented restriction may prove to be refused, and a documented refusal not to be; what bites later stays a warning. */
function maySeverities({ id, severity, phase }: Constraint): readonly Severity[] {
  if (severity === 'error') return DOCUMENTED_REFUSALS.has(id) ? ['error', 'warning'] : ['error'];
  return phase === undefined || phase === 'register' ? ['warning', 'error'] : ['warning'];
}

const FALSE = truth(false);
const PASS = pass();
const NOTHING_THERE = notApplicable('the definition has no such member');
const NO_SERVICE = notApplicable('no service is deployed');

/** The problem that a row of the table describes. */
export function toProblem(row: Constraint): Problem {
  return new RowProblem(row);
}

/** A class, since hundreds are made at each start: what is told of a row is read from it when asked, and most runs tell nothing. */
class RowProblem implements Problem {
  readonly row: Constraint;
  /** Made when first needed: where no service is deployed, those of services are not. */
  paths: readonly RowPath[] | undefined;

  constructor(row: Constraint) {
    this.row = row;
    this.paths = undefined;
  }

  get summary(): string {
    return this.row.when;
  }

  get appliesTo(): string {
    return this.row.appliesTo;
  }

  get severity(): Severity {
    return this.row.severity;
  }

  get maySeverities(): readonly Severity[] {
    return maySeverities(this.row);
  }

  get phase(): Phase {
    return this.row.phase ?? 'register';
  }

  get decidable(): Problem['decidable'] {
    return this.row.decidable ?? ['F'];
  }

  get why(): string {
    return whyOf(this.row);
  }

  get docs(): string {
    return this.row.source;
  }

  get serviceError(): string | undefined {
    const texts = (this.row.errorTexts ?? [this.row.id]).flatMap((key) => serviceError(key) ?? []);
    return texts.length > 0 ? texts.join(' / ') : undefined;
  }

  /**
   * A premise that is known not to hold makes the row not applicable; one that is unknown makes it unknown only for values that
   * would violate it. It is asked only where there is something to judge: most rows are about members that are not there.
   */
  check(deployment: Deployment): Verdicts {
    const { row } = this;
    const root = row.on === 'service' ? deployment.service?.view : deployment.taskDefinition.view;
    if (!root) return NO_SERVICE;
    this.paths ??= pathsOf(row);
    const { paths } = this;
    const selections = selectionsOf(root);
    // By index, as below: hundreds of rows are judged of each deployment, and an iterator makes an object at each step.
    for (let path = 0; path < paths.length; path++) {
      const { selection } = paths[path] as RowPath;
      if ((selections[selection.place] ?? at(selection, root as View, selections)) === NOTHING) continue;
      const holding = row.premise?.(deployment);
      const applies = holding ? settled(holding) : true;
      if (applies === false) return notApplicable(`applies to ${row.appliesTo} only`);
      const open = applies === true ? undefined : holding;
      return judgeValues(row, paths, root as View, selections, deployment, open);
    }
    return NOTHING_THERE;
  }
}

/** Where a row's values are: the selection, and the member of what it selects where only given members count. */
interface RowPath {
  readonly selection: Way;
  readonly member?: string;
}

function pathsOf(row: Constraint): readonly RowPath[] {
  return typeof row.where === 'string'
    ? [pathOf(row, row.where)]
    : row.where.map((where) => pathOf(row, where));
}

function pathOf({ absentPasses = false }: Constraint, where: string): RowPath {
  const dot = where.lastIndexOf('.');
  return absentPasses && dot >= 0 && !where.endsWith('[]')
    ? { selection: wayOf(where.slice(0, dot)), member: where.slice(dot + 1) }
    : { selection: wayOf(where) };
}

/** The verdicts of values that pass are one: what is told of a row is the worst. */
function judgeValues(
  row: Constraint,
  paths: readonly RowPath[],
  root: View,
  selections: Selections,
  deployment: Deployment,
  open: Truth | undefined,
): Verdicts {
  let verdicts: readonly Verdict[] = [];
  let looked = false;
  for (let path = 0; path < paths.length; path++) {
    const { selection, member } = paths[path] as RowPath;
    const { views, why } = at(selection, root, selections);
    if (why.length > 0) verdicts = [...verdicts, cannotTell(why)];
    for (let index = 0; index < views.length; index++) {
      const view = views[index] as View;
      const value = member === undefined ? view : given(view, member);
      if (value === undefined) continue;
      looked = true;
      if (value === 'absent' || (row.absentPasses && (value.raw ?? null) === null)) continue;
      const violated = row.violated(value, deployment);
      const outcome = settled(open ? all([violated, open]) : violated);
      if (outcome === true) verdicts = [...verdicts, fail(failure(row, value, deployment))];
      else if (outcome !== false) verdicts = [...verdicts, cannotTell(outcome)];
    }
  }
  return verdicts.length > 0 ? verdicts : looked ? PASS : NOTHING_THERE;
}

/** The member where it is given, without a view for one that is not; undefined where there is no structure. */
function given(structure: View, member: string): View | 'absent' | undefined {
  const { raw } = structure;
  if (raw === undefined || raw === null) return undefined;
  // What UpdateService leaves out of this member is unchanged, not absent.
  const absent =
    isObject(raw) && (raw[member] ?? null) === null && structure.key !== 'deploymentConfiguration';
  return absent ? 'absent' : (structure as View<Record<string, unknown>>).get(member);
}

function failure(row: Constraint, value: View, deployment: Deployment): Failure {
  const evidence = row.evidence?.(value, deployment);
  const fixes = row.fixes?.(value, deployment);
  const asOf = row.asOf?.();
  return {
    at: row.at?.(value, deployment) ?? value,
    message: row.message(value, deployment),
    ...(row.seenTaken === undefined ? {} : { severity: 'warning', why: row.seenTaken }),
    ...(evidence ? { evidence } : {}),
    ...(fixes && fixes.length > 0 ? { fixes } : {}),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** Is the number below or above the bounds? Absent is within. */
export function outside(value: View, bounds: { readonly min?: number; readonly max?: number }): Truth {
  return holds(
    value.number,
    (number) => number < (bounds.min ?? -Infinity) || number > (bounds.max ?? Infinity),
  );
}

/** Is the member given at all (and not an empty list or map)? */
export function set(value: View): Truth {
  return all([value.given, not(emptyCollection(value))]);
}

/** Is the member left out? */
export function missing(value: View): Truth {
  return not(value.given);
}

function emptyCollection(value: View): Truth {
  const { raw } = value;
  const collection = typeof raw === 'object' && raw !== null;
  return collection ? holds(value.size, (size) => size === 0) : FALSE;
}
