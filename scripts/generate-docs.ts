import { callsTable } from './docs/calls.ts';
import { commandLinePage } from './docs/command-line.ts';
import { current, keepUpToDate } from './docs/files.ts';
import { fill } from './docs/markdown.ts';
import { messageTables } from './docs/messages.ts';
import { rulesPage } from './docs/rules-page.ts';

/** Writes the pages of `docs`, and the parts of them, that the code says best; with `--check` fails where one is stale. */
const LIVE = 'docs/live.md';
const DIAGNOSE = 'docs/diagnose.md';

keepUpToDate({
  'docs/rules.md': rulesPage(),
  'docs/command-line.md': commandLinePage(),
  [LIVE]: fill(current(LIVE), 'calls', callsTable()),
  [DIAGNOSE]: fill(current(DIAGNOSE), 'messages', messageTables()),
});
