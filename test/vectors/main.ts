import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ContractVector, leftOut, missOf } from './contract.ts';
import { runIam } from './iam-main.ts';
import { runNet } from './net-main.ts';

const USAGE = 'usage: vectors contract|iam|net <folder>';

/**
 * Runs the vectors of a folder, prints each miss and ends with `N passed, N failed`.
 * Exit status 0 only if none failed; 2 where there is nothing to run.
 */
export async function main(args: readonly string[], print: (line: string) => void): Promise<number> {
  const [kind, folder] = args;
  if (kind === 'iam' && folder !== undefined) return runIam(folder, print);
  if (kind === 'net' && folder !== undefined) return runNet(folder, print);
  if (kind !== 'contract' || folder === undefined) {
    print(USAGE);
    return 2;
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    print(`no such folder: ${folder}`);
    return 2;
  }
  let passed = 0;
  let failed = 0;
  const skipped = new Map<string, number>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const vectors = vectorsIn(join(folder, file));
    if (!vectors) {
      print(`${file}: holds no contract vectors`);
      return 2;
    }
    for (const vector of vectors) {
      const why = leftOut(file, vector);
      if (why !== undefined) {
        print(`left out: ${vector.name} (${why})`);
        skipped.set(why, (skipped.get(why) ?? 0) + 1);
        continue;
      }
      const miss = await missOf(vector);
      if (!miss) {
        passed += 1;
        continue;
      }
      failed += 1;
      print(`miss: ${vector.name} (${vector.constraint})`);
      print(`  expected ${miss.expected}`);
      print(`  got ${miss.got}`);
      print(`  because ${vector.because}`);
    }
  }
  if (passed + failed + skipped.size === 0) {
    print(`no vectors in ${folder}`);
    return 2;
  }
  for (const [why, count] of skipped) print(`left out, ${why}: ${count}`);
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function vectorsIn(file: string): readonly ContractVector[] | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(content) || content.length === 0) return undefined;
    const vectors = content as readonly ContractVector[];
    return vectors.every(isVector) ? vectors : undefined;
  } catch {
    return undefined;
  }
}

function isVector(vector: ContractVector): boolean {
  return (
    typeof vector === 'object' &&
    vector !== null &&
    'name' in vector &&
    'expect' in vector &&
    'kind' in vector
  );
}
