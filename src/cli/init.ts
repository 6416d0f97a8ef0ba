import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../report/escape.ts';
import { Neighbourhood } from './config/nearby.ts';
import { shownPath } from './config/read-configuration.ts';
import { CLEAN } from './exit-code.ts';
import { configurationText } from './init/configuration-text.ts';
import { nextCommand } from './init/next-command.ts';
import { counted, survey } from './init/survey.ts';
import { tell } from './standard-output.ts';
import { UsageError } from './usage-error.ts';

const FILE = 'ecs-preflight.yml';

/** `init`: writes a commented configuration for what is found below the working directory. It changes no verdict. */
export async function init(): Promise<number> {
  const nearby = new Neighbourhood().nearest('.');
  if (nearby) {
    const [file] = nearby.files;
    throw new UsageError(`${shownPath(file)} is there already, and nothing is overwritten`);
  }
  const found = await survey('.');
  const next = nextCommand(found);
  const installed = existsSync(join('node_modules', 'ecs-preflight', 'schema', 'config.schema.json'));
  write(configurationText(found, next, installed));
  await tell([`wrote ${FILE}; found ${visible(counted(found))}\n`, `next: ${next}\n`]);
  return CLEAN;
}

/** Another run may have been faster. */
function write(text: string): void {
  try {
    writeFileSync(FILE, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageError(
      code === 'EEXIST'
        ? `${FILE} is there already, and nothing is overwritten`
        : `${FILE} cannot be written here (${code})`,
    );
  }
}
