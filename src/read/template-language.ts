import { isCdkManifest } from './cdk/recognise.ts';
import { isCloudFormation } from './cloudformation/recognise.ts';
import { isEcspresso } from './ecspresso/recognise.ts';
import { isTerraform } from './terraform/recognise.ts';

/** The languages whose documents declare deployments, each with a reader of its own. */
export type TemplateLanguage = 'cloudformation' | 'cdk' | 'terraform' | 'ecspresso';

const LANGUAGES: readonly (readonly [TemplateLanguage, (value: unknown) => boolean])[] = [
  ['cloudformation', isCloudFormation],
  ['cdk', isCdkManifest],
  ['terraform', isTerraform],
  ['ecspresso', isEcspresso],
];

/** The language of a document, or undefined where it holds definitions themselves, or something else. */
export function languageOf(value: unknown): TemplateLanguage | undefined {
  return LANGUAGES.find(([, is]) => is(value))?.[0];
}
