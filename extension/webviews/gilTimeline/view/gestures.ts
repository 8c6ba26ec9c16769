// Mouse, wheel and fingers on the lanes: what they ask for, in pixels of the lanes' part.

export interface GestureActions {
  /** `factor` above 1 shows more; around pixel `x`. */
  zoom(factor: number, x: number): void;
  /** Shows what is `pixels` further to the right. */
  pan(pixels: number): void;
  click(x: number, y: number): void;
  doubleClick(x: number, y: number): void;
  hover(x: number, y: number, event: PointerEvent): void;
  leave(): void;
}

/** A press that moves no further is a click. */
const CLICK = 4;
const WHEEL = 0.0022;

/** `gutter`: width of the part at the left that is no time. */
export function listen(host: HTMLElement, canvas: HTMLCanvasElement, gutter: () => number, actions: GestureActions): void {
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left - gutter(), y: event.clientY - box.top };
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      const at = place(event);
      if (at.x < 0 && !event.ctrlKey) return;
      event.preventDefault();
      // A pinch on a touch pad arrives as a wheel with Ctrl, in smaller steps.
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (!event.ctrlKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) actions.pan((event.deltaX || event.deltaY) * lines);
      else actions.zoom(Math.exp(event.deltaY * lines * WHEEL * (event.ctrlKey ? 4 : 1)), at.x);
    },
    { passive: false },
  );
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 1) moved = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const at = place(event);
    const before = fingers.get(event.pointerId);
    if (before === undefined) return actions.hover(at.x, at.y, event);
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)![1];
      actions.zoom(Math.max(8, Math.abs(before.x - other.x)) / Math.max(8, Math.abs(at.x - other.x)), other.x);
      moved = CLICK;
    } else {
      moved += Math.abs(at.x - before.x) + Math.abs(at.y - before.y);
      if (moved >= CLICK) {
        host.classList.add('dragging');
        actions.leave();
        actions.pan(before.x - at.x);
        host.scrollTop += before.y - at.y;
      }
    }
    fingers.set(event.pointerId, at);
  });
  const release = (event: PointerEvent): void => {
    const at = place(event);
    if (fingers.delete(event.pointerId) && fingers.size === 0 && moved < CLICK && event.type === 'pointerup') actions.click(at.x, at.y);
    host.classList.remove('dragging');
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => actions.leave());
  canvas.addEventListener('dblclick', (event) => {
    const at = place(event);
    actions.doubleClick(at.x, at.y);
  });
}
