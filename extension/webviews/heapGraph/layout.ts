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

export function layout(drawing: Elements, before: Positions = new Map()): Positions {
  const start = startPositions(drawing, before);
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
    core.layout(options(drawing, before)).run();
    const positions: Positions = new Map();
    core.nodes(':childless').forEach((node) => void positions.set(node.id(), { x: Math.round(node.position('x')), y: Math.round(node.position('y')) }));
    return positions;
  } finally {
    core.destroy();
  }
}

function options(drawing: Elements, before: Positions): cytoscape.LayoutOptions {
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
    gravityCompound: 1.4,
    nestingFactor: 0.4,
    numIter: before.size > 0 ? 800 : large ? 1000 : 2500,
  } as unknown as cytoscape.LayoutOptions;
}

/** Columns by distance from the roots, so that references run from left to right; a new object starts beside what holds it. */
function startPositions(drawing: Elements, before: Positions): Positions {
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
    const holder = drawing.edges.find((edge) => edge.target === element.id && before.has(edge.source)) ?? drawing.edges.find((edge) => edge.source === element.id && before.has(edge.target));
    const beside = holder === undefined ? undefined : before.get(holder.target === element.id ? holder.source : holder.target);
    const side = holder?.target === element.id ? 1 : -1;
    const offset = (row % 2 === 0 ? 1 : -1) * Math.ceil(row / 2) * 66;
    positions.set(element.id, beside === undefined ? { x: column * 230, y: offset } : { x: beside.x + side * 210, y: beside.y + offset });
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
