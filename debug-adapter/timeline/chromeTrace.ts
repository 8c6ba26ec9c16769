// A timeline as Chrome's trace-event JSON: Perfetto (ui.perfetto.dev) and chrome://tracing open it.
// Format: "Trace Event Format", the document that chrome://tracing links to. Times are microseconds.

import { BLOCKED, FROZEN, RUNNING, type TimelineBuilder } from './builder';

const PID = 1;

export function chrome_trace(timeline: TimelineBuilder, program: string): string {
  const events: string[] = [];
  const add = (event: object): void => void events.push(JSON.stringify({ pid: PID, ...event }));
  add({ ph: 'M', name: 'process_name', tid: 0, args: { name: program } });
  timeline.lanes.forEach((lane, i) => {
    add({ ph: 'M', name: 'thread_name', tid: lane.id, args: { name: lane.name } });
    add({ ph: 'M', name: 'thread_sort_index', tid: lane.id, args: { sort_index: i } });
  });
  add_segments(timeline, add);
  add_handoffs(timeline, add);
  return `{"displayTimeUnit":"ms","traceEvents":[\n${events.join(',\n')}\n]}\n`;
}

function add_segments({ lanes, places, segments }: TimelineBuilder, add: (event: object) => void): void {
  const s = segments.columns;
  for (let i = 0; i < s.from.length; i++) {
    const state = s.state[i];
    const name = state === RUNNING ? 'holds the GIL' : state === BLOCKED ? places[s.call[i]].text || 'blocked' : state === FROZEN ? 'frozen by the debugger' : 'waits for the GIL';
    const place = places[s.place[i]];
    const cat = state === RUNNING ? 'running' : state === BLOCKED ? 'blocked' : state === FROZEN ? 'frozen' : 'waiting';
    const args = place.text === '' ? {} : { function: place.text, file: place.file, line: s.line[i] };
    add({ ph: 'X', cat, name, tid: lanes[s.thread[i]].id, ts: us(s.from[i]), dur: us(s.to[i] - s.from[i]), args });
  }
}

/** A flow from the end of one thread's run to the beginning of the other's. */
function add_handoffs({ lanes, places, handoffs }: TimelineBuilder, add: (event: object) => void): void {
  const h = handoffs.columns;
  for (let i = 0; i < h.taken.length; i++) {
    if (h.from[i] < 0) continue;
    const reason = places[h.reason[i]].text;
    const flow = { cat: 'hand-off', name: `hand-off (${reason})`, id: i + 1 };
    const args = { from: lanes[h.from[i]].name, to: lanes[h.to[i]].name, reason, waited_ms: h.waited[i], switch_number: h.switchNumber[i] };
    // A flow's ends must lie within slices: half a microsecond inside.
    add({ ph: 's', ...flow, tid: lanes[h.from[i]].id, ts: us(h.released[i]) - 0.5, args });
    add({ ph: 'f', bp: 'e', ...flow, tid: lanes[h.to[i]].id, ts: us(h.taken[i]) + 0.5, args });
  }
}

function us(ms: number): number {
  return Math.round(ms * 1000);
}
