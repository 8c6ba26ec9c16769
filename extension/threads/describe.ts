// What the Threads & GIL view says, as text: pure, so that it can be tested without VS Code.

import type { GilSnapshot, GilThread } from '../../debug-adapter/protocol';

/** The words after a thread's name. */
export function describeThread(thread: GilThread): string {
  const parts = [thread.frozen ? 'frozen' : null, stateText(thread), placeText(thread)];
  return parts.filter((part) => part !== null).join(' · ');
}

/** For the menus: 'thread', then '.waits' when it can be given the GIL, '.frozen'. */
export function threadContext(thread: GilThread): string {
  const canHaveIt = !thread.holdsGil && !thread.frozen && (thread.state === 'waiting' || thread.state === 'parked');
  return `thread${canHaveIt ? '.waits' : ''}${thread.frozen ? '.frozen' : ''}`;
}

export function stateText(thread: GilThread): string {
  const since = thread.sinceMs === undefined ? '' : ` ${formatMs(thread.sinceMs)}`;
  if (thread.holdsGil) return 'holds the GIL';
  switch (thread.state) {
    case 'waiting':
      return `waiting for the GIL${since}`;
    case 'blocked':
      return `blocked in ${thread.call ?? 'a call'}${since}`;
    case 'parked':
      return `parked${since}`;
    case 'running':
      return 'running without the GIL';
    default:
      return thread.state;
  }
}

function placeText(thread: GilThread): string | null {
  const location = thread.location;
  if (location === undefined) return null;
  const file = location.path === undefined ? '' : ` ${location.path.split(/[\\/]/).pop()}:${location.line}`;
  return `${location.name}${file}`;
}

export function holderText(gil: GilSnapshot): string {
  return gil.locked ? nameOf(gil, gil.holder) : 'nobody';
}

function nameOf(gil: GilSnapshot, id: number | null): string {
  return id === null ? 'nobody' : (gil.threads.find((thread) => thread.id === id)?.name ?? `thread ${id} (gone)`);
}

/** The lines of the GIL's own entry. */
export function describeGil(gil: GilSnapshot): [label: string, value: string][] {
  return [
    ['holder', holderText(gil)],
    ['last holder', nameOf(gil, gil.lastHolder)],
    ['switch number', String(gil.switchNumber)],
    ['drop request', gil.dropRequest ? 'yes: a waiter asks the holder to let go' : 'no'],
    ['switch interval', formatMs(gil.switchInterval)],
    ['scheduler', gil.scheduler],
    ...(gil.lastReason === undefined ? [] : [['last hand-off', reasonText(gil.lastReason)] as [string, string]]),
  ];
}

export function threadDetails(thread: GilThread): [label: string, value: string][] {
  const details: [string, string][] = [
    ['ident', String(thread.ident)],
    ['state', stateText(thread)],
  ];
  if (thread.location?.instruction !== undefined) details.push(['next instruction', thread.location.instruction]);
  return details;
}

function reasonText(reason: NonNullable<GilSnapshot['lastReason']>): string {
  const texts = { drop_request: 'the switch interval ran out', blocking: 'the holder made a blocking call', exit: 'the holder ended', manual: 'chosen by hand' };
  return texts[reason];
}

export function formatMs(ms: number): string {
  if (ms < 1) return `${Math.max(0, Math.round(ms * 1000))} µs`;
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 10_000) return `${Math.round(ms)} ms`;
  return `${Math.round(ms / 1000)} s`;
}
