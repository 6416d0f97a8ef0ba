import type { Manner } from '../../engine/judges.ts';
import type { DeploymentSummary, Finding, Result } from '../../engine/result.ts';
import { type Deployment, remember } from '../../model/deployment.ts';
import type { Rule } from '../../rule.ts';
import { NO_CONFIGURATION } from '../config/configuration.ts';
import type { Configurations } from './configurations.ts';
import { type Flags, Scope } from './scope.ts';
import { resourceNames, type Subject, subjectIn, subjectOf } from './subject.ts';

/** A deployment with the configuration that it is under. */
interface Entry {
  readonly subject: Subject;
  readonly scope: Scope;
}

/** Knows each deployment of a run, as it was judged, and the configuration that it is under. */
export class Register {
  /** Of the configurations; what is under none has one of its own, which says nothing. */
  readonly scopes: readonly Scope[];
  readonly #configurations: Configurations;
  readonly #bare: Scope;
  readonly #entries = new Map<string, Entry>();
  readonly #found = new Map<string, Set<string>>();

  constructor(configurations: Configurations, catalogue: readonly Rule[], flags: Flags) {
    const manners = new Map<string, Manner>();
    this.#configurations = configurations;
    this.scopes = configurations.all.map((one) => new Scope(one, catalogue, flags, manners));
    this.#bare = new Scope(NO_CONFIGURATION, catalogue, flags, manners);
  }

  /** Asked for each rule and deployment. */
  mannerOf(deployment: Deployment): Manner {
    return remember(deployment, this, () => {
      const subject = subjectOf(deployment);
      const scope = this.#scopeOf(deployment.file);
      this.#entries.set(deployment.id, { subject, scope });
      return scope.mannerOf(subject);
    });
  }

  /** Takes note of where findings stand: of a template, they may be about resources beside those of the deployment. */
  learn({ findings }: Result): void {
    this.#found.clear();
    for (const { deployments, location } of findings) {
      const names = resourceNames(location.resource, location.pointer);
      if (names.length === 0) continue;
      for (const id of deployments) {
        const known = this.#found.get(id) ?? new Set();
        for (const name of names) known.add(name);
        this.#found.set(id, known);
      }
    }
  }

  /** The deployment that a report knows by this summary. */
  entry(one: DeploymentSummary): Entry {
    return this.#extended(
      one.id,
      this.#entries.get(one.id) ?? { subject: subjectIn(one), scope: this.#scopeOf(one.file) },
    );
  }

  /** The deployments that a finding is about. */
  of({ deployments }: Finding): readonly Entry[] {
    return deployments.flatMap((id) => {
      const entry = this.#entries.get(id);
      return entry ? [this.#extended(id, entry)] : [];
    });
  }

  #extended(id: string, { subject, scope }: Entry): Entry {
    const found = this.#found.get(id);
    if (!found) return { subject, scope };
    return { subject: { ...subject, resources: [...subject.resources, ...found] }, scope };
  }

  #scopeOf(file: string | undefined): Scope {
    const configuration = this.#configurations.of(file);
    return this.scopes.find((one) => one.configuration === configuration) ?? this.#bare;
  }
}
