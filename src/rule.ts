/**
 * The rule API. A rule is one way of thinking wrong about ECS; its problems are the ways that goes off.
 * A problem's check returns a verdict and cannot return nothing: silence does not compile.
 */
import { type Fact, settled, type Truth, type Why } from './fact/fact.ts';
import type { AnyKind, Facts } from './fact/kind.ts';
import type { Deployment } from './model/deployment.ts';
import type { Selection } from './model/select.ts';
import type { Span } from './model/source.ts';
import type { View } from './model/view.ts';

/** `error` will fail or cause an outage; `warning` will bite later; `info` is worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** When it bites. `register` exactly where the API itself refuses. */
export type Phase =
  | 'register'
  | 'place'
  | 'pull-image'
  | 'pull-secrets'
  | 'start'
  | 'health'
  | 'steady'
  | 'rollout'
  | 'operate';

/** How far a problem reaches; one of wider scope is reported once, with all the deployments it touches. */
export type Scope = 'deployment' | 'cluster' | 'account';

/** Where a problem can be decided from: files alone, what a template declares, the account. */
export type Decidable = 'F' | 'D' | 'L';

/** One change of a source file: set a value, or remove a member or element. */
export type Edit =
  | { readonly at: View; readonly op: 'set'; readonly value: unknown }
  | { readonly at: View; readonly op: 'remove' };

/**
 * What to do. An edit is `safe` only if ECS refuses or ignores what it replaces, or it removes a member without effect,
 * so that no deployment that works today behaves or costs differently.
 */
export type Fix =
  | {
      readonly kind: 'edit';
      readonly description: string;
      readonly safe: boolean;
      readonly edits: readonly Edit[];
    }
  | { readonly kind: 'command'; readonly description: string; readonly command: string }
  | {
      readonly kind: 'policy';
      readonly description: string;
      readonly statement: Readonly<Record<string, unknown>>;
    };

/** What is wrong: what, why, the facts it rests on, what to do. */
export interface Failure {
  /** The value that must change, or the missing member. */
  readonly at: View;
  /** Where in the file it stands, if not where `at` does: for what is no value, such as a comment. */
  readonly span?: Span;
  /** What: names the resource and quotes the observed and the required value. Lower-case start, no full stop needed. */
  readonly message: string;
  /** Why it breaks; the problem's own `why` where left out. */
  readonly why?: string;
  readonly evidence?: readonly string[];
  readonly fixes?: readonly Fix[];
  /** Where it differs from the problem's default, within `maySeverities` and `mayPhases`. */
  readonly severity?: Severity;
  readonly phase?: Phase;
  /** The date of the data that the finding rests on, YYYY-MM-DD. */
  readonly asOf?: string;
}

/** What a check found. */
export type Verdict =
  | { readonly is: 'pass' }
  | { readonly is: 'fail'; readonly failure: Failure }
  | { readonly is: 'unknown'; readonly why: readonly Why[] }
  | { readonly is: 'not-applicable'; readonly because: string };

/** One verdict, or one for each thing that was looked at; an empty list means there was nothing to look at. */
export type Verdicts = Verdict | readonly Verdict[];

/** An option of a rule; `map` takes a number for all containers or one for each (`30` or `web=30,worker=10`). */
export interface OptionSchema {
  readonly type: 'number' | 'boolean' | 'string' | 'map';
  readonly description: string;
  readonly default?: number | boolean | string;
}

/** The values of a rule's options; a `map` option is a map from container name (or `*` for all) to its number. */
export type OptionValues = Readonly<
  Record<string, number | boolean | string | ReadonlyMap<string, number> | undefined>
>;

/** What the user asked of the run beyond a rule's own options. */
export type Ruleset = 'recommended' | 'production' | 'all';

/** What a check may depend on besides the deployment and the facts. */
export interface Settings {
  readonly options: OptionValues;
  readonly ruleset: Ruleset;
}

/** One way that a rule's footgun goes off. */
export interface Problem {
  /** One sentence: when it is reported. */
  readonly summary: string;
  /** What it does not apply to, in the words of the catalogue: "Fargate, task cpu given". */
  readonly appliesTo: string;
  readonly severity: Severity;
  readonly maySeverities?: readonly Severity[];
  readonly phase: Phase;
  readonly mayPhases?: readonly Phase[];
  readonly scope?: Scope;
  readonly decidable: readonly Decidable[];
  /** Why it breaks, one or two sentences that are true for every finding of this problem. */
  readonly why: string;
  /** The AWS page it rests on. */
  readonly docs: string;
  /** The service's own error text, where it is known. */
  readonly serviceError?: string | undefined;
  /** The kinds of fact that the check may ask for; asking for another is a crash. None where files decide. */
  readonly needs?: readonly AnyKind[];
  check(deployment: Deployment, facts: Facts, settings: Settings): Verdicts | Promise<Verdicts>;
}

/** One footgun with its problems. */
export interface Rule {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly options?: Readonly<Record<string, OptionSchema>>;
  readonly problems: Readonly<Record<string, Problem>>;
  /** Of a rule that is not built in, the file that it was loaded from; whoever loads it says so. */
  readonly plugin?: string;
}

/** Declares a rule; the folder `rules/<id>` exports it as its default. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

const PASS: Verdict = { is: 'pass' };

/** It was looked at, and it is right. */
export function pass(): Verdict {
  return PASS;
}

/** It is wrong. */
export function fail(failure: Failure): Verdict {
  return { is: 'fail', failure };
}

/** It could not be decided, for these reasons. */
export function cannotTell(why: readonly Why[]): Verdict {
  return { is: 'unknown', why };
}

/** There is nothing to decide. */
export function notApplicable(because: string): Verdict {
  return { is: 'not-applicable', because };
}

/** True is a failure, false a pass, unknown neither. */
export function failsIf(wrong: Truth, failure: () => Failure): Verdict {
  const outcome = settled(wrong);
  if (outcome === true) return fail(failure());
  return outcome === false ? PASS : cannotTell(outcome);
}

/** Judges only where the premise holds; where it is not known whether it does, the answer is unknown. */
export function where(premise: Truth, because: string, judge: () => Verdicts): Verdicts {
  const outcome = settled(premise);
  if (outcome === true) return judge();
  return outcome === false ? notApplicable(because) : cannotTell(outcome);
}

/** What is said of a thing that is there, and of one that is not. */
export interface JudgeOf<Thing, Shape> {
  readonly found: (thing: Thing, shape: Shape) => Verdict | Promise<Verdict>;
  readonly missing: (thing: Thing) => Verdict;
}

/** Judges each thing by what is asked of it; things that may be missing from the list are unknown, and no thing at all not applicable. */
export function judgeAsking<Thing, Shape>(
  { things, why }: { readonly things: readonly Thing[]; readonly why: readonly Why[] },
  because: string,
  ask: (thing: Thing) => Promise<Fact<Shape>>,
  { found, missing }: JudgeOf<Thing, Shape>,
): Verdicts | Promise<Verdicts> {
  if (things.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable(because);
  const judged = things.map(async (thing) =>
    (await ask(thing)).match<Verdict | Promise<Verdict>>({
      known: (shape) => found(thing, shape),
      absent: () => missing(thing),
      unknown: cannotTell,
    }),
  );
  return Promise.all(judged).then((verdicts) => (why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts));
}

/** Judges each selected value; what could not be selected is unknown, and an empty selection is not applicable. */
export function judgeEach(selection: Selection, because: string, judge: (view: View) => Verdict): Verdicts {
  const { views, why } = selection;
  if (views.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable(because);
  const verdicts = views.map(judge);
  return why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts;
}
