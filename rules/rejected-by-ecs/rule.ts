import { defineRule } from '../../src/rule.ts';
import { accountProblems } from './account-problems.ts';
import { type Constraint, toProblem } from './constraint.ts';
import { deadEnds } from './dead-end.ts';
import { serviceRows } from './service.ts';
import { jsonNotStrict } from './strict-json.ts';
import { structureProblems } from './structure-problems.ts';
import { taskDefinitionRows } from './task-definition.ts';

/** The table: what a task definition must be, then what a service must be. */
export const rows: readonly Constraint[] = [...taskDefinitionRows, ...serviceRows, ...deadEnds];

export default defineRule({
  id: 'rejected-by-ecs',
  number: 13,
  title: 'What RegisterTaskDefinition, CreateService or UpdateService refuses',
  problems: {
    ...Object.fromEntries(rows.map((row) => [row.id, toProblem(row)])),
    ...accountProblems,
    ...structureProblems,
    'json-not-strict': jsonNotStrict,
  },
});
