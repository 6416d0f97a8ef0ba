import { readAssembly } from './cdk/index.ts';
import { readCloudFormation } from './cloudformation/index.ts';
import { readEcspresso } from './ecspresso/index.ts';
import type { Reader } from './reading.ts';
import type { TemplateLanguage } from './template-language.ts';

/** The readers of templates but Terraform's; loaded when the first template is met. */
export const READERS: Readonly<Record<Exclude<TemplateLanguage, 'terraform'>, Reader>> = {
  cloudformation: readCloudFormation,
  cdk: readAssembly,
  ecspresso: readEcspresso,
};
