import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command. */
export const COMMAND = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input; nothing (closed at once) where left out. */
  readonly stdin?: string | Buffer;
}

/** Runs the built command as a process. */
export function command(args: readonly string[], { cwd, env, stdin }: Circumstances = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin ?? '');
  });
}

/** A new folder with these files; objects are written as JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const raw = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(join(folder, name), raw ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}

/** A task definition without anything to complain about, and one that Fargate refuses. */
export const SOUND = {
  family: 'orders',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/orders-execution',
  taskRoleArn: 'arn:aws:iam::123456789012:role/orders',
  containerDefinitions: [
    {
      name: 'api',
      image: 'public.ecr.aws/docker/library/httpd:2.4',
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/orders',
          'awslogs-region': 'eu-west-1',
          'awslogs-stream-prefix': 'api',
        },
      },
    },
  ],
};
export const UNSIZED = { ...SOUND, memory: '9000' };
/** Only a warning: both roles are one. */
export const ONE_ROLE = { ...SOUND, taskRoleArn: SOUND.executionRoleArn };
/** Only an unknown: whether memory is legal. */
export const OPEN = { ...SOUND, memory: '${MEMORY}' };
