import type { Nature } from './diagnosis.ts';
import type { Wording } from './wording.ts';

/** Why a task does not start or stay up. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  /** A paragraph; `{name|words}` is what the message names, or these words. */
  readonly says: string;
  /** `rule/problem`, in the order in which AWS says to look. */
  readonly checks: readonly string[];
  /** Of a failing check of the network, the codes that mean this cause; all where empty. */
  readonly codes: readonly string[];
  /** Checks that pass do not rule it out: they see a part of it. */
  readonly partly: boolean;
  readonly fix: string;
  readonly source: string;
}

/** A documented message. */
export interface Message {
  readonly id: string;
  /** Of one line one message of each area is told: the first that it holds. */
  readonly area: string;
  readonly title: string;
  readonly nature: Nature;
  /** Told only where nothing else in the line is known. */
  readonly general: boolean;
  readonly wordings: readonly Wording[];
  /** Texts too common to be recognised inside others. */
  readonly wholes: readonly { readonly text: string; readonly pattern: RegExp }[];
  /** Too short to be recognised where nothing else in the line is ECS's. */
  readonly shy: boolean;
  readonly causes: readonly Cause[];
  /** What the message says without a placeholder. */
  readonly entities: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly source: string;
}
