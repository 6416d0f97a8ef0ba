import { describe, expect, test } from 'vitest';
import type { Baseline } from '../../src/engine/baseline.ts';
import type { BaselineEntry, Finding, Result } from '../../src/engine/result.ts';
import { finding, governed, resultOf, suppression } from './governed.ts';

const print = (character: string) => character.repeat(32);

function entry(parts: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    fingerprint: print('f'),
    rule: 'size',
    problem: 'small',
    file: 'orders.json',
    family: 'orders',
    message: 'it is too small',
    ...parts,
  };
}

/** Where no file has been renamed, as long as nothing else is said. */
function baseline(entries: readonly BaselineEntry[], parts: Partial<Baseline> = {}): Baseline {
  return {
    file: 'baseline.json',
    entries,
    spelled: (file) => file,
    isGone: () => false,
    adopts: false,
    ...parts,
  };
}

/** Findings that nothing tells apart. */
const alike = (count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, ordinal) =>
    ordinal === 0 ? finding() : finding({ fingerprint: print(String(ordinal)), identity: print('f') }),
  );

const told = ({ findings }: Result) => findings.map(({ suppressed }) => suppressed?.kind ?? 'new');

describe('a finding beside the baseline', () => {
  test.each<[string, readonly Finding[], readonly BaselineEntry[], readonly string[]]>([
    ['is known', [finding()], [entry()], ['baseline']],
    ['is new', [finding({ fingerprint: print('a') })], [entry()], ['new']],
    [
      'is known whatever the entry says of it',
      [finding()],
      [entry({ message: 'as it was', rule: 'size' })],
      ['baseline'],
    ],
    ['both of two are known', alike(2), [entry(), entry()], ['baseline', 'baseline']],
    ['of two the second is new', alike(2), [entry()], ['baseline', 'new']],
    ['the one that is left of two is known', alike(1), [entry(), entry()], ['baseline']],
    ['in another file is new', [finding({ deployment: 'prod' })], [entry({ file: 'dev.json' })], ['new']],
    [
      'in the other of two files is new',
      [finding(), finding({ deployment: 'prod' })],
      [entry()],
      ['baseline', 'new'],
    ],
    [
      'of a cluster is known in whichever file it stands',
      [finding({ rule: 'shared', problem: 'full' })],
      [entry({ rule: 'shared', problem: 'full', file: 'other.json' })],
      ['baseline'],
    ],
  ])('%s', (_, findings, entries, expected) => {
    expect(told(governed(resultOf({ findings }), { baseline: baseline(entries) }))).toEqual(expected);
  });

  test('is known where its file has been renamed', () => {
    const findings = [finding({ deployment: 'renamed' })];
    const entries = [entry()];
    const gone = baseline(entries, { isGone: (file) => file === 'orders.json' });
    expect(told(governed(resultOf({ findings }), { baseline: gone }))).toEqual(['baseline']);
  });

  test('takes its own entry before one whose file is gone', () => {
    const findings = [finding({ deployment: 'renamed' }), finding()];
    const gone = baseline([entry(), entry({ file: 'old.json' })], { isGone: (file) => file === 'old.json' });
    expect(told(governed(resultOf({ findings }), { baseline: gone }))).toEqual(['baseline', 'baseline']);
  });

  test('is compared by the file as the baseline spells it', () => {
    const spelled = baseline([entry({ file: '../orders.json' })], { spelled: (file) => `../${file}` });
    expect(told(governed(resultOf({ findings: [finding()] }), { baseline: spelled }))).toEqual(['baseline']);
  });

  test('of the account is told apart by the ARN of its service', () => {
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/api';
    const deployments = [{ id: 'api', arn, family: 'api', service: 'api' }];
    const findings = [finding({ deployment: 'api', location: { arn, pointer: '' } })];
    const of = (cluster: string) => {
      const { file: _, ...rest } = entry({
        arn: arn.replace('prod', cluster),
        family: 'api',
        service: 'api',
      });
      return told(governed(resultOf({ findings, deployments }), { baseline: baseline([rest]) }));
    };
    expect(of('prod')).toEqual(['baseline']);
    expect(of('staging')).toEqual(['new']);
  });

  test('that a reason suppresses uses up no entry of another', () => {
    const [first, second] = alike(2) as [Finding, Finding];
    const findings = [first, second];
    const suppressions = [
      suppression({ covers: { finding: (one) => one.fingerprint === first.fingerprint } }),
    ];
    const result = governed(resultOf({ findings }), { suppressions, baseline: baseline([entry()]) });
    expect(told(result)).toEqual(['inSource', 'baseline']);
    // The reason is gone, and so is the finding: the other one takes its fingerprint, and is known all the same.
    expect(told(governed(resultOf({ findings: [first] }), { baseline: baseline([entry()]) }))).toEqual([
      'baseline',
    ]);
  });

  test('that is mandatory is never known', () => {
    const mandatory = [{ rules: ['size'], covers: {}, place: { pointer: '' } }];
    const result = governed(resultOf({ findings: [finding()] }), {
      mandatory,
      baseline: baseline([entry()]),
    });
    expect(told(result)).toEqual(['new']);
    expect(result.baseline).toMatchObject({ known: 0, mended: [] });
  });

  test('counts nowhere but among the suppressed, and says by what it is known', () => {
    const result = governed(resultOf({ findings: [finding()] }), { baseline: baseline([entry()]) });
    expect(result.summary).toMatchObject({ error: 0, suppressed: 1 });
    expect(result.findings[0]?.suppressed?.reason).toBe('known from the baseline baseline.json');
    expect(result.baseline).toEqual({ file: 'baseline.json', known: 1, mended: [] });
  });
});

describe('an entry without its finding', () => {
  test.each<[string, number, Parameters<typeof resultOf>[0], BaselineEntry?, Partial<Baseline>?]>([
    ['is mended', 1, {}],
    [
      'is mended where the problem does not apply any more',
      1,
      { verdicts: { 'size/small': 'not-applicable' } },
    ],
    ['may be there: unknown', 0, { verdicts: { 'size/small': 'unknown' } }],
    ['may be there: its check crashed', 0, { verdicts: { 'size/small': 'crashed' } }],
    ['may be there: not selected', 0, { unselected: ['size/small'] }],
    ['is of another file', 0, {}, entry({ file: 'other.json' })],
    ['is of another service', 0, {}, entry({ service: 'api' })],
    ['is of another family', 0, {}, entry({ family: 'payments' })],
    [
      'is of a file that is gone, whose definition stands in another',
      1,
      {},
      entry({ file: 'old.json' }),
      { isGone: () => true },
    ],
    [
      'is of a file that is gone with its definition',
      0,
      {},
      entry({ file: 'old.json', family: 'old' }),
      { isGone: () => true },
    ],
    ['is of a rule that is no more', 0, {}, entry({ rule: 'retired', problem: 'small' })],
  ])('%s', (_, mended, setting, one = entry({ fingerprint: print('e') }), parts = {}) => {
    const result = governed(resultOf(setting), { baseline: baseline([one], parts) });
    expect(result.baseline?.mended).toHaveLength(mended);
  });

  test('of three alike, of which two are there, is mended once', () => {
    // The problem was decided: it is there.
    const result = governed(resultOf({ findings: alike(2) }), {
      baseline: baseline([entry(), entry(), entry()]),
    });
    expect(result.baseline).toMatchObject({ known: 2, mended: [entry()] });
  });
});

describe('a baseline that is written', () => {
  const written = (setting: Parameters<typeof resultOf>[0], entries: readonly BaselineEntry[], more = {}) =>
    governed(resultOf(setting), { baseline: baseline(entries, { adopts: true }), ...more });

  test('holds what is found, and all of it is known from now on', () => {
    const result = written({ findings: [finding()] }, []);
    expect(result.baseline).toMatchObject({ known: 1, next: { added: 1, entries: [entry()] } });
    expect(result.summary).toMatchObject({ error: 0, suppressed: 1 });
  });

  test('adds what is new, leaves out what is mended, keeps what was not judged', () => {
    const mended = entry({ fingerprint: print('1'), problem: 'large' });
    const elsewhere = entry({ fingerprint: print('2'), file: 'other.json' });
    const result = written({ findings: [finding()] }, [mended, elsewhere]);
    expect(result.baseline?.next).toEqual({ added: 1, entries: [elsewhere, entry()] });
  });

  test('keeps what could not be decided', () => {
    const open = entry({ fingerprint: print('1'), problem: 'large' });
    const result = written({ verdicts: { 'size/large': 'unknown' } }, [open]);
    expect(result.baseline?.next).toEqual({ added: 0, entries: [open] });
  });

  test('has one entry for each of several that nothing tells apart', () => {
    expect(written({ findings: alike(3) }, [entry()]).baseline?.next).toEqual({
      added: 2,
      entries: [entry(), entry(), entry()],
    });
  });

  test('holds neither what a reason suppresses, nor what is mandatory, nor unused suppressions', () => {
    const suppressed = written({ findings: [finding()] }, [entry()], { suppressions: [suppression()] });
    expect(suppressed.baseline).toMatchObject({ known: 0, mended: [], next: { added: 0, entries: [] } });
    const mandatory = [{ rules: ['size'], covers: {}, place: { pointer: '' } }];
    expect(written({ findings: [finding()] }, [], { mandatory }).baseline?.next?.entries).toEqual([]);
    const unused = written({}, [], { suppressions: [suppression()], reportUnused: true });
    expect(unused.baseline?.next?.entries).toEqual([]);
    expect(unused.summary).toMatchObject({ warning: 1, suppressed: 0 });
  });

  test('is in an order of its own', () => {
    const [a, b] = [finding({ fingerprint: print('a') }), finding({ fingerprint: print('b') })];
    const entries = (findings: readonly Finding[]) => written({ findings }, []).baseline?.next?.entries;
    expect(entries([a, b])).toEqual(entries([b, a]));
  });
});
