/**
 * Log drivers per launch kind and the options of awslogs. Sources and date in log-drivers.json
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html). The drivers that the API knows
 * at all are the enum `LogDriver` of ecs-shapes.
 */
import data from './log-drivers.json' with { type: 'json' };

/** Launch kinds of which AWS lists the drivers; it does not for external instances. */
export type LogDriverPlatform = 'FARGATE' | 'EC2' | 'MANAGED_INSTANCES';

/**
 * `documented`: AWS lists it. `undocumented`: Docker's driver has it, and neither a page nor a report says what ECS does.
 * `refused`: on neither list, or reported as refused; RegisterTaskDefinition takes no option outside its own list.
 */
export type AwslogsOptionStatus = 'documented' | 'undocumented' | 'refused';

const SUPPORTED: Readonly<Record<LogDriverPlatform, readonly string[]>> = data.supported;
let awslogsOptionStatuses: ReadonlyMap<string, AwslogsOptionStatus> | undefined;

/** Day of the data. */
export function logDriversAsOf(): string {
  return data.asOf;
}

/** The log drivers that tasks on that platform may name. */
export function supportedLogDrivers(platform: LogDriverPlatform): readonly string[] {
  return SUPPORTED[platform];
}

/** The options of awslogs that AWS documents. */
export function awslogsOptions(): readonly string[] {
  return data.awslogs.documented;
}

/** What ECS makes of an awslogs option of that name. */
export function awslogsOptionStatus(name: string): AwslogsOptionStatus {
  awslogsOptionStatuses ??= new Map([
    ...data.awslogs.documented.map((option) => [option, 'documented'] as const),
    ...data.awslogs.dockerOnly.map((option) => [option, 'undocumented'] as const),
  ]);
  return awslogsOptionStatuses.get(name) ?? 'refused';
}

/** The awslogs options that must be given; Fargate adds the stream prefix. */
export function requiredAwslogsOptions(onFargate: boolean): readonly string[] {
  return onFargate ? [...data.awslogs.required, ...data.awslogs.requiredOnFargate] : data.awslogs.required;
}

/**
 * The delivery mode where neither the `mode` option nor the account's `defaultLogDriverMode` says one, and the day from
 * which that holds.
 */
export function defaultLogDriverMode(): { readonly mode: string; readonly since: string } {
  return data.defaultMode;
}

/** The buffer of a non-blocking driver where `max-buffer-size` is not given. */
export function defaultMaxBufferSize(): string {
  return data.defaultMaxBufferSize;
}
