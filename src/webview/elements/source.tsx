/** A link to a place in the source: the host opens it. */

import type { SourceLink } from '../../protocol';
import { post } from '../model/host';

export function SourceButton({ link, text }: { link: SourceLink; text?: string }) {
  const shown = text ?? `${link.file}:${link.line}`;
  if (!link.uri) return <span class="mono">{shown}</span>;
  return (
    <button
      type="button"
      class="link mono"
      title={`Open ${link.file}:${link.line}`}
      onClick={() => post({ kind: 'reveal', link })}
    >
      {shown}
    </button>
  );
}
