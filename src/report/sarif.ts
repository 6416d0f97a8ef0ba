import type { Run } from 'sarif';
import { ciPath } from './ci-path.ts';
import type { Report } from './context.ts';
import { inertJson } from './escape.ts';
import { notificationsOf, WHAT_NOTIFICATIONS_MEAN } from './sarif-notifications.ts';
import { sarifResult } from './sarif-result.ts';
import { ruleTable } from './sarif-rules.ts';
import { artifactUri } from './sarif-text.ts';
import { sourceReader } from './source-text.ts';
import { bySeverity } from './threshold.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub refuses a run with more results (docs.github.com, "SARIF results exceed one or more limits", 2026-11-20). */
const MOST_RESULTS = 25_000;

/**
 * SARIF 2.1.0, compact because uploads are limited in size, in chunks. Suppressed findings are left out: GitHub would
 * show them as open. Of more results than may be uploaded the most severe are kept, and a notification says so.
 */
export const sarifReport: Report = function* (result, context) {
  const open = result.findings.filter(({ suppressed }) => !suppressed);
  const cut = Math.max(open.length - MOST_RESULTS, 0);
  // Sorting is stable: among equally severe findings the first are kept.
  const told =
    cut > 0 ? open.toSorted((a, b) => bySeverity(a.severity, b.severity)).slice(0, MOST_RESULTS) : open;
  const { ids, descriptors } = ruleTable(context.rules, told);
  // Code scanning takes a relative URI to begin at the root of the checkout, wherever the command ran.
  const uriOf = (file: string) => artifactUri(ciPath(file, context));
  const notifications = notificationsOf(result, ids, cut, uriOf);
  const run: Omit<Run, 'results'> = {
    tool: {
      driver: {
        name: 'ecs-preflight',
        version: context.version,
        semanticVersion: context.version,
        rules: [...descriptors],
        notifications: [...WHAT_NOTIFICATIONS_MEAN],
      },
    },
    invocations: [
      {
        executionSuccessful: result.inputErrors.length === 0 && result.crashes.length === 0,
        ...(notifications.length > 0 ? { toolExecutionNotifications: [...notifications] } : {}),
      },
    ],
    columnKind: 'utf16CodeUnits',
  };
  yield `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[${inertJson(JSON.stringify(run)).slice(0, -1)},"results":[`;
  const sourceOf = sourceReader(context.textOf, () => []);
  const files = new Map(result.deployments.map(({ id, file }) => [id, file]));
  const words = { ids, sourceOf, uriOf, fileOf: (deployment: string) => files.get(deployment) };
  let separator = '\n';
  for (const finding of told) {
    yield separator + inertJson(JSON.stringify(sarifResult(finding, words)));
    separator = ',\n';
  }
  yield '\n]}]}\n';
};
