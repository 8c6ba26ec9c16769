// Draws the elements with cytoscape, at the places of layout.ts; tells what was chosen.

import cytoscape from 'cytoscape';
import { boxOf, layout, type Orientation, type Positions } from '../layout';
import type { Elements } from '../model';
import { onThemeChange } from '../../dom';
import { readTheme, stylesheet } from './theme';

export type Direction = 'left' | 'right' | 'up' | 'down';

const READABLE = 0.62;
const MARGIN = 30;

export class GraphDrawing {
  private readonly core: cytoscape.Core;
  private positions: Positions = new Map();
  private orientation: Orientation = 'right';
  /** The user has chosen what part to see; the window's size changes nothing about it. */
  private movedByUser = false;

  constructor(container: HTMLElement, onChoose: (id: string) => void) {
    this.core = cytoscape({ container, style: stylesheet(readTheme()), minZoom: 0.05, maxZoom: 3, boxSelectionEnabled: false, autounselectify: true });
    this.core.on('tap', 'node', (event) => {
      if (!event.target.hasClass('cycle')) onChoose(event.target.id());
    });
    this.core.on('dragfree', 'node', () => this.rememberPositions());
    onThemeChange(() => this.core.style(stylesheet(readTheme())));
    this.core.on('dragpan scrollzoom pinchzoom', () => (this.movedByUser = true));
    new ResizeObserver(() => this.onResize()).observe(container);
  }

  private onResize(): void {
    this.core.resize();
    if (this.movedByUser || this.core.width() === 0) return;
    this.start();
    this.reveal(this.core.nodes('.selected'));
  }

  /** keep: objects that were drawn before keep about their places, and the view does not jump. */
  draw(drawing: Elements, keep: boolean): void {
    this.core.resize();
    // An expansion keeps the way the drawing runs, whatever the window has become.
    if (!keep) this.orientation = this.core.height() > this.core.width() * 1.1 ? 'down' : 'right';
    this.positions = layout(drawing, keep ? this.positions : new Map(), this.orientation);
    this.core.batch(() => {
      this.core.elements().remove();
      this.core.add(toCytoscape(drawing, this.positions));
    });
    if (keep) return;
    this.movedByUser = false;
    this.start();
  }

  clear(): void {
    this.core.elements().remove();
    this.positions = new Map();
  }

  /** All of it, if that can be read; else what matters most: the cycles, or the roots. */
  private start(): void {
    this.fit();
    if (this.core.zoom() >= READABLE || this.core.nodes().empty()) return;
    this.core.zoom(READABLE);
    const cycles = this.core.nodes('.cycle');
    this.core.center(cycles.nonempty() ? cycles : this.core.nodes('.root'));
  }

  fit(): void {
    this.core.fit(undefined, 30);
    if (this.core.zoom() > 1.15) {
      this.core.zoom(1.15);
      this.core.center();
    }
  }

  zoom(factor: number): void {
    this.movedByUser = true;
    this.core.zoom({ level: this.core.zoom() * factor, renderedPosition: { x: this.core.width() / 2, y: this.core.height() / 2 } });
  }

  /** Marks one node and what touches it. */
  select(id: string | undefined, reveal: boolean): void {
    this.core.batch(() => {
      this.core.elements().removeClass('selected near');
      if (id !== undefined) this.core.getElementById(id).addClass('selected').connectedEdges().addClass('near');
    });
    if (reveal && id !== undefined) this.reveal(this.core.getElementById(id));
  }

  /** These nodes are new: they and the selected one are to be seen together, smaller if need be, but readable. */
  revealWithSelected(ids: readonly string[]): void {
    const nodes = this.core.nodes().filter((node) => node.hasClass('selected') || ids.includes(node.id()));
    const box = nodes.renderedBoundingBox();
    const room = Math.min((this.core.width() - 2 * MARGIN) / (box.x2 - box.x1), (this.core.height() - 2 * MARGIN) / (box.y2 - box.y1));
    if (room < 1) this.core.zoom(Math.max(READABLE, this.core.zoom() * room));
    this.reveal(nodes);
    this.reveal(this.core.nodes('.selected'));
  }

  /** Moves the drawing no further than it takes to see the nodes. */
  private reveal(nodes: cytoscape.NodeCollection): void {
    if (nodes.empty()) return;
    const box = nodes.renderedBoundingBox();
    const shift = (low: number, high: number, size: number): number => (low < MARGIN ? MARGIN - low : high > size - MARGIN ? size - MARGIN - high : 0);
    this.core.panBy({ x: shift(box.x1, box.x2, this.core.width()), y: shift(box.y1, box.y2, this.core.height()) });
  }

  /** Marks search results; null: no search. */
  mark(ids: ReadonlySet<string> | null): void {
    this.core.batch(() => {
      this.core.elements().removeClass('match dim');
      if (ids === null) return;
      const matches = this.core.nodes(':childless').filter((node) => ids.has(node.id()));
      matches.addClass('match');
      this.core.elements().not(matches).not(':parent').addClass('dim');
    });
  }

  ids(): string[] {
    return this.core.nodes(':childless').map((node) => node.id());
  }

  /** The nearest node in a direction, as arrow keys mean it. */
  beside(id: string, direction: Direction): string | undefined {
    const here = this.core.getElementById(id);
    if (here.empty()) return this.ids()[0];
    const { x, y } = here.position();
    let best: { id: string; distance: number } | undefined;
    this.core.nodes(':childless').forEach((node) => {
      if (node.id() === id) return;
      const dx = node.position('x') - x;
      const dy = node.position('y') - y;
      const [along, across] = { left: [-dx, dy], right: [dx, dy], up: [-dy, dx], down: [dy, dx] }[direction];
      if (along <= 4) return;
      const distance = along + Math.abs(across) * 2.2;
      if (best === undefined || distance < best.distance) best = { id: node.id(), distance };
    });
    return best?.id;
  }

  private rememberPositions(): void {
    this.core.nodes(':childless').forEach((node) => void this.positions.set(node.id(), { ...node.position() }));
  }
}

function toCytoscape(drawing: Elements, positions: Positions): cytoscape.ElementDefinition[] {
  return [
    ...drawing.nodes.map((element) => ({
      data: { id: element.id, label: element.lines.join('\n'), parent: element.kind === 'object' ? element.parent : undefined, ...boxOf(element.lines) },
      position: element.kind === 'cycle' ? undefined : { ...positions.get(element.id)! },
      classes: [
        element.kind,
        element.kind === 'object' && element.node.root !== undefined ? 'root' : '',
        element.kind === 'object' && element.parent !== undefined ? 'onCycle' : '',
      ].join(' '),
    })),
    ...drawing.edges.map(({ id, source, target, label, onCycle, count }) => ({
      data: { id, source, target, label },
      classes: `${onCycle ? 'onCycle' : ''} ${count > 1 ? 'bundled' : ''}`,
    })),
  ];
}
