/**
 * Expressions as short text for messages (go/types' exprstring.go, Go 1.26): composite and function
 * literals lose their contents.
 */

import { type Expr, type Field, type FieldList, NodeKind } from '../syntax';

export function exprString(expr: Expr, depth = 0): string {
  if (depth > 100) return '…';
  const sub = (e: Expr) => exprString(e, depth + 1);
  const list = (es: readonly Expr[]) => es.map(sub).join(', ');
  switch (expr.kind) {
    case NodeKind.Ident:
      return expr.name;
    case NodeKind.BasicLit:
      return expr.value;
    case NodeKind.Ellipsis:
      return `...${expr.elt ? sub(expr.elt) : ''}`;
    case NodeKind.FuncLit:
      return `(${sub(expr.type)} literal)`;
    case NodeKind.CompositeLit:
      return `${expr.type ? sub(expr.type) : ''}{${expr.elts.length > 0 ? '…' : ''}}`;
    case NodeKind.ParenExpr:
      return `(${sub(expr.x)})`;
    case NodeKind.SelectorExpr:
      return `${sub(expr.x)}.${expr.sel.name}`;
    case NodeKind.IndexExpr:
      return `${sub(expr.x)}[${list(expr.indices)}]`;
    case NodeKind.SliceExpr: {
      const part = (e: Expr | undefined) => (e ? sub(e) : '');
      return `${sub(expr.x)}[${part(expr.low)}:${part(expr.high)}${expr.slice3 ? `:${part(expr.max)}` : ''}]`;
    }
    case NodeKind.TypeAssertExpr:
      return `${sub(expr.x)}.(${expr.type ? sub(expr.type) : 'type'})`;
    case NodeKind.CallExpr:
      return `${sub(expr.fun)}(${list(expr.args)}${expr.hasDots ? '...' : ''})`;
    case NodeKind.StarExpr:
      return `*${sub(expr.x)}`;
    case NodeKind.UnaryExpr:
      return `${expr.op}${sub(expr.x)}`;
    case NodeKind.BinaryExpr:
      return `${sub(expr.x)} ${expr.op} ${sub(expr.y)}`;
    case NodeKind.KeyValueExpr:
      return `${sub(expr.key)}: ${sub(expr.value)}`;
    case NodeKind.ArrayType:
      return `[${expr.len ? sub(expr.len) : ''}]${sub(expr.elem)}`;
    case NodeKind.StructType:
      return `struct{${fields(expr.fields, '; ', depth)}}`;
    case NodeKind.FuncType: {
      const results = expr.results;
      let text = `func(${fields(expr.params, ', ', depth)})`;
      if (results && results.list.length > 0) {
        const single = results.list.length === 1 && results.list[0].names.length === 0;
        text += single ? ` ${sub(results.list[0].type)}` : ` (${fields(results, ', ', depth)})`;
      }
      return text;
    }
    case NodeKind.InterfaceType:
      return `interface{${fields(expr.methods, '; ', depth)}}`;
    case NodeKind.MapType:
      return `map[${sub(expr.key)}]${sub(expr.value)}`;
    case NodeKind.ChanType:
      return `${expr.dir === 'recv' ? '<-chan' : expr.dir === 'send' ? 'chan<-' : 'chan'} ${sub(expr.value)}`;
    default:
      return 'BadExpr';
  }
}

function fields(list: FieldList, separator: string, depth: number): string {
  return list.list.map(field => fieldString(field, depth)).join(separator);
}

function fieldString(field: Field, depth: number): string {
  const type = exprString(field.type, depth + 1);
  if (field.names.length === 0) return type;
  const names = field.names.map(name => name.name).join(', ');
  return field.type.kind === NodeKind.FuncType && type.startsWith('func(') && field.names.length === 1
    ? `${names}${type.slice(4)}`
    : `${names} ${type}`;
}
