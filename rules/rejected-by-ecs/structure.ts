/**
 * The walk over a definition along ECS's shapes: which members the shapes do not know, which values are of another type,
 * which required ones are missing. Made once for each definition; views are built only where something is amiss.
 */
import type { Why } from '../../src/fact/fact.ts';
import { isOpaque, whyOpaque } from '../../src/fact/opaque.ts';
import { isLinuxCapability } from '../../src/knowledge/ecs-limits.ts';
import {
  isEnumValue,
  type RootName,
  readOnlyMembers,
  rootShape,
  type StructureShape,
  structure,
  type ValueShape,
} from '../../src/knowledge/ecs-shapes.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { findPlaceholder, Unresolved, unresolvedPlaceholder } from '../../src/model/placeholder.ts';
import type { Path } from '../../src/model/source.ts';
import { isObject, type View } from '../../src/model/view.ts';
import { OWNED_ELEMENTS, OWNED_ENUMS, OWNED_REQUIRED, OWNED_SHAPES } from './owned-members.ts';

/** A place where a definition departs from its shape. */
export interface Slip {
  /** From the definition's root. */
  readonly path: Path;
  /** The structure that the member belongs to. */
  readonly structure: StructureShape;
  /** What the value should be; absent for a member that the structure does not have. */
  readonly wanted?: ValueShape;
}

/** What the walk over one definition found. */
export interface Survey {
  readonly root: View;
  readonly input: RootName;
  /** Is it the whole answer of a describe call, and no input? */
  readonly answer: boolean;
  readonly unknownMembers: Slip[];
  readonly readOnlyMembers: Slip[];
  readonly wrongTypes: Slip[];
  readonly missing: Slip[];
  readonly offLists: Slip[];
  /** Why some values' types, or their membership of a closed list, are not known. */
  readonly openTypes: Why[];
  readonly openLists: Why[];
}

/** The surveys of the deployment's definitions, as far as the run has files of them: what ECS itself says has ECS's shape. */
export function surveysOf(deployment: Deployment): readonly Survey[] {
  const { taskDefinition, service } = deployment;
  const found: Survey[] = [];
  if (inFile(taskDefinition.view))
    found.push(
      surveyOf(taskDefinition.view as View, 'registerTaskDefinition', taskDefinition.form === 'describe'),
    );
  if (service && inFile(service.view)) {
    const input = service.form === 'update' ? 'updateService' : 'createService';
    found.push(surveyOf(service.view as View, input, service.form === 'describe'));
  }
  return found;
}

function inFile({ raw, source }: Pick<View, 'raw' | 'source'>): boolean {
  return isObject(raw) && source.arn === undefined;
}

function surveyOf(root: View, input: RootName, described: boolean): Survey {
  return root.remember(surveyOf, () => survey(root, input, described));
}

function survey(root: View, input: RootName, described: boolean): Survey {
  const found: Survey = {
    root,
    input,
    answer: described && isAnswer(root),
    unknownMembers: [],
    readOnlyMembers: [],
    wrongTypes: [],
    missing: [],
    offLists: [],
    openTypes: [],
    openLists: [],
  };
  new Walk(found).structure(root.raw, rootShape(input));
  return found;
}

/** In its envelope and under its ARN it is as ECS gave it; deploy tools take an envelope too, but no ARN. */
function isAnswer({ path, raw }: View): boolean {
  return (
    path.some((step) => typeof step === 'string') &&
    isObject(raw) &&
    ('taskDefinitionArn' in raw || 'serviceArn' in raw)
  );
}

/** The view of a slip's place. */
export function viewOf(survey: Survey, path: Path): View {
  let view = survey.root;
  for (const step of path) {
    const next: View | undefined =
      typeof step === 'number'
        ? (view as View<readonly object[]>).items.match<View | undefined>({
            known: (items) => items[step],
            absent: () => undefined,
            unknown: () => undefined,
          })
        : (view as View<Record<string, unknown>>).get(step);
    if (!next) return view;
    view = next;
  }
  return view;
}

/** Closed lists that the API's documentation gives and its types do not, for all members of a structure. */
const DOCUMENTED_LISTS: Readonly<Record<string, (value: string) => boolean>> = {
  KernelCapabilities: isLinuxCapability,
};

const requiredMembers = new WeakMap<StructureShape, readonly string[]>();

function requiredOf(shape: StructureShape): readonly string[] {
  let names = requiredMembers.get(shape);
  if (!names) {
    names = [...shape.members].flatMap(([name, { required }]) =>
      required && !OWNED_REQUIRED.has(`${shape.name}.${name}`) ? [name] : [],
    );
    requiredMembers.set(shape, names);
  }
  return names;
}

class Walk {
  readonly #survey: Survey;
  readonly #path: (string | number)[] = [];

  constructor(survey: Survey) {
    this.#survey = survey;
  }

  structure(raw: unknown, shape: StructureShape): void {
    if (!isObject(raw)) return;
    for (const name of Object.keys(raw)) {
      const wanted = shape.members.get(name);
      this.#path.push(name);
      if (wanted) this.#value(raw[name], wanted, shape, name, 0);
      else this.#stranger(name, shape);
      this.#path.pop();
    }
    const elementsOf = OWNED_ELEMENTS[shape.name];
    if (elementsOf !== undefined && this.#path.at(-2) === elementsOf) return;
    for (const name of requiredOf(shape)) {
      if (Object.hasOwn(raw, name) && raw[name] !== undefined && raw[name] !== null) continue;
      this.#survey.missing.push({ path: [...this.#path, name], structure: shape });
    }
  }

  #stranger(name: string, shape: StructureShape): void {
    const { input } = this.#survey;
    if (findPlaceholder(name) !== undefined) return;
    if (this.#path.length === 1) {
      // A deploy tool's definition serves CreateService and UpdateService alike.
      if (input === 'createService' && rootShape('updateService').members.has(name)) return;
      const kind = input === 'registerTaskDefinition' ? 'taskDefinition' : 'service';
      if (readOnlyMembers(kind).has(name)) {
        this.#survey.readOnlyMembers.push(this.#slip(shape));
        return;
      }
    }
    // ECS itself wrote an answer: what our tables do not know of it is newer than they are, and no slip of the pen.
    if (!this.#survey.answer) this.#survey.unknownMembers.push(this.#slip(shape));
  }

  /** `depth` counts the lists and maps between the structure's member and this value. */
  #value(raw: unknown, wanted: ValueShape, shape: StructureShape, member: string, depth: number): void {
    if (raw === undefined || raw === null || wanted.kind === 'document' || wanted.kind === 'timestamp')
      return;
    if (raw instanceof Unresolved) {
      if (wanted.kind !== 'string' && raw.stands) this.#survey.openTypes.push(raw.why);
      return;
    }
    switch (wanted.kind) {
      case 'structure':
        if (isObject(raw)) this.structure(raw, structure(wanted.structure));
        else this.#wrong(raw, wanted, shape, member, depth);
        return;
      case 'list':
        if (!Array.isArray(raw)) this.#wrong(raw, wanted, shape, member, depth);
        else
          raw.forEach((item: unknown, index) => {
            this.#path.push(index);
            this.#value(item, wanted.element, shape, member, depth + 1);
            this.#path.pop();
          });
        return;
      case 'map':
        if (!isObject(raw)) this.#wrong(raw, wanted, shape, member, depth);
        else
          for (const key of Object.keys(raw)) {
            this.#path.push(key);
            this.#value(raw[key], wanted.value, shape, member, depth + 1);
            this.#path.pop();
          }
        return;
      case 'string':
        if (typeof raw === 'string') this.#listed(raw, wanted, shape, member);
        else this.#wrong(raw, wanted, shape, member, depth);
        return;
      case 'boolean':
        if (typeof raw !== 'boolean') this.#wrong(raw, wanted, shape, member, depth);
        return;
      case 'double':
        if (typeof raw !== 'number') this.#wrong(raw, wanted, shape, member, depth);
        return;
      case 'integer':
        if (!Number.isInteger(raw)) this.#wrong(raw, wanted, shape, member, depth);
    }
  }

  #wrong(raw: unknown, wanted: ValueShape, shape: StructureShape, member: string, depth: number): void {
    const name = `${shape.name}.${member}`;
    if (
      OWNED_SHAPES[name]?.includes(depth) ||
      (OWNED_ENUMS.has(name) && wanted.kind === 'string' && typeof raw !== 'object')
    )
      return;
    if (typeof raw === 'string' && isOpaque(raw)) {
      this.#survey.openTypes.push(whyOpaque(raw));
      return;
    }
    const placeholder = typeof raw === 'string' ? findPlaceholder(raw) : undefined;
    if (placeholder !== undefined) this.#survey.openTypes.push(unresolvedPlaceholder(placeholder));
    else this.#survey.wrongTypes.push(this.#slip(shape, wanted));
  }

  #listed(raw: string, wanted: ValueShape, shape: StructureShape, member: string): void {
    const list = wanted.kind === 'string' ? wanted.enum : undefined;
    if (list !== undefined && isEnumValue(list, raw)) return;
    if (list === undefined) {
      const knows = DOCUMENTED_LISTS[shape.name];
      if (!knows || knows(raw)) return;
    } else if (OWNED_ENUMS.has(`${shape.name}.${member}`)) return;
    if (isOpaque(raw)) {
      this.#survey.openLists.push(whyOpaque(raw));
      return;
    }
    const placeholder = findPlaceholder(raw);
    if (placeholder !== undefined) this.#survey.openLists.push(unresolvedPlaceholder(placeholder));
    else this.#survey.offLists.push(this.#slip(shape, wanted));
  }

  #slip(shape: StructureShape, wanted?: ValueShape): Slip {
    return { path: [...this.#path], structure: shape, ...(wanted ? { wanted } : {}) };
  }
}
