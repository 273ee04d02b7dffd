/** The parts that every selection is told with: a section, a list of facts, links to act on a site. */

import type { ComponentChildren } from 'preact';
import type { RunSite } from '../../protocol';
import { post } from '../model/host';

export function Section({ title, children }: { title?: string; children: ComponentChildren }) {
  return (
    <div class="section">
      {title && <h3>{title}</h3>}
      {children}
    </div>
  );
}

export type Fact = [name: string, value: ComponentChildren];

export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ActsProps {
  site: RunSite | undefined;
  /** More to select: a site, a size class. */
  children?: ComponentChildren;
}

export function Acts({ site, children }: ActsProps) {
  const link = site?.link?.uri ? site.link : undefined;
  return (
    <div class="section acts">
      {link && (
        <>
          <button type="button" class="link" onClick={() => post({ kind: 'reveal', link })}>
            Show in editor
          </button>
          <button type="button" class="link" onClick={() => post({ kind: 'explain', link })}>
            Why it escapes
          </button>
        </>
      )}
      {children}
    </div>
  );
}
