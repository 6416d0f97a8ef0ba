import type { AnyKind } from '../fact/kind.ts';
import { controlPolicies, organization } from '../fact/kinds/organizations.ts';

/** What `controlsOf` asks. */
export const CONTROLS: readonly AnyKind[] = [controlPolicies, organization];
