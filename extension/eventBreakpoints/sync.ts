// Keeps two lists of check boxes in step: our Event Breakpoints view and the exception filters of VS Code's Breakpoints view.
//
// VS Code has no API to tick a filter. It learns a filter from the `initialize` response, takes `default` the first time,
// and from then on its own memory, which it keys by the filter's id, label, description and condition texts. It tells the
// adapter what is ticked by setExceptionBreakpoints, at a session's start and at each change. So:
//
// - towards VS Code (announce): when its memory of a filter differs from our state, the filter is announced with another
//   description (zero-width spaces at its end), which VS Code takes for a new filter and starts from our state;
//   a variant whose remembered state is ours already is used again.
// - from VS Code (receive): what differs from its memory was changed by the user there, and is taken over. Everything
//   else in the request is overruled by our state, which also has the conditions VS Code cannot be told.
//
// During a session a change in our view goes to the adapter by pyxray/setEventBreakpoints; VS Code's view follows at
// the next session's start, for it reads filters at no other time.

import type { EventBreakpointSetting } from '../../debug-adapter/protocol';

export interface FilterState {
  readonly enabled: boolean;
  readonly condition: string;
}

/** What VS Code remembers about one filter: a state per variant of the description, and which variant was announced last. */
export interface VariantMemory {
  readonly variants: readonly FilterState[];
  readonly current: number;
}

export type States = Readonly<Record<string, FilterState>>;
export type Memory = Readonly<Record<string, VariantMemory>>;

/** The part of DAP's ExceptionBreakpointsFilter that matters here. */
export interface AnnouncedFilter {
  filter: string;
  label: string;
  description?: string;
  default?: boolean;
}

export interface SetExceptionBreakpoints {
  filters: string[];
  filterOptions?: { filterId: string; condition?: string }[];
}

const MARK = '\u200b';
/** VS Code never forgets a variant; after this many the views may differ, the adapter is told the right state all the same. */
const MAX_VARIANTS = 12;

/** Sets `default` and `description` of the filters in an `initialize` response. */
export function announce(filters: readonly AnnouncedFilter[], states: States, memory: Memory): { filters: AnnouncedFilter[]; memory: Memory } {
  const newMemory: Record<string, VariantMemory> = { ...memory };
  const announced = filters.map((filter) => {
    const wanted = states[filter.filter];
    if (wanted === undefined) return { ...filter };
    const variants = memory[filter.filter]?.variants ?? [];
    const current = chooseVariant(variants, wanted);
    newMemory[filter.filter] = {
      variants: current === variants.length ? [...variants, { enabled: wanted.enabled, condition: '' }] : variants,
      current,
    };
    return { ...filter, description: (filter.description ?? '') + MARK.repeat(current), default: wanted.enabled };
  });
  return { filters: announced, memory: newMemory };
}

function chooseVariant(variants: readonly FilterState[], wanted: FilterState): number {
  const same = variants.findIndex((variant) => variant.enabled === wanted.enabled && variant.condition === wanted.condition);
  if (same >= 0) return same;
  const ticked = variants.findIndex((variant) => variant.enabled === wanted.enabled);
  if (ticked >= 0) return ticked;
  return Math.min(variants.length, MAX_VARIANTS - 1);
}

/** Takes over what the user changed in VS Code's view; `request` becomes the whole truth. */
export function receive(request: SetExceptionBreakpoints, states: States, memory: Memory): { request: SetExceptionBreakpoints; states: States; memory: Memory } {
  const newStates: Record<string, FilterState> = { ...states };
  const newMemory: Record<string, VariantMemory> = { ...memory };
  for (const [id, { variants, current }] of Object.entries(memory)) {
    const before = variants[current];
    const now = stateIn(request, id, before);
    const ours = states[id];
    if (ours === undefined) continue;
    newStates[id] = {
      enabled: now.enabled === before.enabled ? ours.enabled : now.enabled,
      condition: now.condition === before.condition ? ours.condition : now.condition,
    };
    newMemory[id] = { variants: variants.map((variant, index) => (index === current ? now : variant)), current };
  }
  const unknown = {
    filters: request.filters.filter((id) => states[id] === undefined),
    filterOptions: (request.filterOptions ?? []).filter((option) => states[option.filterId] === undefined),
  };
  const known = settings(newStates).map(({ id, condition }) => ({ filterId: id, ...(condition === undefined ? {} : { condition }) }));
  return { request: { filters: unknown.filters, filterOptions: [...unknown.filterOptions, ...known] }, states: newStates, memory: newMemory };
}

function stateIn(request: SetExceptionBreakpoints, id: string, before: FilterState): FilterState {
  const option = request.filterOptions?.find((candidate) => candidate.filterId === id);
  if (option !== undefined) return { enabled: true, condition: option.condition ?? '' };
  // A filter that is off is not named at all; its condition stays what it was.
  return request.filters.includes(id) ? { enabled: true, condition: '' } : { enabled: false, condition: before.condition };
}

/** The ticked ones. */
export function settings(states: States): EventBreakpointSetting[] {
  return Object.entries(states)
    .filter(([, state]) => state.enabled)
    .map(([id, { condition }]) => (condition === '' ? { id } : { id, condition }));
}
