import { shown } from '../../fact/opaque.ts';
import type { World as Told } from '../../model/deployment.ts';
import { Run } from './run.ts';
import type { Stack } from './stack.ts';
import { type Assumption, World } from './world.ts';

export type { Told };

/** As many ways in which conditions may come out are looked at; beyond that they stay open. */
const MOST_WORLDS = 4;

/** A template in one world, with what is told of that world; nothing is told of the only one. */
export interface InWorld {
  readonly run: Run;
  readonly told: Told | undefined;
}

/** The worlds of a template, made when a deployment depends on them and shared by all that do. */
export class Worlds {
  readonly #make: (world: World) => Stack;
  readonly #runs = new Map<string, Run>();
  /** The world in which nothing is taken for granted. */
  readonly first: Run;

  constructor(make: (world: World) => Stack) {
    this.#make = make;
    this.first = this.#run(new World());
  }

  #run(world: World): Run {
    let run = this.#runs.get(world.key);
    if (!run) {
      run = new Run(this.#make(world));
      this.#runs.set(world.key, run);
    }
    return run;
  }

  /** The ids of resources of a type that are there in some world. */
  idsOf(type: string): readonly string[] {
    return this.first.of(type).map(({ id }) => id);
  }

  /** The worlds that a resource tells apart, through all that it leads to. */
  of(id: string): readonly InWorld[] {
    if (!this.first.hasOpenCondition) return [{ run: this.first, told: undefined }];
    const final: World[] = [];
    const waiting: World[] = [new World()];
    for (let world = waiting.shift(); world; world = waiting.shift()) {
      const open = this.#run(world).dependencies.firstOpen(id);
      if (!open || final.length + waiting.length + 2 > MOST_WORLDS) {
        final.push(world);
        continue;
      }
      for (const is of [true, false]) waiting.push(world.with({ ...open, is }));
    }
    return final.map((world) => {
      const run = this.#run(world);
      return { run, told: world.assumed.length === 0 ? undefined : toldOf(world, run) };
    });
  }
}

/** `IsProduction is true and HasBalancer is false` */
function toldOf(world: World, run: Run): Told {
  const assumed = new Set(world.assumed.map((one) => outcomeOf(one, run)));
  const ways = new Set(world.assumed.flatMap(({ atom }) => atom.why.unlockedBy ?? []));
  return {
    assumed: [...assumed].join(' and '),
    ...(ways.size > 0 ? { unlockedBy: [...ways].join(' ') } : {}),
  };
}

function outcomeOf({ atom, is, condition, prefix }: Assumption, run: Run): string {
  const decision = run.stack(prefix)?.condition(condition);
  return decision && 'is' in decision ? `${condition} is ${decision.is}` : `${shown(atom.key)} is ${is}`;
}
