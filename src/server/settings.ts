/** The settings a client sends, of which nothing is taken on trust. */
import { isGoVersion } from '../base';
import type { ServerSettings } from '../protocol';

export function readSettings(given: unknown): ServerSettings {
  const values: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  const text = (name: string, otherwise: string): string => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = values[name];
    return typeof value === 'boolean' ? value : otherwise;
  };
  const { tags } = values;
  return {
    goroot: text('goroot', ''),
    goVersion: isGoVersion(values.goVersion) ? values.goVersion : 'auto',
    goos: text('goos', 'linux'),
    goarch: text('goarch', 'amd64'),
    tags: Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [],
    noInline: flag('noInline', false),
    codeLens: flag('codeLens', true),
    commandLinks: flag('commandLinks', false),
  };
}
