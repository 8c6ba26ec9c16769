// The GIL timeline's view: keeps what is in view and what is chosen, and draws when something changed.

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import './gilTimeline.css';
import { h, onThemeChange } from '../../dom';
import type { FromView, SessionState, ToView } from '../contract';
import { clampSpan, contentHeight, hit, LANE, layout, rowOf, rowsBetween, timeAt, TOP, zoomSpan, type Drawing, type Hit, type Span, type Viewport } from '../layout';
import { NONE, Timeline } from '../model';
import { summarize } from '../summary';
import { asText, cutText, handoffText, segmentText } from '../text';
import { formatMs } from '../../../threads/describe';
import { renderDetails } from './details';
import { draw, type Selection } from './draw';
import { listen } from './gestures';
import { Legend } from './legend';
import { renderSummary } from './table';
import { readTheme } from './theme';
import { Toolbar } from './toolbar';

declare function acquireVsCodeApi(): { postMessage(message: FromView): void };
const vscode = acquireVsCodeApi();

const NOTHING: Selection = { segment: NONE, handoff: NONE, cut: NONE, thread: 0 };
const KEYS =
  'Left and right arrow pan, up and down choose a thread, comma and full stop the segment before and after, H the next hand-off and Shift H the one before, Enter reads the details, ' +
  'O opens the source, plus and minus zoom, Z zooms to what is chosen, F shows all, L follows the program, Home and End go to its ends, A shows all threads or only those that do something here, T shows the summary, Escape chooses nothing.';

let timeline = new Timeline();
let selection = NOTHING;
let session: SessionState = 'none';
let place = '';
/** all: the whole recording; follow: the newest part; free: where the person has gone. */
let mode: 'all' | 'follow' | 'free' = 'all';
let span: Span = { from: 0, to: 1 };
let drawing: Drawing | undefined;
let gutter = 150;
let theme = readTheme();
let showsSummary = true;
/** Threads that do nothing in view have no lane. */
let compact = true;
let frame = 0;
let wantedThread: number | undefined;

const canvas = h('canvas', {}) as HTMLCanvasElement;
const context = canvas.getContext('2d')!;
const spacer = h('div', { 'aria-hidden': 'true' });
const lanes = h(
  'div',
  { id: 'lanes', tabindex: 0, role: 'application', 'aria-label': 'GIL timeline', 'aria-describedby': 'keys', onKeydown: (event) => onKey(event as KeyboardEvent), onScroll: () => redraw(), onFocus: () => redraw(), onBlur: () => redraw() },
  canvas,
  spacer,
);
const details = h('aside', { id: 'details', 'aria-label': 'What is chosen', hidden: true });
const message = h('div', { id: 'message' });
const summaryPart = h('section', { id: 'summary', 'aria-label': 'Summary' });
const status = h('div', { id: 'status' });
const spoken = h('div', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
const tip = h('div', { id: 'tip', hidden: true });
const legend = new Legend();
const toolbar = new Toolbar(
  {
    record: (on) => vscode.postMessage({ type: 'record', on }),
    follow: () => setMode(mode === 'follow' ? 'free' : 'follow'),
    fit: () => setMode('all'),
    zoom: (factor) => zoom(factor, (drawing?.view.width ?? 0) / 2),
    handoff: (step) => stepHandoff(step),
    compact: () => toggleCompact(),
    summary: () => toggleSummary(),
    copy: () => vscode.postMessage({ type: 'copy', text: asText(timeline, span.from, span.to) }),
  },
  legend.element,
);
document.body.append(toolbar.element, h('main', {}, lanes, details, message), summaryPart, status, spoken, tip, h('div', { id: 'keys', class: 'hidden' }, KEYS));

listen(lanes, canvas, () => gutter, {
  zoom: (factor, x) => zoom(factor, x),
  pan: (pixels) => pan(pixels),
  click: (x, y) => clickAt(x, y),
  doubleClick: (x, y) => {
    const found = find(x, y);
    if (found?.kind === 'segment') zoomToSelection();
  },
  hover: (x, y, event) => showTip(find(x, y), event),
  leave: () => showTip(undefined),
});
new ResizeObserver(() => redraw()).observe(lanes);
onThemeChange(() => {
  theme = readTheme();
  legend.draw(theme);
  redraw();
});
legend.draw(theme);
window.addEventListener('message', (event: MessageEvent<ToView>) => receive(event.data));
vscode.postMessage({ type: 'ready' });
redraw();

function receive(incoming: ToView): void {
  switch (incoming.type) {
    case 'session':
      session = incoming.state;
      place = incoming.place;
      break;
    case 'clear':
      clear();
      break;
    case 'columns':
      if (incoming.columns.recording !== timeline.recording) clear();
      try {
        timeline.append(incoming.columns);
      } catch (error) {
        return showMessage((error as Error).message);
      }
      chooseWanted();
      break;
    case 'thread':
      wantedThread = incoming.id;
      chooseWanted();
      break;
    case 'error':
      return showMessage(incoming.message);
  }
  redraw();
}

function clear(): void {
  timeline = new Timeline();
  selection = NOTHING;
  if (mode === 'free') mode = 'all';
}

function chooseWanted(): void {
  const thread = wantedThread === undefined ? -1 : timeline.threads.id.indexOf(wantedThread);
  if (thread < 0) return;
  wantedThread = undefined;
  chooseThread(thread);
  lanes.focus();
}

// ---- drawing ----

function redraw(): void {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    paint();
  });
}

function paint(): void {
  const empty = timeline.isEmpty;
  toolbar.show({ recording: timeline.recordingNow, canRecord: session !== 'none', following: mode === 'follow', compact, summary: showsSummary });
  summaryPart.hidden = !showsSummary || empty;
  legend.element.hidden = empty;
  showEmpty(empty);
  if (empty) return void (status.textContent = '');
  follow();
  const view = fitCanvas();
  drawing = layout(timeline, view);
  status.textContent = statusText();
  draw({ canvas: context, theme, timeline, drawing, gutter, selection, focused: document.activeElement === lanes });
  // While somebody uses the table or the details, they are not made anew under their hands.
  if (showsSummary && !summaryPart.contains(document.activeElement)) renderSummary(summaryPart, timeline, summarize(timeline, Math.max(view.from, timeline.begin), Math.min(view.to, timeline.now)), tableActions);
  if (!details.contains(document.activeElement)) showDetails();
}

/** Puts the view where the mode wants it. */
function follow(): void {
  const { begin, now } = timeline;
  if (mode === 'all') span = clampSpan({ from: begin, to: Math.max(now, begin + 1) }, begin, now);
  else if (mode === 'follow') span = clampSpan({ from: now - (span.to - span.from), to: now }, begin, now);
  else span = clampSpan(span, begin, now);
}

function fitCanvas(): Viewport {
  const threads = timeline.threads.name;
  context.font = `bold 12px ${theme.font}`;
  gutter = Math.min(Math.max(120, ...threads.slice(0, 200).map((name) => context.measureText(name).width + 26)), 240, lanes.clientWidth / 2);
  const width = lanes.clientWidth;
  const height = lanes.clientHeight;
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const rows = compact ? rowsBetween(timeline, span.from, span.to) : undefined;
  const count = rows === undefined ? threads.length : rows.reduce((most, row) => Math.max(most, row + 1), 0);
  spacer.style.height = `${Math.max(0, contentHeight(count) - height)}px`;
  return { ...span, width: Math.max(1, width - gutter), height, scroll: lanes.scrollTop, rows };
}

function showEmpty(empty: boolean): void {
  lanes.hidden = empty;
  if (!empty) {
    if (message.dataset.kind === 'empty') showMessage('');
    return;
  }
  details.hidden = true;
  const text =
    session === 'none'
      ? 'Start a debug session to see who holds the GIL: a lane for each thread, and each hand-off with its reason.'
      : 'Recording. Nothing has happened yet: the program stands still or has just begun.';
  message.hidden = false;
  message.dataset.kind = 'empty';
  message.replaceChildren(
    h('p', {}, text),
    ...(session === 'none' ? [h('vscode-button', { icon: 'debug-alt', onClick: () => vscode.postMessage({ type: 'debug' }) }, 'Debug the Python File')] : []),
    h('p', { class: 'explain' }, 'Recording begins when this view is open. "timeline": true in a launch configuration records from the first line on.'),
  );
}

function showMessage(text: string): void {
  message.textContent = text;
  message.dataset.kind = 'error';
  message.hidden = text === '';
}

function statusText(): string {
  const count = (n: number, one: string): string => `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`;
  const cuts = timeline.cuts.columns.ms;
  const held = cuts.array.subarray(0, cuts.length).reduce((sum, ms) => sum + Math.max(0, ms), 0);
  const state = timeline.recordingNow ? (timeline.stopped ? 'the program stands still' : 'recording') : session === 'none' ? 'the program has ended' : 'not recording';
  return [
    place,
    count(timeline.threads.id.length, 'thread'),
    count(timeline.segments.end, 'segment'),
    count(timeline.handoffs.end, 'hand-off'),
    ...(cuts.length > 0 ? [`${count(cuts.length, 'cut')} (${formatMs(held)} taken out)`] : []),
    ...(drawing !== undefined && drawing.handoffs > 0 && drawing.arrows.length === 0 ? [`zoom in to see the arrows of ${count(drawing.handoffs, 'hand-off')}`] : []),
    ...(timeline.segments.gone > 0 ? ['the oldest part is gone'] : []),
    ...(timeline.lost > 0 ? [`${count(timeline.lost, 'event')} came too fast and are missing`] : []),
    state,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

// ---- moving ----

function setMode(next: typeof mode): void {
  if (next === 'follow' && mode === 'all') span = clampSpan({ from: timeline.now - 1000, to: timeline.now }, timeline.begin, timeline.now);
  mode = next;
  redraw();
}

function move(next: Span): void {
  const end = timeline.now;
  span = clampSpan(next, timeline.begin, end);
  const isAll = span.from <= timeline.begin && span.to >= end;
  mode = isAll ? 'all' : mode === 'follow' && span.to >= end ? 'follow' : 'free';
  redraw();
}

function zoom(factor: number, x: number): void {
  if (drawing === undefined) return;
  move(zoomSpan(span, factor, mode === 'follow' ? span.to : timeAt(drawing.view, x)));
}

function pan(pixels: number): void {
  if (drawing === undefined) return;
  const time = (pixels * (span.to - span.from)) / drawing.view.width;
  move({ from: span.from + time, to: span.to + time });
}

/** Shows a part with some room around it. */
function zoomTo(from: number, to: number): void {
  const room = Math.max((to - from) * 0.6, 0.005);
  mode = 'free';
  move({ from: from - room, to: to + room });
}

/** Brings a part into view, without zooming if it fits. */
function reveal(from: number, to: number, thread: number): void {
  if (from < span.from || to > span.to) {
    const width = span.to - span.from;
    if (to - from > width * 0.9) zoomTo(from, to);
    else move({ from: (from + to - width) / 2, to: (from + to + width) / 2 });
  }
  redraw();
  const rows = compact ? rowsBetween(timeline, span.from, span.to) : undefined;
  const top = Math.max(0, rows === undefined ? thread : rows[thread]) * LANE;
  const room = lanes.clientHeight - TOP - LANE;
  if (top < lanes.scrollTop) lanes.scrollTop = top;
  else if (top > lanes.scrollTop + room) lanes.scrollTop = top - room;
}

function zoomToSelection(): void {
  const segment = selection.segment === NONE ? undefined : timeline.segment(selection.segment);
  const handoff = selection.handoff === NONE ? undefined : timeline.handoff(selection.handoff);
  if (segment !== undefined) zoomTo(segment.from, segment.to);
  else if (handoff !== undefined) zoomTo(handoff.released, handoff.taken);
}

// ---- choosing ----

function find(x: number, y: number): Hit | undefined {
  return drawing === undefined ? undefined : hit(timeline, drawing, x, y);
}

function clickAt(x: number, y: number): void {
  lanes.focus();
  const found = find(x, y);
  if (found === undefined) {
    const thread = y > TOP ? threadInRow(Math.floor((y - TOP + lanes.scrollTop) / LANE)) : NONE;
    return thread !== NONE ? choose({ ...NOTHING, thread }) : choose({ ...NOTHING, thread: selection.thread });
  }
  if (found.kind === 'segment') chooseSegment(found.segment);
  else if (found.kind === 'handoff') chooseHandoff(found.handoff);
  else if (found.kind === 'cut') choose({ ...NOTHING, cut: found.cut, thread: selection.thread });
  else zoomTo(found.from, found.to);
}

function choose(next: Selection): void {
  selection = next;
  const text = hitText(
    next.handoff !== NONE ? { kind: 'handoff', handoff: next.handoff } : next.cut !== NONE ? { kind: 'cut', cut: next.cut } : next.segment !== NONE ? { kind: 'segment', segment: next.segment } : undefined,
  );
  spoken.textContent = text;
  showDetails();
  redraw();
}

function chooseSegment(number: number): void {
  const segment = timeline.segment(number);
  if (segment === undefined) return;
  choose({ ...NOTHING, segment: number, thread: segment.thread });
  reveal(segment.from, segment.to, segment.thread);
}

function chooseHandoff(number: number): void {
  const row = timeline.handoff(number);
  if (row === undefined) return;
  choose({ ...NOTHING, handoff: number, thread: row.to });
  reveal(row.released, row.taken, row.to);
}

function chooseThread(thread: number): void {
  choose({ ...NOTHING, thread });
  reveal(span.from, span.to, thread);
}

const tableActions = { chooseThread, chooseSegment };

function showDetails(): void {
  const before = lanes.clientWidth;
  renderDetails(details, timeline, selection, { open: (path, line) => vscode.postMessage({ type: 'open', path, line }), chooseSegment, chooseHandoff, zoomTo });
  if (lanes.clientWidth !== before) redraw();
}

function hitText(found: Hit | undefined): string {
  switch (found?.kind) {
    case 'segment': {
      const segment = timeline.segment(found.segment);
      return segment === undefined ? '' : segmentText(timeline, segment);
    }
    case 'handoff': {
      const row = timeline.handoff(found.handoff);
      return row === undefined ? '' : handoffText(timeline, row);
    }
    case 'cut':
      return cutText(timeline, found.cut);
    case 'crowd':
      return `${found.count} hand-offs within ${formatMs(found.to - found.from)}: click to zoom in`;
    default:
      return '';
  }
}

function showTip(found: Hit | undefined, event?: PointerEvent): void {
  const text = hitText(found);
  tip.hidden = text === '' || event === undefined;
  if (event === undefined || tip.hidden) return;
  tip.textContent = text;
  tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 8 : event.clientY + 18}px`;
}

// ---- keys ----

/** The thread whose lane is the row; NONE. */
function threadInRow(row: number): number {
  return drawing === undefined ? NONE : timeline.threads.id.findIndex((_, thread) => rowOf(drawing!.view, thread) === row);
}

/** The next thread that has a lane. */
function threadBeside(step: number): number {
  for (let thread = selection.thread + step; timeline.threads.id[thread] !== undefined; thread += step) if (drawing === undefined || rowOf(drawing.view, thread) !== NONE) return thread;
  return selection.thread;
}

function stepThread(step: 1 | -1 | 0): void {
  const thread = step === 0 ? selection.thread : threadBeside(step);
  const row = timeline.segment(selection.segment);
  const time = row === undefined ? (span.from + span.to) / 2 : Math.min(Math.max((row.from + row.to) / 2, span.from), span.to);
  const number = timeline.segmentAt(thread, time);
  choose({ ...NOTHING, thread, segment: number });
  reveal(time, time, thread);
  if (number === NONE) spoken.textContent = timeline.threads.name[thread];
}

function stepSegment(step: 1 | -1): void {
  if (selection.segment !== NONE && timeline.segment(selection.segment) !== undefined) return chooseSegment(timeline.neighbour(selection.segment, step));
  const number = timeline.segmentAt(selection.thread, (span.from + span.to) / 2);
  if (number !== NONE) chooseSegment(number);
  else stepThread(0);
}

function stepHandoff(step: 1 | -1): void {
  const { gone, end } = timeline.handoffs;
  if (end === gone) return;
  const row = timeline.segment(selection.segment);
  const number = selection.handoff !== NONE ? selection.handoff + step : timeline.handoffFrom(row?.from ?? span.from) + (step > 0 ? 0 : -1);
  chooseHandoff(Math.min(Math.max(number, gone), end - 1));
}

/** To the details' first link or button; with nothing chosen, the lane's segment in the middle. */
function enter(): void {
  if (details.hidden) stepSegment(1);
  else details.querySelector<HTMLElement>('button, vscode-button')?.focus();
}

function openSource(): void {
  const row = timeline.segment(selection.handoff === NONE ? selection.segment : timeline.segmentAt(timeline.handoff(selection.handoff)?.to ?? 0, timeline.handoff(selection.handoff)?.taken ?? 0));
  if (row !== undefined && row.path !== '') vscode.postMessage({ type: 'open', path: row.path, line: row.line });
}

function toggleCompact(): void {
  compact = !compact;
  redraw();
}

function toggleSummary(): void {
  showsSummary = !showsSummary;
  redraw();
}

const ACTIONS: Record<string, () => void> = {
  ArrowLeft: () => pan(-(drawing?.view.width ?? 0) * 0.15),
  ArrowRight: () => pan((drawing?.view.width ?? 0) * 0.15),
  ArrowUp: () => stepThread(-1),
  ArrowDown: () => stepThread(1),
  ',': () => stepSegment(-1),
  '.': () => stepSegment(1),
  h: () => stepHandoff(1),
  H: () => stepHandoff(-1),
  Enter: () => enter(),
  o: () => openSource(),
  '+': () => zoom(0.5, (drawing?.view.width ?? 0) / 2),
  '=': () => zoom(0.5, (drawing?.view.width ?? 0) / 2),
  '-': () => zoom(2, (drawing?.view.width ?? 0) / 2),
  z: () => zoomToSelection(),
  f: () => setMode('all'),
  0: () => setMode('all'),
  l: () => setMode(mode === 'follow' ? 'free' : 'follow'),
  Home: () => move({ from: timeline.begin, to: timeline.begin + span.to - span.from }),
  End: () => move({ from: timeline.now - (span.to - span.from), to: timeline.now }),
  a: () => toggleCompact(),
  t: () => toggleSummary(),
  Escape: () => choose({ ...NOTHING, thread: selection.thread }),
};

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || timeline.isEmpty) return;
  const act = ACTIONS[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

details.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') lanes.focus();
});
