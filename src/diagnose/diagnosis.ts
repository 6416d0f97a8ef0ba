/** What a diagnosis yields: the shape that its reports see, and the contract of its JSON (schema/diagnosis.schema.json). */
import type { Finding, VerdictName } from '../engine/result.ts';

/**
 * How a cause stands after the checks. `proven`: a check of it fails. `suspected`: one fails that makes it likely and
 * is no error by itself, or that does not say which way. `open`: nothing decides it. `ruled-out`: all of its checks pass. `not-applicable`: there is nothing of its kind.
 */
export type Standing = 'proven' | 'suspected' | 'open' | 'ruled-out' | 'not-applicable';

/** A check of a cause, and what came out of it; no verdict where it was not run. */
export interface CheckOutcome {
  readonly rule: string;
  readonly problem: string;
  /** When it fails, one sentence. */
  readonly summary: string;
  readonly verdict?: VerdictName;
  /** Where it could not be decided: why, and what would unlock it. */
  readonly detail?: string;
  readonly unlockedBy?: string;
}

/** One cause that a message may have. */
export interface CauseOutcome {
  readonly cause: string;
  readonly title: string;
  /** The cause in a paragraph, with what the message names put in. */
  readonly says: string;
  readonly standing: Standing;
  /** In the order in which AWS says to look. */
  readonly checks: readonly CheckOutcome[];
  /** What the failing checks found. */
  readonly findings: readonly Finding[];
  /** What to do; where a finding has fixes, those are better. */
  readonly fix: string;
  readonly source: string;
}

/** `failure` says why; `symptom` only that something failed; `notice` is normal by itself. */
export type Nature = 'failure' | 'symptom' | 'notice';

/** How and when a message was seen. */
export interface Appearance {
  /** The documented wording. */
  readonly wording: string;
  /** How it stood in what was read, cut to a line. */
  readonly quote: string;
  /** How often it was seen. */
  readonly count: number;
  /** ISO 8601. */
  readonly firstAt?: string;
  readonly lastAt?: string;
  /** Where it was seen: `service event`, `stopped task`, … */
  readonly seenIn: readonly string[];
}

/** A documented message that was recognised, with its causes, the most probable first. */
export interface Recognised extends Appearance {
  readonly message: string;
  readonly title: string;
  readonly nature: Nature;
  /** What it names: subnet, secret, role, image, exit code, …; each at most a few times. */
  readonly entities: Readonly<Record<string, readonly string[]>>;
  /** What the message does not mean. */
  readonly note?: string;
  readonly causes: readonly CauseOutcome[];
  readonly source: string;
}

/** A documented message that is like what was read, though not the same. */
export interface Nearest {
  readonly message: string;
  readonly title: string;
  readonly wording: string;
  /** 0 to 1. */
  readonly similarity: number;
}

/** What a log of the Session Manager plugin or agent says. */
export interface SessionReading {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly string[];
  readonly advice: readonly string[];
  /** A supervised loop that keeps a session alive, as a shell script. */
  readonly loop?: string;
}

/** What the diagnosis is about, as far as it is known. */
export interface Subject {
  readonly cluster?: string;
  readonly service?: string;
  readonly task?: string;
  readonly taskDefinition?: string;
}

export interface Diagnosis {
  readonly subject: Subject;
  /** Most important first. */
  readonly recognised: readonly Recognised[];
  /** Reasons that AWS gave for a stop and that are no documented message. */
  readonly unrecognised: readonly { readonly text: string; readonly count: number }[];
  /** Where nothing was recognised: what a healthy service says, and what it says of one. */
  readonly normal: readonly string[];
  /** Where nothing was recognised. */
  readonly nearest: readonly Nearest[];
  readonly session?: SessionReading;
  /** Were the checks run, on the account or on a snapshot? */
  readonly checked: boolean;
  /** The command that would run the checks, where they were not. */
  readonly command?: string;
  /** What could not be read of the account. */
  readonly unread: readonly string[];
  /** The most probable cause of the most important message. */
  readonly mostProbable?: { readonly message: string; readonly cause: CauseOutcome };
}
