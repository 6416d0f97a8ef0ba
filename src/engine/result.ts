/** What a run yields: the shape of the JSON output, which is a contract (see `docs` of the format). */
import type { Why } from '../fact/fact.ts';
import type { InputError } from '../model/input-error.ts';
import type { Place } from '../model/source.ts';
import type { Phase, Severity } from '../rule.ts';
import type { Portrait } from './portrait.ts';

/** Worst first: crashed > fail > unknown > pass > not-applicable. */
export type VerdictName = 'crashed' | 'fail' | 'unknown' | 'pass' | 'not-applicable';

export interface DeploymentSummary {
  readonly id: string;
  /** Absent where only the account has it. */
  readonly file?: string;
  /** Of what only the account has: the service, or else the task definition without its revision. */
  readonly arn?: string;
  readonly family?: string;
  readonly service?: string;
}

/** A change of a source file by pointer. */
export type EditOutput = EditPlace &
  ({ readonly op: 'set'; readonly value: unknown } | { readonly op: 'remove' });

interface EditPlace {
  readonly pointer: string;
  /** Only where it is not the finding's own. */
  readonly file?: string;
  /** Which document of the file the pointer counts from, of several; counted from 0. */
  readonly document?: number;
}

export type FixOutput =
  | {
      readonly kind: 'edit';
      readonly description: string;
      readonly safe: boolean;
      readonly edits: readonly EditOutput[];
    }
  | { readonly kind: 'command'; readonly description: string; readonly command: string }
  | {
      readonly kind: 'policy';
      readonly description: string;
      readonly statement: Readonly<Record<string, unknown>>;
    };

export interface Finding {
  readonly rule: string;
  readonly problem: string;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly deployment: string;
  readonly deployments: readonly string[];
  readonly message: string;
  readonly why: string;
  readonly location: Place;
  readonly evidence?: readonly string[];
  readonly fixes?: readonly FixOutput[];
  readonly docs: string;
  readonly asOf?: string;
  /** Survives reformatting and moved lines. */
  readonly fingerprint: string;
  /** The fingerprint of the first of several that nothing tells apart; left out where it is the finding's own. */
  readonly identity?: string;
  readonly suppressed: null | Suppressed;
  /** The container that it is about, where it is about one. */
  readonly container?: string;
}

/** Why a finding is not counted: `inSource` says so beside the definition, `external` in the configuration. */
export interface Suppressed {
  readonly kind: 'inSource' | 'external' | 'baseline';
  readonly reason: string;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly until?: string;
}

/** What the user said of findings that are not there. */
export interface UnusedSuppression {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly place: Place;
}

/** A finding that was there when the baseline was written. */
export interface BaselineEntry {
  /** The identity of the finding: of several that nothing tells apart there are as many entries. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly problem: string;
  /** Of the deployment, from the folder of the baseline. */
  readonly file?: string;
  /** Of what only the account has. */
  readonly arn?: string;
  readonly family?: string;
  readonly service?: string;
  /** For who reads the file; not compared. */
  readonly message: string;
}

/** How the findings of a run compare with those of a baseline. */
export interface BaselineResult {
  readonly file: string;
  /** How many findings are known. */
  readonly known: number;
  /** What was judged again and is no longer there. */
  readonly mended: readonly BaselineEntry[];
  /** What it is to hold from now on, and how many of that are new; where it is to be written. */
  readonly next?: { readonly entries: readonly BaselineEntry[]; readonly added: number };
}

export interface UnknownEntry {
  readonly rule: string;
  readonly problem: string;
  readonly problems: readonly string[];
  /** A deployment's id, or `all` for what is merely offline. */
  readonly deployment: string;
  readonly reason: Why['reason'];
  readonly detail: string;
  readonly unlockedBy?: string;
}

export interface VerdictEntry {
  readonly rule: string;
  readonly deployment: string;
  readonly verdict: VerdictName;
  readonly problems: Readonly<Record<string, VerdictName>>;
}

/** A check that threw: a bug of the tool, or of a plugin, never a finding. */
export interface Crash {
  /** The file of the plugin whose check it is; absent for a check of ours. */
  readonly plugin?: string;
  readonly rule: string;
  readonly problem: string;
  readonly deployment: string;
  readonly error: unknown;
}

export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly unknown: number;
  readonly suppressed: number;
}

export interface Result {
  readonly deployments: readonly DeploymentSummary[];
  readonly findings: readonly Finding[];
  readonly unknowns: readonly UnknownEntry[];
  /** Made anew at each walk: for ten thousand deployments they are too many to keep. */
  readonly verdicts: Iterable<VerdictEntry>;
  readonly inputErrors: readonly InputError[];
  readonly crashes: readonly Crash[];
  readonly summary: Summary;
  /** What suppresses nothing, although what it names was judged. */
  readonly unusedSuppressions?: readonly UnusedSuppression[];
  /** Where one was given. */
  readonly baseline?: BaselineResult;
  /** What can be drawn of the deployments, by their ids; where a report with pictures is wanted. */
  readonly portraits?: ReadonlyMap<string, Portrait>;
}
