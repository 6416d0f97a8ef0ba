import type { CauseOutcome, Diagnosis, Recognised } from '../diagnose/diagnosis.ts';
import type { Finding } from '../engine/result.ts';
import { inertJson } from './escape.ts';

/** A diagnosis as JSON; schema/diagnosis.schema.json is its contract. */
export function diagnosisJson(diagnosis: Diagnosis, version: string): string {
  const {
    subject,
    recognised,
    unrecognised,
    normal,
    nearest,
    session,
    checked,
    command,
    unread,
    mostProbable,
  } = diagnosis;
  const document = {
    schemaVersion: 1,
    tool: { name: 'ecs-preflight', version },
    subject,
    checked,
    recognised: recognised.map(recognisedJson),
    ...(mostProbable === undefined
      ? {}
      : { mostProbable: { message: mostProbable.message, cause: mostProbable.cause.cause } }),
    ...(session === undefined ? {} : { session }),
    unrecognised,
    normal,
    nearest,
    ...(command === undefined ? {} : { command }),
    unread,
  };
  const lines = JSON.stringify(document, null, 2).split('\n');
  return `${lines.map(inertJson).join('\n')}\n`;
}

function recognisedJson({ causes, ...rest }: Recognised) {
  return { ...rest, causes: causes.map(causeJson) };
}

function causeJson({ findings, ...rest }: CauseOutcome) {
  return { ...rest, findings: findings.map(findingJson) };
}

/** Of a finding what a diagnosis tells of it; the rest is for `check` and `audit`. */
function findingJson(finding: Finding) {
  const { rule, problem, severity, phase, deployment, message, why, location, evidence, fixes, docs } =
    finding;
  return {
    rule,
    problem,
    severity,
    phase,
    deployment,
    message,
    why,
    location,
    ...(evidence === undefined ? {} : { evidence }),
    ...(fixes === undefined ? {} : { fixes }),
    docs,
  };
}
