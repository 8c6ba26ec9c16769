// Places for the graph's elements: pure, by fcose in a cytoscape without a screen. Objects that were placed already
// keep their place as the start, so that an expansion does not throw the picture about. No chance: the same graph is
// drawn the same way.

import cytoscape from 'cytoscape';
import fcose from 'cytoscape-fcose';
import type { Elements } from './model';

cytoscape.use(fcose);

export interface Box {
  readonly width: number;
  readonly height: number;
}
export type Positions = Map<string, { x: number; y: number }>;

const CHARACTER = 6.7;
const LINE = 14;

export function boxOf(lines: readonly string[]): Box {
  return { width: Math.max(56, Math.max(...lines.map((line) => line.length)) * CHARACTER + 18), height: lines.length * LINE + 12 };
}

/** Where references run to: to the right in a wide place, downwards in a high one. */
export type Orientation = 'right' | 'down';

export function layout(drawing: Elements, before: Positions = new Map(), orientation: Orientation = 'right'): Positions {
  const start = startPositions(drawing, before, orientation);
  const core = cytoscape({
    headless: true,
    styleEnabled: true,
    elements: [
      ...drawing.nodes.map((element) => ({
        data: { id: element.id, parent: element.kind === 'object' ? element.parent : undefined, ...boxOf(element.lines) },
        position: { ...(start.get(element.id) ?? { x: 0, y: 0 }) },
      })),
      ...drawing.edges.map(({ id, source, target }) => ({ data: { id, source, target } })),
    ],
    style: [
      { selector: 'node', style: { shape: 'rectangle', width: 'data(width)', height: 'data(height)' } },
      { selector: ':parent', style: { padding: '22px' } },
    ],
  });
  try {
    withSeed(() => core.layout(options(drawing, before, orientation)).run());
    const positions: Positions = new Map();
    core.nodes(':childless').forEach((node) => void positions.set(node.id(), { x: Math.round(node.position('x')), y: Math.round(node.position('y')) }));
    return positions;
  } finally {
    core.destroy();
  }
}

/** fcose shuffles constraints by Math.random; it runs synchronously, so lending it a seeded one is safe. */
function withSeed(run: () => void): void {
  const random = Math.random;
  let state = 1;
  Math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  try {
    run();
  } finally {
    Math.random = random;
  }
}

function options(drawing: Elements, before: Positions, orientation: Orientation): cytoscape.LayoutOptions {
  const large = drawing.nodes.length > 150;
  return {
    name: 'fcose',
    quality: large ? 'draft' : 'proof',
    randomize: false,
    animate: false,
    fit: false,
    nodeDimensionsIncludeLabels: false,
    packComponents: false,
    tile: true,
    nodeSeparation: 90,
    idealEdgeLength: (edge: cytoscape.EdgeSingular) => 60 + Math.min(120, (edge.source().width() + edge.target().width()) / 3),
    nodeRepulsion: () => 9000,
    edgeElasticity: () => 0.35,
    gravity: 0.3,
    gravityCompound: 2.2,
    nestingFactor: 0.1,
    numIter: before.size > 0 ? 800 : large ? 1000 : 2500,
    relativePlacementConstraint: placements(drawing, orientation),
  } as unknown as cytoscape.LayoutOptions;
}

type Placement = { left: string; right: string; gap: number } | { top: string; bottom: string; gap: number };

/** What is held stands behind what holds it: along the tree of shortest paths, and not inside a cycle. */
function placements(drawing: Elements, orientation: Orientation): Placement[] {
  const depth = depths(drawing);
  const box = new Map(drawing.nodes.map((element) => [element.id, boxOf(element.lines)]));
  const cycle = new Map(drawing.nodes.map((element) => [element.id, element.kind === 'object' ? element.parent : undefined]));
  const held = new Set<string>();
  const found: Placement[] = [];
  for (const { source, target } of drawing.edges) {
    const within = cycle.get(source) !== undefined && cycle.get(source) === cycle.get(target);
    if (within || held.has(target) || depth.get(target)! <= depth.get(source)!) continue;
    held.add(target);
    const size = orientation === 'right' ? 'width' : 'height';
    const gap = (box.get(source)![size] + box.get(target)![size]) / 2 + 50;
    found.push(orientation === 'right' ? { left: source, right: target, gap } : { top: source, bottom: target, gap });
  }
  return found;
}

/** Columns (or rows) by distance from the roots; a new object starts beside what holds it. */
function startPositions(drawing: Elements, before: Positions, orientation: Orientation): Positions {
  const depth = depths(drawing);
  const rows = new Map<number, number>();
  const positions: Positions = new Map();
  for (const element of drawing.nodes) {
    if (element.kind === 'cycle') continue;
    const known = before.get(element.id);
    if (known !== undefined) {
      positions.set(element.id, known);
      continue;
    }
    const column = depth.get(element.id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    const holder =
      drawing.edges.find((edge) => edge.target === element.id && before.has(edge.source)) ?? drawing.edges.find((edge) => edge.source === element.id && before.has(edge.target));
    const beside = holder === undefined ? undefined : before.get(holder.target === element.id ? holder.source : holder.target);
    const side = holder?.target === element.id ? 1 : -1;
    const sideways = (row % 2 === 0 ? 1 : -1) * Math.ceil(row / 2);
    const place = orientation === 'right' ? (ahead: number) => ({ x: ahead * 220, y: sideways * 66 }) : (ahead: number) => ({ x: sideways * 150, y: ahead * 110 });
    const offset = place(beside === undefined ? column : side);
    positions.set(element.id, { x: (beside?.x ?? 0) + offset.x, y: (beside?.y ?? 0) + offset.y });
  }
  return positions;
}

function depths(drawing: Elements): Map<string, number> {
  const out = new Map<string, string[]>();
  for (const edge of drawing.edges) {
    const targets = out.get(edge.source);
    if (targets === undefined) out.set(edge.source, [edge.target]);
    else targets.push(edge.target);
  }
  const depth = new Map<string, number>();
  const queue: string[] = [];
  const enter = (id: string, at: number): void => {
    if (depth.has(id)) return;
    depth.set(id, at);
    queue.push(id);
  };
  for (const element of drawing.nodes) if (element.kind === 'object' && element.node.root !== undefined) enter(element.id, 0);
  for (const element of drawing.nodes) {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) for (const target of out.get(next) ?? []) enter(target, depth.get(next)! + 1);
    if (element.kind !== 'cycle') enter(element.id, 0);
  }
  return depth;
}
