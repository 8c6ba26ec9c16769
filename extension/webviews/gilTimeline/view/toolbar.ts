// Buttons: every one has a key too (see KEYS in main.ts).

import { h } from '../../dom';

export interface ToolbarActions {
  record(on: boolean): void;
  follow(): void;
  fit(): void;
  zoom(factor: number): void;
  handoff(step: 1 | -1): void;
  compact(): void;
  summary(): void;
  copy(): void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly recordButton: HTMLElement;
  private readonly followButton: HTMLElement;
  private readonly compactButton: HTMLElement;
  private readonly summaryButton: HTMLElement;
  private recording = false;

  constructor(actions: ToolbarActions, legend: HTMLElement) {
    const icon = (name: string, label: string, act: () => void): HTMLElement => h('vscode-toolbar-button', { icon: name, label, title: label, onClick: act });
    this.recordButton = icon('record', 'Record', () => actions.record(!this.recording));
    this.followButton = icon('arrow-right', 'Follow the program (L)', () => actions.follow());
    this.compactButton = icon('filter', 'Only threads that do something here (A)', () => actions.compact());
    this.summaryButton = icon('graph', 'Summary (T)', () => actions.summary());
    this.element = h(
      'header',
      { id: 'toolbar', role: 'toolbar', 'aria-label': 'GIL timeline' },
      this.recordButton,
      this.followButton,
      h('span', { class: 'separator' }),
      icon('zoom-in', 'Zoom in (+)', () => actions.zoom(0.5)),
      icon('zoom-out', 'Zoom out (-)', () => actions.zoom(2)),
      icon('screen-full', 'Show all of it (F)', () => actions.fit()),
      h('span', { class: 'separator' }),
      icon('arrow-up', 'Hand-off before (Shift+H)', () => actions.handoff(-1)),
      icon('arrow-down', 'Next hand-off (H)', () => actions.handoff(1)),
      h('span', { class: 'separator' }),
      this.compactButton,
      this.summaryButton,
      icon('copy', 'Copy as text', () => actions.copy()),
      h('span', { class: 'space' }),
      legend,
    );
  }

  show(state: { recording: boolean; canRecord: boolean; following: boolean; compact: boolean; summary: boolean }): void {
    this.recording = state.recording;
    const label = state.recording ? 'Stop recording' : 'Record anew';
    this.recordButton.setAttribute('icon', state.recording ? 'debug-stop' : 'record');
    this.recordButton.setAttribute('label', label);
    this.recordButton.setAttribute('title', label);
    this.recordButton.toggleAttribute('hidden', !state.canRecord);
    this.followButton.toggleAttribute('checked', state.following);
    this.compactButton.toggleAttribute('checked', state.compact);
    this.summaryButton.toggleAttribute('checked', state.summary);
  }
}
