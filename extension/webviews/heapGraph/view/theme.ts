// VS Code's theme as cytoscape wants it: a canvas knows no CSS variables.

import type cytoscape from 'cytoscape';

export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly box: string;
  readonly border: string;
  readonly cycle: string;
  readonly root: string;
  readonly focus: string;
  readonly match: string;
  readonly font: string;
  readonly highContrast: boolean;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const highContrast = document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light');
  const foreground = read('editor-foreground', '#888888');
  const background = read('editor-background', '#ffffff');
  return {
    foreground,
    background,
    muted: highContrast ? foreground : read('descriptionForeground', foreground),
    box: highContrast ? background : read('editorWidget-background', background),
    border: highContrast ? read('contrastBorder', foreground) : read('editorWidget-border', read('panel-border', foreground)),
    cycle: read('charts-red', '#e51400'),
    root: read('charts-blue', '#1a85ff'),
    focus: highContrast ? read('contrastActiveBorder', foreground) : read('focusBorder', '#0090f1'),
    match: read('charts-yellow', '#cca700'),
    // Cytoscape refuses a list with single quotes, and takes Helvetica.
    font: read('editor-font-family', 'monospace').replaceAll("'", '"'),
    highContrast,
  };
}

export function stylesheet(theme: Theme): cytoscape.StylesheetJson {
  const width = theme.highContrast ? 2 : 1;
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'background-color': theme.box,
        'border-color': theme.border,
        'border-width': width,
        label: 'data(label)',
        color: theme.foreground,
        'font-family': theme.font,
        'font-size': 11,
        'line-height': 1.2,
        'text-wrap': 'wrap',
        'text-max-width': '400px',
        'text-valign': 'center',
        'text-halign': 'center',
      },
    },
    { selector: 'node.root', style: { 'border-color': theme.root, 'border-width': 2 } },
    { selector: 'node.onCycle', style: { 'border-color': theme.cycle, 'border-width': 2 } },
    { selector: 'node.bundle', style: { 'border-style': 'dashed', color: theme.muted } },
    {
      selector: 'node.cycle',
      style: {
        'background-color': theme.cycle,
        'background-opacity': theme.highContrast ? 0 : 0.07,
        'border-color': theme.cycle,
        'border-style': 'dashed',
        'border-width': 2,
        padding: '22px',
        color: theme.highContrast ? theme.foreground : theme.cycle,
        'text-valign': 'top',
        'text-margin-y': -3,
        'font-size': 12,
        'font-weight': 'bold',
      },
    },
    {
      selector: 'edge',
      style: {
        'curve-style': 'bezier',
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.9,
        width: theme.highContrast ? 2 : 1.2,
        'line-color': theme.muted,
        'target-arrow-color': theme.muted,
        label: 'data(label)',
        color: theme.muted,
        'font-family': theme.font,
        'font-size': 10,
        'text-rotation': 'autorotate',
        'text-background-color': theme.background,
        'text-background-opacity': 0.9,
        'text-background-padding': '1px',
      },
    },
    { selector: 'edge.onCycle', style: { 'line-color': theme.cycle, 'target-arrow-color': theme.cycle, color: theme.highContrast ? theme.foreground : theme.cycle, width: 2 } },
    { selector: 'edge.bundled', style: { 'line-style': 'dashed' } },
    { selector: 'node.match', style: { 'border-color': theme.match, 'border-width': 3 } },
    { selector: 'node.selected', style: { 'border-color': theme.focus, 'border-width': 4 } },
    { selector: 'edge.near', style: { width: 2.5, color: theme.foreground, 'z-index': 10 } },
    { selector: '.dim', style: { opacity: theme.highContrast ? 0.5 : 0.3 } },
  ] as cytoscape.StylesheetJson;
}
