// What the signs mean.

import { h } from '../../dom';
import { drawSample, type Sample } from './draw';
import type { Theme } from './theme';

const SAMPLES: readonly (readonly [Sample, string])[] = [
  ['running', 'holds the GIL'],
  ['waiting', 'waits for it'],
  ['blocked', 'blocked without it'],
  ['frozen', 'frozen'],
  ['drop_request', 'hand-off: asked for'],
  ['blocking', 'hand-off: blocking call'],
  ['exit', 'hand-off: thread ends'],
  ['cut', 'the debugger held the program'],
];

export class Legend {
  readonly element = h('ul', { id: 'legend', 'aria-label': 'Legend' });
  private readonly samples = SAMPLES.map(([what, text]) => {
    const canvas = h('canvas', { 'aria-hidden': 'true' }) as HTMLCanvasElement;
    this.element.append(h('li', {}, canvas, text));
    return { what, canvas };
  });

  draw(theme: Theme): void {
    for (const { what, canvas } of this.samples) {
      canvas.width = 26 * devicePixelRatio;
      canvas.height = 14 * devicePixelRatio;
      const context = canvas.getContext('2d')!;
      context.scale(devicePixelRatio, devicePixelRatio);
      drawSample(context, theme, what);
    }
  }
}
