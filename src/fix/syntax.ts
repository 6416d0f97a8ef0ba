import type { ContainerPlan } from './plan.ts';
import type { TextChange } from './text-change.ts';
import type { Value } from './value.ts';

/** A parsed text: what it says, and how a change of one of its lists or maps is written into it. */
export interface ParsedText {
  readonly value: Value;
  /** The windows of a plan, or undefined where its list or map is not written out in this text. */
  changes(plan: ContainerPlan): readonly TextChange[] | undefined;
}
