import type { Fix, Location, Region, Result as SarifResult } from 'sarif';
import type { Finding, FixOutput } from '../engine/result.ts';
import type { Place } from '../model/source.ts';
import { type FileOf, standInFile } from './account-place.ts';
import { levelOf } from './sarif-rules.ts';
import { messageText } from './sarif-text.ts';
import type { SourceText } from './source-text.ts';

/**
 * The key of our fingerprint. Not GitHub's `primaryLocationLineHash`: its upload action works that out by itself, and
 * complains of one that differs.
 */
const FINGERPRINT = 'ecsPreflight/v1';

type SourceOf = (file: string) => SourceText | undefined;

/** The URI of an input. */
export type UriOf = (file: string) => string;

/** What results are told with. */
interface Words {
  /** The place of each rule in the table of rules. */
  readonly ids: ReadonlyMap<string, number>;
  readonly sourceOf: SourceOf;
  readonly uriOf: UriOf;
  readonly fileOf: FileOf;
}

/** A finding as a SARIF result. */
export function sarifResult(finding: Finding, words: Words): SarifResult {
  const { ids, uriOf } = words;
  const { rule, problem, severity, phase, location, deployments, fingerprint, asOf } = finding;
  const { file } = location;
  const ruleId = `${rule}/${problem}`;
  const ruleIndex = ids.get(ruleId);
  const fixes = (finding.fixes ?? []).flatMap((fix) => textFix(fix, location, words));
  return {
    ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levelOf(severity),
    message: { text: message(finding) },
    locations: [
      file === undefined ? ofTheAccount(finding, words) : sarifLocation({ ...location, file }, uriOf),
    ],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(fixes.length > 0 ? { fixes } : {}),
    properties: {
      phase,
      deployments: deployments.map(messageText),
      ...(asOf === undefined ? {} : { asOf }),
    },
  };
}

/** The first sentence says what; viewers with little room show only that. */
function message({ message: what, why, evidence = [], fixes = [] }: Finding): string {
  return [
    sentence(messageText(what)),
    sentence(`Why: ${messageText(why)}`),
    ...evidence.map((fact) => `Evidence: ${messageText(fact)}`),
    ...fixes.map((fix) => sentence(`Fix: ${messageText(fix.description)}`)),
  ].join('\n');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A place of a file; without a region where the line is not known. */
export function sarifLocation(
  place: Omit<Place, 'pointer' | 'file'> & { readonly file: string; readonly pointer?: string },
  uriOf: UriOf,
): Location {
  const { file, pointer = '', inner = '', resource } = place;
  const within = resource === undefined ? pointer : `${resource} ${pointer}`;
  const region = regionOf(place);
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(region ? { region } : {}) },
    ...(pointer === ''
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: messageText(`${within}${inner}`) }] }),
  };
}

/** Of what no file holds: GitHub refuses a whole log for one result without a place in a file. */
function ofTheAccount(finding: Finding, { fileOf, uriOf }: Words): Location {
  const { arn = '', pointer } = finding.location;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(standInFile(finding, fileOf)) },
      region: { startLine: 1 },
    },
    logicalLocations: [{ fullyQualifiedName: messageText(arn + pointer), kind: 'resource' }],
  };
}

function regionOf({ line, column, endLine, endColumn }: Omit<Place, 'pointer'>): Region | undefined {
  if (line === undefined || line < 1) return undefined;
  return {
    startLine: line,
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

/**
 * A fix as a replacement of text, where it is one: it sets the very value that the finding points at, and that value
 * stands in the file. What is added or removed needs its neighbours' commas and is left out.
 */
function textFix(fix: FixOutput, place: Place, { sourceOf, uriOf }: Words): readonly Fix[] {
  const [edit, ...more] = fix.kind === 'edit' ? fix.edits : [];
  if (edit?.op !== 'set' || more.length > 0 || edit.file !== undefined) return [];
  const region = regionOf(place);
  if (!region || place.file === undefined) return [];
  if (edit.pointer !== place.pointer || !isValue(place, sourceOf)) return [];
  const inserted = JSON.stringify(edit.value);
  return [
    {
      description: { text: messageText(fix.description) },
      artifactChanges: [
        {
          artifactLocation: { uri: uriOf(place.file) },
          replacements: [{ deletedRegion: region, insertedContent: { text: inserted } }],
        },
      ],
    },
  ];
}

/** Does a scalar in JSON's spelling stand at the place? At a missing member's place stands its parent's bracket. */
function isValue({ file, line, column, endLine, endColumn }: Place, sourceOf: SourceOf): boolean {
  if (file === undefined || line === undefined || line !== endLine) return false;
  if (column === undefined || endColumn === undefined) return false;
  const written =
    sourceOf(file)
      ?.line(line)
      .slice(column - 1, endColumn - 1) ?? '';
  return /^(?:"(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null)$/.test(written);
}
