// The check of a launch configuration, before an adapter is started: what is wrong, in words that name the attribute.

import { eventBreakpoints } from '../../debug-adapter/eventBreakpoints';
import { launchAttributes, type AttributeSchema } from './launchAttributes';

/** Null: the configuration is good. */
export function validateLaunch(configuration: Record<string, unknown>, where: 'desktop' | 'web'): string | null {
  if (configuration.request !== undefined && configuration.request !== 'launch') {
    return `"request" is ${show(configuration.request)}: PyXray has its Python inside and can only "launch".`;
  }
  return validateTarget(configuration) ?? validateTypes(configuration) ?? validateCombination(configuration, where);
}

function validateTarget(configuration: Record<string, unknown>): string | null {
  const given = (['program', 'module', 'code'] as const).filter((name) => configuration[name] !== undefined);
  if (given.length === 0) return 'The launch configuration names nothing to run: give "program" (a file), "module" (as python -m) or "code" (source text).';
  if (given.length > 1) return `The launch configuration gives ${given.map((name) => `"${name}"`).join(' and ')}; only one of them can be run.`;
  const value = configuration[given[0]];
  if (typeof value === 'string' && value.trim() === '' && given[0] !== 'code') return `"${given[0]}" is empty.`;
  return null;
}

function validateTypes(configuration: Record<string, unknown>): string | null {
  for (const [name, schema] of Object.entries(launchAttributes)) {
    const value = configuration[name];
    if (value === undefined) continue;
    const problem = typeProblem(value, schema);
    if (problem !== null) return `"${name}" is ${show(value)}, but ${problem}.`;
  }
  const strings = configuration.args as unknown[] | undefined;
  const notString = strings?.findIndex((arg) => typeof arg !== 'string') ?? -1;
  if (notString >= 0) return `"args[${notString}]" is ${show(strings![notString])}, but arguments are strings.`;
  for (const [name, value] of Object.entries((configuration.env as object | undefined) ?? {})) {
    if (typeof value !== 'string' && value !== null) return `"env.${name}" is ${show(value)}, but it must be a string, or null to remove the variable.`;
  }
  return validateEvents((configuration.eventBreakpoints as unknown[] | undefined) ?? []);
}

function typeProblem(value: unknown, schema: AttributeSchema): string | null {
  if (typeof schema.type !== 'string') return null;
  switch (schema.type) {
    case 'array':
      return Array.isArray(value) ? null : 'it must be a list in square brackets';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'it must be an object in braces';
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || Number.isNaN(value)) return 'it must be a number';
      if (schema.type === 'integer' && !Number.isInteger(value)) return 'it must be a whole number';
      if (schema.minimum !== undefined && value < schema.minimum) return `it must be at least ${schema.minimum}`;
      if (schema.maximum !== undefined && value > schema.maximum) return `it must be at most ${schema.maximum}`;
      return null;
    default:
      if (typeof value !== schema.type) return `it must be a ${schema.type}`;
      if (schema.enum !== undefined && !schema.enum.includes(value as string)) return `it must be one of ${schema.enum.map((one) => `"${one}"`).join(', ')}`;
      return null;
  }
}

function validateEvents(events: unknown[]): string | null {
  for (const event of events) {
    const id = typeof event === 'object' && event !== null ? (event as { id?: unknown }).id : event;
    const known = eventBreakpoints.find((candidate) => candidate.id === id);
    if (known === undefined)
      return `"eventBreakpoints" names ${show(id)}; there are: ${eventBreakpoints
        .filter((one) => one.implemented)
        .map((one) => one.id)
        .join(', ')}.`;
    if (!known.implemented) return `"eventBreakpoints" names "${known.id}", which this version of PyXray does not raise yet.`;
  }
  return null;
}

function validateCombination(configuration: Record<string, unknown>, where: 'desktop' | 'web'): string | null {
  if (configuration.scheduler === 'replay' && configuration.replayFile === undefined) return '"scheduler" is "replay", which needs "replayFile".';
  if (where === 'web' && configuration.console !== undefined && configuration.console !== 'internalConsole') {
    return `"console" is ${show(configuration.console)}, but VS Code for the Web has no terminals: use "internalConsole".`;
  }
  return null;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
