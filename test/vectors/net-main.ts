import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isNetVector, type NetMiss, type NetVector, netMissOf } from './net.ts';

/**
 * Runs the network vectors of a folder and prints each miss; first those where we say that a call arrives which does not.
 * Exit status 0 only if none missed; 2 where there is nothing to run.
 */
export function runNet(folder: string, print: (line: string) => void): number {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    print(`no such folder: ${folder}`);
    return 2;
  }
  const vectors: NetVector[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const held = vectorsIn(join(folder, file));
    if (!held) {
      print(`${file}: holds no network vectors`);
      return 2;
    }
    vectors.push(...held);
  }
  if (vectors.length === 0) {
    print(`no vectors in ${folder}`);
    return 2;
  }
  const misses = vectors.flatMap((vector) => {
    const miss = missOf(vector);
    return miss ? [{ vector, miss }] : [];
  });
  for (const { vector, miss } of misses.toSorted(
    (a, b) => Number(b.miss.falseHope) - Number(a.miss.falseHope),
  )) {
    print(`${miss.falseHope ? 'MISS, SAID TO BE REACHABLE AND IS NOT' : 'miss'}: ${vector.name}`);
    print(`  expected ${miss.expected}`);
    print(`  got ${miss.got}`);
    print(`  because ${vector.because ?? ''}`);
  }
  print(`${vectors.length - misses.length} passed, ${misses.length} failed`);
  return misses.length === 0 ? 0 : 1;
}

function missOf(vector: NetVector): NetMiss | undefined {
  try {
    return netMissOf(vector);
  } catch (error) {
    return { expected: vector.expected, got: `a crash: ${String(error)}`, falseHope: false };
  }
}

function vectorsIn(file: string): readonly NetVector[] | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(content) || content.length === 0) return undefined;
    return content.every(isNetVector) ? content : undefined;
  } catch {
    return undefined;
  }
}
