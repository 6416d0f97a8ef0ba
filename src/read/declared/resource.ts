import type { Fact } from '../../fact/fact.ts';
import type { View } from '../../model/view.ts';

/**
 * One resource that a template declares, in CloudFormation's vocabulary whatever language declares it: type, property names and
 * shapes are those of CloudFormation's resource reference.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export interface DeclaredResource {
  /** `AWS::IAM::Role` */
  readonly type: string;
  /** What tells it from all others of the estate: a logical id, with the nested stack before it, or a resource address. */
  readonly id: string;
  /** Its properties, resolved when first read; what is open in them is `Unresolved`, or opaque inside a text. */
  readonly view: View<Properties>;
  /** Unknown where a condition that nobody decided says whether it is there at all; else known to be there. */
  readonly exists: Fact<true>;
  /**
   * What is known of its names because it is there already, by `Ref` and the names of attributes: of a Terraform plan that changes
   * it, or of a state. It goes before what its type would have them be.
   */
  readonly identity?: Readonly<Record<string, string>>;
}

/** Properties by their CloudFormation names. */
// biome-ignore lint/suspicious/noExplicitAny: each builder of facts reads the properties that its resource type has
export type Properties = Readonly<Record<string, any>>;

/** All that one deploy declares: a template with its nested stacks, a cloud assembly, a plan. */
export interface Estate {
  /** The resources of a type, in the order of the file. */
  of(type: string): readonly DeclaredResource[];
  /** What may make anything that nobody can tell: custom resources, and stacks that could not be read. */
  readonly unread?: readonly DeclaredResource[];
  /** The account deployed to: twelve digits, or an opaque name where nobody says. */
  readonly account: string;
  /** The region deployed to, or an opaque name. */
  readonly region: string;
  /** `aws`, `aws-cn`, …: of the region, `aws` where that is not known. */
  readonly partition: string;
  /** The same three in one object, where several estates share it: what names a resource is worked out once for all of them. */
  readonly whereabouts?: Pick<Estate, 'account' | 'region' | 'partition'>;
}
