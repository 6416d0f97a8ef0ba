import type { Result } from '../engine/result.ts';
import type { Rule } from '../rule.ts';
import type { FailOn } from './threshold.ts';

/** How many colours a terminal has, as chalk counts: none, 16, 256, all. */
export type ColourLevel = 0 | 1 | 2 | 3;

/** What a report needs to know besides the result. */
export interface ReportContext {
  /** The version of the tool. */
  readonly version: string;
  /** The rules that the run judged by, each with its selected problems. */
  readonly rules: readonly Rule[];
  readonly colour: ColourLevel;
  /** Columns of the terminal. */
  readonly width: number;
  /** The text of an input, for code frames; undefined where it could not be read. */
  readonly textOf: (file: string) => string | undefined;
  /** Only the findings that reach `failOn`, and the summary. */
  readonly quiet: boolean;
  readonly failOn: FailOn;
  /** Of running services: the text report is laid out by service, worst first. */
  readonly audit?: boolean;
  /** The path of an input from the root of the project that a CI system checked out; its own name where left out. */
  readonly projectPath?: (file: string) => string;
  /** When the run was made, for formats that say so. */
  readonly at?: Date;
}

/** Turns a result into text, in chunks that end anywhere, and decides nothing. The chunks can be walked once. */
export type Report = (result: Result, context: ReportContext) => Iterable<string>;
