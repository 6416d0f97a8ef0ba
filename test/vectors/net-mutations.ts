import { endpoints } from './net-endpoints.ts';
import type { Mutation } from './net-mutation.ts';
import { neighbours } from './net-neighbours.ts';
import { renamings } from './net-renaming.ts';
import { otherSpellings } from './net-spellings.ts';

/** By what each does. */
export const mutations: Readonly<Record<string, Mutation>> = {
  ...renamings,
  ...neighbours,
  ...endpoints,
  ...otherSpellings,
};
