import { readAssembly } from './cdk/index.ts';
import { readCloudFormation } from './cloudformation/index.ts';
import { readEcspresso } from './ecspresso/index.ts';
import type { Reader } from './reading.ts';
import type { TemplateLanguage } from './template-language.ts';
import { readTerraform } from './terraform/index.ts';

/** The readers of templates; loaded when the first template is met. */
export const READERS: Readonly<Record<TemplateLanguage, Reader>> = {
  cloudformation: readCloudFormation,
  cdk: readAssembly,
  terraform: readTerraform,
  ecspresso: readEcspresso,
};
