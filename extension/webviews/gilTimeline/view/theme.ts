// VS Code's theme as a canvas wants it: it knows no CSS variables. States differ by their form too, not by colour alone.

export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly grid: string;
  readonly running: string;
  /** On `running`. */
  readonly runningText: string;
  readonly waiting: string;
  readonly blocked: string;
  readonly cut: string;
  readonly focus: string;
  readonly hover: string;
  readonly font: string;
  readonly monospace: string;
  readonly highContrast: boolean;
  readonly reasons: Readonly<Record<string, { readonly color: string; readonly dash: readonly number[] }>>;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const highContrast = document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light');
  const foreground = read('editor-foreground', '#888888');
  const background = read('editor-background', '#ffffff');
  const muted = highContrast ? foreground : read('descriptionForeground', foreground);
  const reason = (color: string, dash: readonly number[]) => ({ color: highContrast ? foreground : opaque(color), dash });
  return {
    foreground,
    background,
    muted,
    grid: highContrast ? read('contrastBorder', foreground) : read('editorIndentGuide-background1', read('panel-border', '#80808040')),
    running: read('charts-green', '#388a34'),
    runningText: background,
    waiting: read('charts-yellow', '#bf8803'),
    blocked: read('charts-blue', '#1a85ff'),
    cut: read('charts-red', '#e51400'),
    focus: highContrast ? read('contrastActiveBorder', foreground) : read('focusBorder', '#0090f1'),
    hover: read('list-hoverBackground', 'transparent'),
    font: read('font-family', 'sans-serif'),
    monospace: read('editor-font-family', 'monospace'),
    highContrast,
    reasons: {
      drop_request: reason(read('charts-orange', '#d18616'), []),
      blocking: reason(read('charts-purple', '#652d90'), [5, 3]),
      exit: reason(muted, [2, 3]),
      manual: reason(read('charts-red', '#e51400'), [9, 3]),
    },
  };
}

/** Some themes' charts-orange is a half-transparent marker for text; as a thin line it would not be seen. */
function opaque(color: string): string {
  return /^#[0-9a-f]{8}$/i.test(color) ? color.slice(0, 7) : color.replace(/^rgba\((.+),[^,]+\)$/, 'rgb($1)');
}
