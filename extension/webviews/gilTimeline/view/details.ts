// The panel beside the lanes: the segment, hand-off or cut that is chosen.

import { formatMs } from '../../../threads/describe';
import { h } from '../../dom';
import { NONE, WAITING, type Timeline } from '../model';
import { cutText, formatTime, placeText, reasonText, stateText } from '../text';
import type { Selection } from './draw';

export interface DetailActions {
  open(path: string, line: number): void;
  chooseSegment(number: number): void;
  chooseHandoff(number: number): void;
  zoomTo(from: number, to: number): void;
}

/** False when nothing is chosen, or it is no more there. */
export function renderDetails(host: HTMLElement, timeline: Timeline, selection: Selection, actions: DetailActions): boolean {
  const children =
    selection.handoff !== NONE ? handoffDetails(timeline, selection.handoff, actions)
    : selection.cut !== NONE ? [h('h2', {}, 'Cut'), h('p', {}, cutText(timeline, selection.cut))]
    : selection.segment !== NONE ? segmentDetails(timeline, selection.segment, actions)
    : null;
  host.hidden = children === null;
  host.replaceChildren(...(children ?? []));
  return children !== null;
}

function segmentDetails(timeline: Timeline, number: number, actions: DetailActions): HTMLElement[] | null {
  const segment = timeline.segment(number);
  if (segment === undefined) return null;
  const reason = segment.state === WAITING ? handoffThatEnded(timeline, segment.thread, segment.to) : NONE;
  return [
    h('h2', {}, `${timeline.threads.name[segment.thread]} ${stateText(segment)}`),
    h(
      'dl',
      {},
      ...entry('for', `${formatMs(segment.to - segment.from)}${segment.open ? ', and goes on' : ''}`),
      ...entry('from', formatTime(segment.from)),
      ...entry('to', segment.open ? 'now' : formatTime(segment.to)),
      ...placeEntry(segment, actions),
    ),
    h(
      'div',
      { class: 'actions' },
      button('zoom-in', 'Zoom to it', () => actions.zoomTo(segment.from, segment.to)),
      reason === NONE ? null : button('arrow-swap', 'The hand-off that ended it', () => actions.chooseHandoff(reason)),
    ),
  ];
}

function handoffDetails(timeline: Timeline, number: number, actions: DetailActions): HTMLElement[] | null {
  const row = timeline.handoff(number);
  if (row === undefined) return null;
  const giver = row.from < 0 ? NONE : timeline.segmentAt(row.from, row.released - 0.0005);
  const taker = timeline.segmentAt(row.to, row.taken);
  const name = (thread: number): string => (thread < 0 ? 'a thread that has ended' : timeline.threads.name[thread]);
  const link = (thread: number, segment: number): HTMLElement | string => (segment === NONE ? name(thread) : h('button', { class: 'link', onClick: () => actions.chooseSegment(segment) }, name(thread)));
  const gaveAt = giver === NONE ? undefined : timeline.segment(giver);
  const goesOn = taker === NONE ? undefined : timeline.segment(timeline.neighbour(taker, -1));
  return [
    h('h2', {}, `Hand-off ${row.switchNumber}`),
    h(
      'dl',
      {},
      ...entry('from', link(row.from, giver)),
      ...entry('to', link(row.to, taker)),
      ...entry('reason', row.reason),
      ...entry('waited', row.waited > 0 ? formatMs(row.waited) : 'not at all'),
      ...entry('free for', formatMs(row.taken - row.released)),
      ...entry('at', formatTime(row.taken)),
      ...(gaveAt === undefined ? [] : placeEntry(gaveAt, actions, 'let go in')),
      ...(goesOn === undefined ? [] : placeEntry(goesOn, actions, 'goes on in')),
    ),
    h('p', { class: 'explain' }, `${name(row.from)} gave up the GIL: ${reasonText(row.reason)}.`),
    h('div', { class: 'actions' }, button('zoom-in', 'Zoom to it', () => actions.zoomTo(row.released, row.taken))),
  ];
}

/** The hand-off by which a thread got the GIL at `time`. */
function handoffThatEnded(timeline: Timeline, thread: number, time: number): number {
  for (let number = timeline.handoffFrom(time); number < timeline.handoffs.end; number++) {
    const row = timeline.handoff(number)!;
    if (row.taken > time) break;
    if (row.to === thread) return number;
  }
  return NONE;
}

function placeEntry(segment: { place: string; path: string; line: number }, actions: DetailActions, name = 'in'): HTMLElement[] {
  const text = placeText(segment);
  if (text === '') return [];
  return entry(name, segment.path === '' || segment.path.startsWith('<') ? text : h('button', { class: 'link', title: 'Open the source', onClick: () => actions.open(segment.path, segment.line) }, text));
}

function entry(name: string, value: string | HTMLElement): HTMLElement[] {
  return [h('dt', {}, name), h('dd', {}, value)];
}

function button(icon: string, label: string, act: () => void): HTMLElement {
  return h('vscode-button', { icon, secondary: true, onClick: act }, label);
}
