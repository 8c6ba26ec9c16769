// Draws a layout on the canvas. Everything that is decided here is a colour or a form.

import { AXIS, arrowEnds, BAR, LANE, laneTop, MIXED, rowOf, STRIP, TOP, xOf, type Drawing, type LaneDrawing } from '../layout';
import { BLOCKED, FROZEN, NONE, RUNNING, type Timeline } from '../model';
import { stateText } from '../text';
import type { TimelineState } from '../../../../debug-adapter/protocol';
import type { Theme } from './theme';

export interface Selection {
  /** Numbers; NONE. */
  readonly segment: number;
  readonly handoff: number;
  readonly cut: number;
  /** The lane that the keys move in. */
  readonly thread: number;
}

export interface Pen {
  readonly canvas: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly timeline: Timeline;
  readonly drawing: Drawing;
  /** Width of the threads' names. */
  readonly gutter: number;
  readonly selection: Selection;
  readonly focused: boolean;
}

/** What is enough for a bar. */
type Brush = Pick<Pen, 'canvas' | 'theme'>;

const FONT = 11;
/** Less room than this for words is none. */
const SHORTEST_LABEL = 26;

export function draw(pen: Pen): void {
  const { canvas, theme, drawing, gutter } = pen;
  const { width, height } = drawing.view;
  canvas.clearRect(0, 0, gutter + width, height);
  canvas.textBaseline = 'middle';
  drawLaneBackgrounds(pen);
  clipped(pen, gutter, TOP, width, height - TOP, () => {
    drawGrid(pen);
    for (const lane of drawing.lanes) drawLane(pen, lane);
    drawCuts(pen);
    for (const number of drawing.arrows) drawArrow(pen, number);
    drawSelection(pen);
  });
  clipped(pen, gutter, 0, width, TOP, () => {
    drawAxis(pen);
    drawStrip(pen);
    drawCuts(pen);
  });
  clipped(pen, 0, TOP, gutter, height - TOP, () => drawNames(pen));
  canvas.fillStyle = theme.muted;
  canvas.font = `${FONT}px ${theme.font}`;
  canvas.textAlign = 'left';
  canvas.fillText('program time', 12, AXIS / 2);
  canvas.fillText('hand-offs', 12, AXIS + STRIP / 2);
  line(pen, 0, TOP - 0.5, gutter + width, TOP - 0.5, theme.grid);
}

/** Draws with x = 0 at the left edge of the part. */
function clipped({ canvas, gutter }: Pen, x: number, y: number, width: number, height: number, paint: () => void): void {
  canvas.save();
  canvas.beginPath();
  canvas.rect(x, y, width, height);
  canvas.clip();
  if (x === gutter) canvas.translate(gutter, 0);
  paint();
  canvas.restore();
}

function line({ canvas }: Pen, x0: number, y0: number, x1: number, y1: number, color: string, width = 1): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = width;
  canvas.beginPath();
  canvas.moveTo(x0, y0);
  canvas.lineTo(x1, y1);
  canvas.stroke();
}

function drawLaneBackgrounds({ canvas, theme, drawing, gutter, selection, focused }: Pen): void {
  for (const { thread, y } of drawing.lanes) {
    if (thread !== selection.thread || !focused) continue;
    canvas.fillStyle = theme.hover;
    canvas.fillRect(0, Math.max(TOP, y - (LANE - BAR) / 2), gutter + drawing.view.width, LANE);
  }
}

function drawAxis(pen: Pen): void {
  const { canvas, theme, drawing } = pen;
  canvas.fillStyle = theme.muted;
  canvas.font = `${FONT}px ${theme.font}`;
  for (const { x, label } of drawing.ticks) {
    canvas.textAlign = x < 20 ? 'left' : 'center';
    canvas.fillText(label, Math.max(2, x), AXIS / 2 - 1);
    line(pen, x, AXIS - 4, x, AXIS, theme.muted);
  }
}

function drawGrid(pen: Pen): void {
  pen.canvas.globalAlpha = pen.theme.highContrast ? 0.4 : 1;
  for (const { x } of pen.drawing.ticks) line(pen, Math.round(x) + 0.5, TOP, Math.round(x) + 0.5, pen.drawing.view.height, pen.theme.grid);
  pen.canvas.globalAlpha = 1;
}

/** How many hand-offs there are at each place. */
function drawStrip({ canvas, theme, drawing }: Pen): void {
  const most = drawing.density.reduce((a, b) => Math.max(a, b), 1);
  const room = STRIP - 5;
  canvas.fillStyle = theme.foreground;
  drawing.density.forEach((count, x) => {
    if (count === 0) return;
    const high = Math.max(3, (room * Math.log1p(count)) / Math.log1p(Math.max(most, 4)));
    canvas.globalAlpha = 0.75;
    canvas.fillRect(x, AXIS + STRIP - 2 - high, 1, high);
  });
  canvas.globalAlpha = 1;
}

function drawLane(pen: Pen, lane: LaneDrawing): void {
  for (let i = 0; i < lane.count; i++) {
    const x0 = lane.x0[i];
    const x1 = lane.x1[i];
    if (lane.kind[i] === MIXED) drawMixed(pen, lane, i);
    else if (lane.kind[i] === RUNNING) drawRunning(pen, x0, x1, lane.y);
    else if (lane.kind[i] === BLOCKED) drawBlocked(pen, x0, x1, lane.y);
    else if (lane.kind[i] === FROZEN) drawFrozen(pen, x0, x1, lane.y);
    else drawWaiting(pen, x0, x1, lane.y);
    if (x1 - x0 > SHORTEST_LABEL && lane.kind[i] !== MIXED) drawLabel(pen, lane, i);
  }
}

function drawRunning({ canvas, theme }: Brush, x0: number, x1: number, y: number): void {
  canvas.fillStyle = theme.running;
  // A gap shows where one run ends and the next begins.
  canvas.fillRect(x0, y, Math.max(1, x1 - x0 - (x1 - x0 > 3 ? 1 : 0)), BAR);
}

/** Hatched. */
function drawWaiting({ canvas, theme }: Brush, x0: number, x1: number, y: number): void {
  const width = Math.max(1, x1 - x0);
  canvas.save();
  canvas.beginPath();
  canvas.rect(x0, y + 3, width, BAR - 6);
  canvas.clip();
  canvas.fillStyle = theme.waiting;
  canvas.globalAlpha = theme.highContrast ? 0 : width < 4 ? 0.7 : 0.22;
  canvas.fillRect(x0, y, width, BAR);
  canvas.globalAlpha = 1;
  canvas.strokeStyle = theme.waiting;
  canvas.lineWidth = 1.2;
  canvas.beginPath();
  // The hatching is that of the canvas: it does not jump from bar to bar. Only the visible part is hatched.
  for (let x = Math.floor((Math.max(x0, -30) - BAR) / 6) * 6; x < Math.min(x1, canvas.canvas.width); x += 6) {
    canvas.moveTo(x, y + BAR);
    canvas.lineTo(x + BAR, y);
  }
  canvas.stroke();
  if (width > 5) canvas.strokeRect(x0 + 0.5, y + 3.5, width - 1, BAR - 7);
  canvas.restore();
}

/** A pale bar in an outline. */
function drawBlocked({ canvas, theme }: Brush, x0: number, x1: number, y: number): void {
  const width = Math.max(1, x1 - x0);
  canvas.fillStyle = theme.blocked;
  canvas.globalAlpha = theme.highContrast ? 0 : 0.16;
  canvas.fillRect(x0, y + 3, width, BAR - 6);
  canvas.globalAlpha = theme.highContrast ? 1 : 0.55;
  canvas.fillRect(x0, y + BAR - 4, width, 1);
  canvas.fillRect(x0, y + 3, width, 1);
  canvas.globalAlpha = 1;
}

/** A dashed line in the middle. */
function drawFrozen({ canvas, theme }: Brush, x0: number, x1: number, y: number): void {
  canvas.strokeStyle = theme.muted;
  canvas.lineWidth = 2;
  canvas.setLineDash([6, 4]);
  canvas.beginPath();
  canvas.moveTo(x0, y + BAR / 2);
  canvas.lineTo(Math.max(x0 + 1, x1), y + BAR / 2);
  canvas.stroke();
  canvas.setLineDash([]);
}

/** One pixel: the states one upon the other, what runs at the bottom; as dark as the wide bars are on the whole. */
function drawMixed({ canvas, theme }: Pen, lane: LaneDrawing, i: number): void {
  const x = lane.x0[i];
  const running = BAR * lane.running[i];
  const waiting = BAR * lane.waiting[i];
  canvas.fillStyle = theme.running;
  canvas.fillRect(x, lane.y + BAR - running, 1, running);
  canvas.fillStyle = theme.waiting;
  canvas.globalAlpha = theme.highContrast ? 0.6 : 0.42;
  canvas.fillRect(x, lane.y + BAR - running - waiting, 1, waiting);
  canvas.fillStyle = theme.blocked;
  canvas.globalAlpha = theme.highContrast ? 0.35 : 0.2;
  canvas.fillRect(x, lane.y, 1, BAR - running - waiting);
  canvas.globalAlpha = 1;
}

function drawLabel({ canvas, theme, timeline, drawing }: Pen, lane: LaneDrawing, i: number): void {
  if (lane.kind[i] !== RUNNING && lane.kind[i] !== BLOCKED) return;
  const segment = timeline.segment(lane.segment[i]);
  if (segment === undefined) return;
  const left = Math.max(lane.x0[i], 0) + 5;
  const room = Math.min(lane.x1[i], drawing.view.width) - left - 4;
  canvas.font = `${FONT}px ${theme.monospace}`;
  canvas.textAlign = 'left';
  canvas.fillStyle = lane.kind[i] === RUNNING ? theme.runningText : theme.foreground;
  const text = shortened(canvas, lane.kind[i] === RUNNING ? segment.place : segment.call || 'blocked', room);
  if (text !== '') canvas.fillText(text, left, lane.y + BAR / 2 + 0.5);
}

function shortened(canvas: CanvasRenderingContext2D, text: string, room: number): string {
  if (canvas.measureText(text).width <= room) return text;
  const fits = Math.floor((room / canvas.measureText(text).width) * text.length) - 1;
  return fits < 3 ? '' : `${text.slice(0, fits)}…`;
}

/** Where time is cut out: a torn line. */
function drawCuts({ canvas, theme, drawing, selection }: Pen): void {
  for (const { x, cut } of drawing.cuts) {
    canvas.lineWidth = cut === selection.cut ? 2.5 : 1.2;
    torn({ canvas, theme }, x, 4, drawing.view.height);
  }
}

function torn({ canvas, theme }: Brush, x: number, from: number, to: number): void {
  canvas.strokeStyle = theme.cut;
  canvas.beginPath();
  canvas.moveTo(x, from);
  for (let y = from, n = 0; y <= to; y += 4, n++) canvas.lineTo(x + (n % 2 === 0 ? 2 : -2), y);
  canvas.stroke();
}

function drawArrow({ canvas, theme, timeline, drawing, selection }: Pen, number: number): void {
  const ends = arrowEnds(timeline, drawing.view, number);
  const row = timeline.handoff(number);
  if (ends === undefined || row === undefined) return;
  arrow({ canvas, theme }, ends.x0, ends.y0, ends.x1, ends.y1, row.reason, number === selection.handoff);
}

function arrow({ canvas, theme }: Brush, x0: number, y0: number, x1: number, y1: number, reason: string, chosen: boolean): void {
  const style = theme.reasons[reason] ?? theme.reasons.exit;
  canvas.strokeStyle = canvas.fillStyle = chosen ? theme.focus : style.color;
  canvas.lineWidth = chosen ? 3 : theme.highContrast ? 2 : 1.5;
  canvas.setLineDash([...style.dash]);
  canvas.beginPath();
  canvas.moveTo(x0, y0);
  canvas.lineTo(x1, y1);
  canvas.stroke();
  canvas.setLineDash([]);
  const size = chosen ? 8 : 6;
  const angle = Math.atan2(y1 - y0, x1 - x0);
  canvas.beginPath();
  canvas.moveTo(x1, y1);
  for (const side of [-0.45, 0.45]) canvas.lineTo(x1 - size * Math.cos(angle + side), y1 - size * Math.sin(angle + side));
  canvas.fill();
}

function drawSelection(pen: Pen): void {
  const { canvas, theme, timeline, drawing, selection } = pen;
  const segment = selection.segment === NONE ? undefined : timeline.segment(selection.segment);
  if (segment !== undefined && rowOf(drawing.view, segment.thread) !== NONE) {
    const x0 = Math.max(-4, xOf(drawing.view, segment.from));
    const x1 = Math.min(drawing.view.width + 4, xOf(drawing.view, segment.to));
    canvas.strokeStyle = theme.focus;
    canvas.lineWidth = 2;
    canvas.strokeRect(x0 - 1, laneTop(drawing.view, segment.thread) - 2, Math.max(3, x1 - x0 + 1), BAR + 4);
  }
  if (selection.handoff !== NONE) drawArrow(pen, selection.handoff);
}

function drawNames({ canvas, theme, timeline, drawing, gutter, selection, focused }: Pen): void {
  canvas.textAlign = 'left';
  for (const { thread, y } of drawing.lanes) {
    const { name, state, call } = timeline.threads;
    const holds = state[thread] === RUNNING;
    canvas.font = `${holds ? 'bold ' : ''}12px ${theme.font}`;
    canvas.fillStyle = theme.foreground;
    canvas.fillText(shortened(canvas, name[thread], gutter - 20), 12, y + 5);
    canvas.font = `10px ${theme.font}`;
    canvas.fillStyle = theme.muted;
    const what = state[thread] === 0 ? 'ended' : stateText({ state: state[thread] as TimelineState, call: timeline.names[call[thread]] ?? '' });
    canvas.fillText(shortened(canvas, what, gutter - 20), 12, y + 18);
    if (thread === selection.thread && focused) {
      canvas.fillStyle = theme.focus;
      canvas.fillRect(2, y, 3, BAR);
    }
  }
}

// ---- the legend's samples ----

export type Sample = 'running' | 'waiting' | 'blocked' | 'frozen' | 'cut' | 'drop_request' | 'blocking' | 'exit';

/** One sign, in a canvas of 26 by 14 CSS pixels. */
export function drawSample(canvas: CanvasRenderingContext2D, theme: Theme, what: Sample): void {
  canvas.clearRect(0, 0, 26, 14);
  canvas.save();
  if (what === 'running' || what === 'waiting' || what === 'blocked' || what === 'frozen') {
    canvas.scale(1, 14 / BAR);
    ({ running: drawRunning, waiting: drawWaiting, blocked: drawBlocked, frozen: drawFrozen })[what]({ canvas, theme }, 0, 26, 0);
  } else if (what === 'cut') torn({ canvas, theme }, 13, 0, 14);
  else arrow({ canvas, theme }, 1, 7, 24, 7, what, false);
  canvas.restore();
}
