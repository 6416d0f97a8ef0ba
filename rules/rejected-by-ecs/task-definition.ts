/** All rows about the task definition, in the order of the catalogue's groups. */
import type { Constraint } from './constraint.ts';
import { enums } from './enums.ts';
import { fargateLacks } from './fargate.ts';
import { instances } from './instances.ts';
import { logging } from './logging.ts';
import { names } from './names.ts';
import { networkModes } from './network-mode.ts';
import { numbers } from './numbers.ts';
import { portRanges } from './port-ranges.ts';
import { ports } from './ports.ts';
import { references } from './references.ts';
import { shape } from './shape.ts';
import { tags } from './tags.ts';
import { volumes } from './volumes.ts';
import { windowsLacks } from './windows.ts';

export const taskDefinitionRows: readonly Constraint[] = [
  ...shape,
  ...names,
  ...references,
  ...enums,
  ...tags,
  ...numbers,
  ...ports,
  ...portRanges,
  ...networkModes,
  ...instances,
  ...fargateLacks,
  ...windowsLacks,
  ...logging,
  ...volumes,
];
