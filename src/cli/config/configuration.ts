import type { InputError } from '../../model/input-error.ts';
import type { Place } from '../../model/source.ts';
import type { FailOn } from '../../report/threshold.ts';
import type { Ruleset, Severity } from '../../rule.ts';

/** A value with the place where the user wrote it. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/** What a configuration may say of a rule or problem: `on` is the rule's own severity again. */
export type Level = Severity | 'off' | 'on';

/** The value of an option; of a `map`, a number for all containers, or numbers by their names (`*` for all). */
export type OptionValue = number | boolean | string | Readonly<Record<string, number>>;

/** What a configuration says of `rule` or `rule/problem`. */
export interface RuleSetting {
  readonly name: string;
  readonly place: Place;
  readonly level?: Placed<Level>;
  /** Of a rule as a whole alone. */
  readonly options: Readonly<Record<string, Placed<OptionValue>>>;
}

/** A file by a pattern, and what in it, by the JSON pointer behind a `#`. */
export interface FilePattern {
  readonly pattern: string;
  readonly pointer?: string;
}

/** What a part of a configuration is for: that which every list holds of that is given. */
export interface Where {
  readonly files?: readonly FilePattern[];
  readonly families?: readonly string[];
  readonly services?: readonly string[];
  readonly containers?: readonly string[];
  readonly resources?: readonly string[];
}

/** Settings of rules, for all or for some; a later layer goes before an earlier one. */
export interface Layer {
  readonly place: Place;
  readonly where?: Where;
  readonly ruleset?: Placed<Ruleset>;
  readonly rules: readonly RuleSetting[];
}

export interface ConfiguredSuppression {
  readonly place: Place;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
  readonly where: Where;
}

/** What one file says, or several of which one extends the others. */
export interface Content {
  readonly failOn?: Placed<FailOn>;
  readonly strict?: Placed<boolean>;
  /** What it says for all, before what it says for some. */
  readonly layers: readonly Layer[];
  readonly mandatory: readonly Placed<string>[];
  readonly suppressions: readonly ConfiguredSuppression[];
}

/** A configuration as it holds: with all that it extends, or without anything where a part of it is wrong. */
export interface Configuration extends Content {
  /** As it is shown. */
  readonly file: string;
  /** All files that it was read from, as they are shown, the extended ones first. */
  readonly files: readonly string[];
  /** Patterns of files count from these folders. */
  readonly bases: readonly string[];
  /** Whose text errors may show. */
  readonly text: string | undefined;
  readonly errors: readonly InputError[];
  readonly plugins: readonly Plugin[];
}

/** A plugin that a configuration names: a path or a package, counted from the folder of the file that names it. */
export interface PluginName {
  readonly value: string;
  readonly folder: string;
}

export interface Plugin extends PluginName, Placed<string> {}

/** Of what has no configuration. */
export const NO_CONFIGURATION: Configuration = {
  file: '',
  files: [],
  bases: [],
  text: undefined,
  errors: [],
  plugins: [],
  layers: [],
  mandatory: [],
  suppressions: [],
};
