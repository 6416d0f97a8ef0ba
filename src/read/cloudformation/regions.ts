import { isObject } from '../../model/view.ts';
import type { Template } from './template.ts';

/**
 * The region that a template can be deployed to alone: resources that are always there name it literally, by an Availability
 * Zone or by the name of an endpoint's service. Undefined where none does, or where they name several.
 */
export function pinnedRegion({ ids, resources }: Template): string | undefined {
  const pinned = new Set<string>();
  for (const id of ids) {
    const resource = resources[id];
    if (!isObject(resource) || resource['Condition'] !== undefined) continue;
    const { Type, Properties } = resource;
    if (!isObject(Properties)) continue;
    const region =
      Type === 'AWS::EC2::Subnet'
        ? regionOfZone(Properties['AvailabilityZone'])
        : Type === 'AWS::EC2::VPCEndpoint'
          ? regionOfService(Properties)
          : undefined;
    if (region !== undefined) pinned.add(region);
  }
  const [only, ...others] = pinned;
  return others.length === 0 ? only : undefined;
}

/** `eu-west-1a` */
function regionOfZone(zone: unknown): string | undefined {
  return typeof zone === 'string' ? /^([a-z]{2,4}(?:-[a-z]+)+-\d+)[a-z]$/.exec(zone)?.[1] : undefined;
}

/** `com.amazonaws.eu-west-1.ecr.api`; a service of another region has its region beside its name. */
function regionOfService({
  ServiceName,
  ServiceRegion,
}: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof ServiceName !== 'string' || ServiceRegion !== undefined) return undefined;
  return /^(?:cn\.)?com\.amazonaws\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\./.exec(ServiceName)?.[1];
}
