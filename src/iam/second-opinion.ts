import { absent, chain, type Fact, known, unknown, type Why } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { role as iamRole, simulation } from '../fact/kinds/iam.ts';
import { SAID, simulatedOutcome } from './caller.ts';
import { contextOfCall } from './context.ts';
import type { Decision, Layer } from './decision.ts';
import type { PermissionQuery } from './permission-query.ts';

/** What IAM's own simulator says of a decision of ours. */
export interface SecondOpinion {
  readonly agrees: boolean;
  /** For the evidence. */
  readonly line: string;
}

/**
 * The decision with what the simulator says of it in its evidence; unknown where we say allowed and the simulator says denied.
 * What the simulator cannot say changes nothing.
 */
export async function withSecondOpinion(
  facts: Facts,
  query: PermissionQuery,
  answer: Fact<Decision>,
): Promise<Fact<Decision>> {
  return answer.match<Fact<Decision> | Promise<Fact<Decision>>>({
    known: async (decision) => {
      const cited = (line: string) => known({ ...decision, because: [...decision.because, line] });
      return (await secondOpinion(facts, query, decision)).match<Fact<Decision>>({
        known: ({ agrees, line }) =>
          agrees || decision.outcome !== 'allowed'
            ? cited(line)
            : unknown({ reason: 'undecidable', detail: disagreement(decision, line) }),
        absent: () => answer,
        unknown: ([why]) =>
          why === undefined ? answer : cited(`IAM's policy simulator has no opinion: ${reasonOf(why)}`),
      });
    },
    absent: () => answer,
    unknown: () => answer,
  });
}

/** A simulation has no name that says anything; the action that it takes does. */
function reasonOf({ unlockedBy, detail }: Why): string {
  return unlockedBy === undefined ? detail : `asking it takes ${unlockedBy}`;
}

function disagreement(
  { because: [ours = 'the policies that were read allow it'] }: Decision,
  theirs: string,
): string {
  return `${ours}, while ${theirs}`;
}

/** What the simulator sees: the policies of the role, its boundary, and service control policies. */
const SEEN: readonly (Layer | undefined)[] = ['identity', 'boundary', 'service-control'];

/** Keys that the simulator is told where they are known. */
const TOLD = [
  'aws:RequestedRegion',
  'aws:SecureTransport',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:ViaAWSService',
  'kms:CallerAccount',
];

/**
 * Asks IAM's simulator about the same request. Absent where the decision rests on what the simulator does not see: the policy of
 * the resource or of an endpoint. Unknown where the simulator lacks the value of a key.
 */
export async function secondOpinion(
  facts: Facts,
  query: PermissionQuery,
  { outcome, layer }: Decision,
): Promise<Fact<SecondOpinion>> {
  if (!SEEN.includes(layer) || isPartlyKnown(query.resource)) return absent();
  const shape = await facts.ask(iamRole, { role: query.role });
  return shape.match<Promise<Fact<SecondOpinion>>>({
    known: async ({ Arn }) => (Arn === undefined ? absent() : compared(facts, query, Arn, outcome)),
    absent: async () => absent(),
    unknown: async () => shape as Fact<never>,
  });
}

/** The simulator takes whole ARNs. */
function isPartlyKnown(resource: string): boolean {
  return resource !== '*' && /[*?]/.test(resource);
}

async function compared(
  facts: Facts,
  query: PermissionQuery,
  principal: string,
  ours: Decision['outcome'],
): Promise<Fact<SecondOpinion>> {
  const { action, resource } = query;
  const asked = { principal, action, resource, context: toldContext(query, principal) };
  return chain(await facts.ask(simulation, asked), (result) =>
    chain(simulatedOutcome(asked, result), (theirs) => {
      const agrees = (theirs === 'allowed') === (ours === 'allowed');
      const says = `IAM's policy simulator ${agrees ? 'agrees' : 'says otherwise'}`;
      return known({ agrees, line: `${says}: ${action} on ${resource} is ${SAID[theirs]} to ${principal}` });
    }),
  );
}

function toldContext(query: PermissionQuery, arn: string): Readonly<Record<string, string>> {
  const { by, action, region, account, wayOut, context = {} } = query;
  const call = contextOfCall({
    by,
    action,
    region,
    role: { arn, account },
    given: context,
    ...(wayOut ? { wayOut } : {}),
  });
  const told = TOLD.flatMap((key) => {
    const value = call.of(key);
    return value.state === 'known' && value.values.length === 1 ? [[key, value.values[0] as string]] : [];
  });
  return { ...Object.fromEntries(told), ...context };
}
