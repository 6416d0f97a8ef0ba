import type { EniLimit } from '../knowledge/eni-limits.ts';

/** What is known of the interfaces of one container instance. */
export interface InterfaceUse {
  /** Has it a trunk interface (attribute `ecs.awsvpc-trunk-id`)? */
  readonly trunked: boolean;
  /** Undefined where nobody knows the instance type. */
  readonly limit: EniLimit | undefined;
  /** Interfaces attached to the EC2 instance, its own among them; undefined where the instance was not read. */
  readonly attached: number | undefined;
  /** Running tasks with an interface of their own; undefined where the tasks were not listed. */
  readonly awsvpcTasks: number | undefined;
  /** All tasks on it, RUNNING or PENDING; undefined where it is not told. */
  readonly tasks: number | undefined;
}

/** Bounds of a number that may not be known. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * How many awsvpc tasks the instance may still get by its interfaces. Without a trunk each task has one of the instance's own
 * slots, and whatever is attached takes one too. With a trunk the tasks have branch interfaces, which are not attached to the
 * instance but to its trunk: there the tasks are counted.
 */
export function interfaceRoom({ trunked, limit, attached, awsvpcTasks, tasks }: InterfaceUse): Bounds {
  if (!trunked) {
    if (!limit) return { least: 0, most: Number.POSITIVE_INFINITY };
    const { plain } = limit;
    if (attached !== undefined) return exactly(plain + 1 - attached);
    return { least: 0, most: Math.max(0, plain - (awsvpcTasks ?? 0)) };
  }
  const most = limit?.trunked;
  if (most === undefined || most === null) return { least: 0, most: Number.POSITIVE_INFINITY };
  if (awsvpcTasks !== undefined) return exactly(most - awsvpcTasks);
  return { least: tasks === undefined ? 0 : Math.max(0, most - tasks), most };
}

function exactly(free: number): Bounds {
  const room = Math.max(0, free);
  return { least: room, most: room };
}
