/** One step of an address or a reference: a name, or the key of an instance. */
export type Step = { readonly name: string } | { readonly key: string | number };

const STEP = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[\*\]|\.?([^.[\]]+)/g;

/** The steps of `module.app["eu"].aws_subnet.private[0].id`. */
export function stepsOf(reference: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, quoted, number, name] of reference.matchAll(STEP)) {
    if (quoted !== undefined) steps.push({ key: quoted.replace(/\\(.)/g, '$1') });
    else if (number !== undefined) steps.push({ key: Number(number) });
    else if (name !== undefined) steps.push({ name });
  }
  return steps;
}

/** The name that a step is, or undefined for a key. */
export function nameAt(steps: readonly Step[], index: number): string | undefined {
  const step = steps[index];
  return step && 'name' in step ? step.name : undefined;
}

/** The key that a step is, or undefined for a name. */
export function keyAt(steps: readonly Step[], index: number): string | number | undefined {
  const step = steps[index];
  return step && 'key' in step ? step.key : undefined;
}
