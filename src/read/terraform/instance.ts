import type { Path } from '../../model/source.ts';
import type { ModuleConfiguration, Raw } from './configuration.ts';

/** One instance of a module: the root, or a call of a child, of which `count` and `for_each` make several. */
export interface ModuleInstance {
  /** Empty for the root. */
  readonly address: string;
  readonly key: string | number | undefined;
  readonly configuration: ModuleConfiguration;
  /** The call that makes it, and the module that calls. */
  readonly call?: { readonly raw: Raw; readonly by: ModuleInstance };
}

/** One instance of a resource or of a data source. */
export interface Instance {
  /** `module.app.aws_ecs_service.api[0]` */
  readonly address: string;
  readonly data: boolean;
  readonly type: string;
  readonly name: string;
  readonly key: string | number | undefined;
  readonly module: ModuleInstance;
  readonly values: Raw;
  /** Which of the values are known only after the deploy: `true`, or the same for the members. */
  readonly unknown: unknown;
  /** Which of the values are sensitive, likewise. */
  readonly sensitive: unknown;
  /** Of its values, from the root of the document. */
  readonly path: Path;
  readonly expressions: Raw;
  /** Does the document hold its configuration? A state does not. */
  readonly configured: boolean;
  /** `aws`, `aws.virginia` or `module.app:aws`, where the document says. */
  readonly provider: string | undefined;
}
