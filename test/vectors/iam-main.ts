import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type IamVector, isIamVector, missOfIam } from './iam.ts';

/**
 * Runs the IAM vectors of a folder, prints each miss (first those where we allow what AWS denies) and ends with
 * `N passed, N failed`. Exit status 0 only if none failed; 2 where there is nothing to run.
 */
export function runIam(folder: string, print: (line: string) => void): number {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    print(`no such folder: ${folder}`);
    return 2;
  }
  let passed = 0;
  const dangerous: string[][] = [];
  const others: string[][] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const vectors = vectorsIn(join(folder, file));
    if (!vectors) {
      print(`${file}: holds no IAM vectors`);
      return 2;
    }
    for (const vector of vectors) {
      const miss = missOfIam(vector);
      if (!miss) {
        passed += 1;
        continue;
      }
      const lines = [
        `  expected ${miss.expected}`,
        `  got ${miss.got}`,
        ...(vector.because === undefined ? [] : [`  because ${vector.because}`]),
      ];
      if (miss.dangerous) dangerous.push([`ALLOWED WHERE AWS DENIES: ${vector.name}`, ...lines]);
      else others.push([`miss: ${vector.name}`, ...lines]);
    }
  }
  const failed = dangerous.length + others.length;
  if (passed + failed === 0) {
    print(`no vectors in ${folder}`);
    return 2;
  }
  for (const line of [...dangerous, ...others].flat()) print(line);
  if (dangerous.length > 0) print(`allowed where AWS denies: ${dangerous.length}`);
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function vectorsIn(file: string): readonly IamVector[] | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(content) && content.length > 0 && content.every(isIamVector) ? content : undefined;
  } catch {
    return undefined;
  }
}
