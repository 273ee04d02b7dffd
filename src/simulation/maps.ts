/** Maps as they fill: each insertion is taken for a new key, and the groups grow when there is no room. */

import type { IrNode } from '../ir';
import { type Type, TypeKind, underlying } from '../types';
import { mapGroupsBytes, mapSlots } from './growth';
import type { Sites } from './sites';
import type { Frame, MapValue } from './value';
import type { Walk } from './walk';

/** Keys and elements above this are stored behind a pointer. */
const maxInline = 128;

export function insertIntoMap(
  walk: Walk,
  sites: Sites,
  map: MapValue,
  node: IrNode,
  mapType: Type,
  frame: Frame,
): void {
  map.count++;
  const type = underlying(mapType);
  if (type.kind !== TypeKind.Map || mapSlots(map.count) <= map.slots) return;
  map.slots = mapSlots(map.count);
  const { sizes } = walk;
  const inline = (of: Type) => (sizes.sizeof(of) > maxInline ? sizes.wordSize : sizes.sizeof(of));
  const align = Math.max(1, sizes.alignof(type.key), sizes.alignof(type.elem));
  const bytes = mapGroupsBytes(map.slots, inline(type.key), inline(type.elem), align);
  const scan = sizes.hasPointers(type.key) || sizes.hasPointers(type.elem);
  const site = sites.number(node.pos, 'map groups', frame.func.sym, undefined);
  if (map.object >= 0) walk.drop(map.object);
  map.object = walk.alloc(site, bytes, scan, node.pos);
}
