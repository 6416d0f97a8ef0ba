import { type Random, random } from '../estate/random.ts';

/** Lines that agents, services and applications write when nothing is wrong with ECS, or when something else is. */
export function ordinaryLines(count: number, seed = 7): readonly string[] {
  const choose = random(seed);
  return Array.from({ length: count }, (_, at) => SORTS[at % SORTS.length]?.(choose) ?? '');
}

const pick = (choose: Random, list: readonly string[]) => list[choose.below(list.length)] ?? '';
const time = (choose: Random) =>
  `2026-11-${String(1 + choose.below(28)).padStart(2, '0')}T${String(choose.below(24)).padStart(2, '0')}:${String(choose.below(60)).padStart(2, '0')}:${String(choose.below(60)).padStart(2, '0')}Z`;
const task = (choose: Random) => `arn:aws:ecs:eu-west-1:111122223333:task/prod/${choose.hex(32)}`;
const group = (choose: Random) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${choose.word(6)}/${choose.hex(16)}`;
const name = (choose: Random) => pick(choose, ['api', 'web', 'worker', 'checkout', 'billing-api', 'search']);
const number = (choose: Random) => String(1 + choose.below(9));

type Sort = (choose: Random) => string;

/** Service events of a service that is well. */
const EVENTS: readonly Sort[] = [
  (c) => `(service ${name(c)}) has reached a steady state.`,
  (c) => `service ${name(c)} has reached a steady state.`,
  (c) => `(service ${name(c)}) has started ${number(c)} tasks: (task ${c.hex(32)}).`,
  (c) => `(service ${name(c)}) has stopped ${number(c)} running tasks: (task ${c.hex(32)}).`,
  (c) => `(service ${name(c)}) registered ${number(c)} targets in (target-group ${group(c)})`,
  (c) => `(service ${name(c)}) deregistered ${number(c)} targets in (target-group ${group(c)})`,
  (c) => `(service ${name(c)}) has begun draining connections on ${number(c)} tasks.`,
  (c) => `(service ${name(c)}) (deployment ecs-svc/${c.below(9e15)}) deployment completed.`,
  (c) => `ECS deployment ecs-svc/${c.below(9e15)} completed.`,
  (c) => `ECS deployment ecs-svc/${c.below(9e15)} in progress.`,
  (c) => `Message: Successfully set desired count to ${number(c)}. Change successfully fulfilled by ecs.`,
  (c) =>
    `(service ${name(c)}) is AZ balanced with ${number(c)} tasks in us-east-1a and ${number(c)} tasks in us-east-1b.`,
  (c) =>
    `(service ${name(c)}, taskSet ecs-svc/${c.below(9e15)}) has started ${number(c)} tasks: (task ${c.hex(32)}).`,
];

/** The container agent at its daily work. */
const AGENT: readonly Sort[] = [
  (c) => `level=info time=${time(c)} msg="Managed task has reached steady state" task="${c.hex(32)}"`,
  (c) =>
    `level=info time=${time(c)} msg="Sending state change to ECS" eventType="TaskStateChange" eventData="TaskChange: [${task(c)} -> RUNNING"`,
  (c) =>
    `level=info time=${time(c)} msg="Sending state change to ECS" eventData="ContainerChange: [${task(c)} ${name(c)} -> STOPPED, Exit 0, , Known Sent: RUNNING]"`,
  (c) =>
    `level=info time=${time(c)} msg="Pulling image for container succeeded" task="${c.hex(32)}" container="${name(c)}" image="111122223333.dkr.ecr.eu-west-1.amazonaws.com/${name(c)}:${c.hex(7)}"`,
  (c) => `level=info time=${time(c)} msg="Resource transition complete" resource="cgroup"`,
  (c) => `level=debug time=${time(c)} msg="ACS activity occurred"`,
  (c) =>
    `level=info time=${time(c)} msg="Websocket connection for ACS client started" connectionTime="${time(c)}"`,
  (c) =>
    `level=warn time=${time(c)} msg="Error retrieving stats for container ${c.hex(64)}: context canceled"`,
  (c) =>
    `level=warn time=${time(c)} msg="TCS Websocket connection closed for a valid reason" error="websocket: close 1000 (normal): ConnectionExpired: Reconnect to continue"`,
  (c) => `level=info time=${time(c)} msg="Container instance stats timeout: 10s, retrying"`,
  (c) => `level=info time=${time(c)} msg="Event stream DeregisterContainerInstance stopped listening..."`,
  (c) => `level=info time=${time(c)} msg="Reconnecting to ACS, disconnected because of inactivity timeout"`,
  (c) =>
    `${time(c)} [INFO] Agent version associated with task model in boltdb 1.${c.below(99)}.0 is below threshold. No transformation needed.`,
  (c) =>
    `${time(c)} [WARN] Setting memory limit of container to ${c.below(4096)} MiB; memory reservation unchanged`,
  (c) =>
    `level=info time=${time(c)} msg="Loading image cleanup configuration" minimumAge=1h0m0s interval=30m0s`,
  (c) => `level=info time=${time(c)} msg="Task finished" task="${c.hex(32)}"`,
  (c) =>
    `level=info time=${time(c)} msg="Handling credentials refresh" credentialsRole="TaskExecution" task="${c.hex(32)}"`,
  (c) => `level=info time=${time(c)} msg="Found application credentials" secret="${c.word(8)}"`,
  (c) => `level=info time=${time(c)} msg="Attributes registered" attribute="ecs.capability.task-eni"`,
];

/** Access logs. */
const ACCESS: readonly Sort[] = [
  (c) =>
    `10.0.${c.below(255)}.${c.below(255)} - - [20/Nov/2026:10:${c.below(50) + 10}:00 +0000] "GET /health HTTP/1.1" 200 ${c.below(900)} "-" "ELB-HealthChecker/2.0"`,
  (c) =>
    `10.0.${c.below(255)}.${c.below(255)} - - [20/Nov/2026:10:${c.below(50) + 10}:00 +0000] "POST /api/v1/secrets HTTP/1.1" 403 ${c.below(900)} "-" "curl/8.5.0"`,
  (c) =>
    `http ${time(c)} app/${name(c)}/${c.hex(16)} 10.0.1.${c.below(255)}:${c.below(60000)} 10.0.2.${c.below(255)}:8080 0.001 0.004 0.000 200 200 34 366 "GET http://shop.example:80/ HTTP/1.1" "Mozilla/5.0" - - ${group(c)} "Root=1-${c.hex(8)}-${c.hex(24)}" "-" "-" 0 ${time(c)} "forward" "-" "-"`,
  (c) =>
    `2 111122223333 eni-${c.hex(17)} 10.0.1.5 10.0.2.${c.below(255)} 443 ${c.below(60000)} 6 20 4249 1418530010 1418530070 REJECT OK`,
  (c) =>
    `{"timestamp":"${time(c)}","status":404,"path":"/orders/${c.below(99999)}","duration_ms":${c.below(900)},"user_agent":"Go-http-client/1.1"}`,
];

/** Applications in trouble of their own. */
const APPLICATIONS: readonly Sort[] = [
  (c) =>
    `${time(c)} ERROR [${c.hex(8)}] c.e.OrderService - java.net.SocketTimeoutException: connect timed out`,
  () => `\tat java.base/java.net.PlainSocketImpl.socketConnect(Native Method)`,
  (c) => `\tat com.example.${c.word(6)}.${c.word(8)}(Service.java:${c.below(900)})`,
  () => 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
  () => 'Caused by: java.lang.OutOfMemoryError: Metaspace',
  (c) =>
    `FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory (pid ${c.below(999)})`,
  (c) =>
    `${time(c)} WARN Access denied for user '${c.word(5)}'@'10.0.1.${c.below(255)}' (using password: YES)`,
  (c) => `psycopg2.errors.InsufficientPrivilege: permission denied for table ${c.word(6)}`,
  (c) => `bash: /usr/local/bin/${c.word(5)}: Permission denied`,
  (c) => `Error: ENOENT: no such file or directory, open '/app/config/${c.word(6)}.json'`,
  (c) => `OSError: [Errno 28] No space left on device: '/tmp/${c.word(8)}'`,
  (c) => `Error: listen EADDRINUSE: address already in use :::${1024 + c.below(60000)}`,
  (c) => `dial tcp 10.0.${c.below(255)}.${c.below(255)}:5432: i/o timeout`,
  (c) => `dial tcp: lookup ${name(c)}.internal on 10.0.0.2:53: no such host`,
  (c) => `rpc error: code = DeadlineExceeded desc = context deadline exceeded while calling ${name(c)}`,
  () => `rpc error: code = Canceled desc = context canceled`,
  () => 'panic: runtime error: index out of range [3] with length 3',
  (c) =>
    `panic: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x${c.hex(8)}]`,
  (c) =>
    `botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the PutItem operation: User: arn:aws:sts::111122223333:assumed-role/task/${c.hex(8)} is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/${c.word(6)}`,
  () =>
    `botocore.exceptions.ClientError: An error occurred (ResourceNotFoundException) when calling the GetItem operation: Requested resource not found`,
  (c) => `aws-sdk: ThrottlingException: Rate exceeded (request ${c.hex(8)}), attempt ${number(c)}`,
  (c) => `S3 InternalError: We encountered an internal error. Please try again. (${c.hex(16)})`,
  (c) => `429 Too Many Requests from https://api.example.com/v1/${c.word(6)}, retrying in ${number(c)}s`,
  (c) => `npm ERR! command failed with exit code ${number(c)}`,
  (c) => `worker ${c.below(99)} exited with code 137, restarting`,
  (c) => `[${time(c)}] [INFO] child process ${c.below(9999)} exit code 0`,
  (c) => `supervisord: ${name(c)} terminated by SIGTERM; not expected`,
  (c) => `Health check failed: database unhealthy, timeout after ${number(c)}000ms`,
  (c) => `upstream ${name(c)} is unhealthy, removing from pool`,
  (c) =>
    `nginx: [error] 31#31: *${c.below(999)} connect() failed (111: Connection refused) while connecting to upstream`,
  (c) => `Feature flag SERVICE_DEPLOYMENT is off; agent disconnected ${number(c)} times`,
  (c) => `secret rotation for ${c.word(6)} finished, new version ${c.hex(8)}`,
  (c) => `loaded ${number(c)} secrets from vault/kv/${c.word(6)}`,
  (c) => `memory usage ${c.below(100)}% of limit, gc pause ${c.below(90)}ms`,
  (c) => `Subscription status changed from ACTIVE to INACTIVE for customer ${c.below(99999)}`,
  (c) => `validation: field "email" MISSING in row ${c.below(999)}`,
  (c) => `user agent AGENT=${c.word(5)} location=LOCATION attribute=ATTRIBUTE`,
  (c) => `deployment of release v${number(c)}.${number(c)} failed: tests failed`,
  (c) => `deploy ${c.hex(7)} rolled back to previous version by operator`,
  (c) => `image processing: invalid image reference ${c.word(6)}.png, format error`,
  (c) => `docker pull cache hit for layer sha256:${c.hex(64)}`,
  (c) => `Scaling worker pool from ${number(c)} to ${number(c)} (activity ${c.hex(6)})`,
  (c) => `Role ${c.word(5)} is not valid for tenant ${c.word(4)}`,
  (c) => `Invalid arn syntax in test fixture ${c.word(5)}`,
  (c) => `too many containers in the yard: ${c.below(900)} (shipping)`,
  (c) => `mount.nfs: timeout, retrying in ${number(c)}s`,
  (c) => `task ${c.word(6)} failed to start worker, retry ${number(c)}`,
];

/** JSON lines. */
const JSON_LINES: readonly Sort[] = [
  (c) =>
    JSON.stringify({
      level: 'error',
      ts: time(c),
      msg: 'request failed',
      error: 'timeout',
      service: name(c),
      exitCode: 1,
    }),
  (c) =>
    JSON.stringify({
      level: 'warn',
      time: time(c),
      message: 'secret cache miss, access denied by policy',
      reason: 'denied',
      name: name(c),
    }),
  (c) =>
    JSON.stringify({
      severity: 'INFO',
      message: 'container memory 512 of 1024 MiB',
      containers: [{ name: name(c), exitCode: 0 }],
    }),
  (c) =>
    JSON.stringify({
      log: `${time(c)} GET /health 200\n`,
      stream: 'stdout',
      container_id: c.hex(64),
      container_name: `/ecs-${name(c)}`,
      ecs_task_arn: task(c),
      ecs_cluster: 'prod',
    }),
  (c) =>
    JSON.stringify({
      eventSource: 'ecs.amazonaws.com',
      eventName: 'DescribeServices',
      userIdentity: { type: 'AssumedRole' },
      requestParameters: { cluster: 'prod', services: [name(c)] },
    }),
  (c) =>
    JSON.stringify({
      'detail-type': 'ECS Task State Change',
      detail: {
        lastStatus: 'RUNNING',
        desiredStatus: 'RUNNING',
        taskArn: task(c),
        containers: [{ name: name(c), lastStatus: 'RUNNING', containerArn: task(c) }],
      },
    }),
  () =>
    JSON.stringify({
      'detail-type': 'ECS Service Action',
      detail: {
        eventType: 'INFO',
        eventName: 'SERVICE_STEADY_STATE',
        clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
      },
    }),
  (c) =>
    JSON.stringify({
      reason: 'user cancelled',
      code: 'INACTIVE',
      arn: `arn:aws:sns:eu-west-1:111122223333:${c.word(5)}`,
    }),
];

const SORTS: readonly Sort[] = [...EVENTS, ...AGENT, ...ACCESS, ...APPLICATIONS, ...JSON_LINES];
