// Command ast prints the syntax trees of go/parser, for comparison with Heapward's own.
//
//	go run main.go [-full] < list of files
//
// For each file it prints one line: the number of declarations, a hash of their dumps, and the file's name; with
// -full the dumps themselves, one a line. A file that go/parser rejects is printed with -1 declarations.
//
// A dump is an S-expression: the kind of a node, its pos and end, what it holds besides nodes, its children.
// Offsets are UTF-16 units from the start of the file. The hash is FNV-1a (32 bits) with a number a step: of a
// kind the hash of its name, of a word its UTF-16 units and its length. test/unit/syntax/dump.ts does the same.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"runtime"
	"strconv"
	"sync"
	"unicode/utf8"
)

func main() {
	full := flag.Bool("full", false, "print the dumps, not their hashes")
	flag.Parse()
	var files []string
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		files = append(files, in.Text())
	}
	results := make([]string, len(files))
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				results[i] = dumpFile(files[i], *full)
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	group.Wait()
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, result := range results {
		out.WriteString(result)
	}
}

func dumpFile(name string, full bool) string {
	source, err := os.ReadFile(name)
	if err != nil {
		return "-1 0 " + name + "\n"
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return "-1 0 " + name + "\n"
	}
	d := &dumper{file: fset.File(file.Pos()), offsets: utf16Offsets(source), full: full, hash: seed}
	for _, decl := range file.Decls {
		d.node(decl)
		if full {
			d.out = append(d.out, '\n')
		}
	}
	return fmt.Sprintf("%d %x %s\n%s", len(file.Decls), d.hash, name, d.out)
}

const seed = 2166136261

func mix(hash uint32, next uint32) uint32 { return (hash ^ next) * 16777619 }

func mixWord(hash uint32, s string) uint32 {
	units := 0
	for _, r := range s {
		if r > 0xffff {
			hash = mix(hash, uint32(0xd800+(r-0x10000)>>10))
			r = 0xdc00 + (r-0x10000)&0x3ff
			units++
		}
		hash = mix(hash, uint32(r))
		units++
	}
	return mix(hash, uint32(units))
}

// utf16Offsets answers for each byte offset its offset in UTF-16 units; nil where they are the same.
func utf16Offsets(source []byte) []int {
	ascii := true
	for _, b := range source {
		if b >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return nil
	}
	offsets := make([]int, len(source)+1)
	units := 0
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRune(source[i:])
		for k := range size {
			offsets[i+k] = units
		}
		i += size
		units++
		if r > 0xffff {
			units++
		}
	}
	offsets[len(source)] = units
	return offsets
}

type dumper struct {
	file    *token.File
	offsets []int
	hash    uint32
	full    bool
	out     []byte
}

func (d *dumper) offset(pos token.Pos) int {
	if !pos.IsValid() {
		return -1
	}
	offset := d.file.Offset(pos)
	if d.offsets != nil {
		return d.offsets[offset]
	}
	return offset
}

func (d *dumper) open(kind string, n ast.Node) {
	d.hash = mix(d.hash, mixWord(seed, kind))
	if d.full {
		d.out = append(append(d.out, '('), kind...)
	}
	d.pos(n.Pos())
	d.pos(n.End())
}

func (d *dumper) pos(pos token.Pos) {
	offset := d.offset(pos)
	d.hash = mix(d.hash, uint32(offset))
	if d.full {
		d.out = strconv.AppendInt(append(d.out, ' '), int64(offset), 10)
	}
}

func (d *dumper) word(s string) {
	d.hash = mixWord(d.hash, s)
	if d.full {
		d.out = append(append(d.out, ' '), s...)
	}
}

func (d *dumper) mark(c byte) {
	d.hash = mix(d.hash, uint32(c))
	if d.full {
		d.out = append(d.out, c)
	}
}

func (d *dumper) close() { d.mark(')') }

func list[T ast.Node](d *dumper, nodes []T) {
	d.mark('[')
	for _, n := range nodes {
		d.node(n)
	}
	d.mark(']')
}

// absent writes a child that is not there.
func (d *dumper) absent() { d.mark('-') }

func (d *dumper) expr(x ast.Expr) {
	if x == nil {
		d.absent()
		return
	}
	d.node(x)
}

func (d *dumper) stmt(s ast.Stmt) {
	if s == nil {
		d.absent()
		return
	}
	d.node(s)
}

func (d *dumper) ident(x *ast.Ident) {
	if x == nil {
		d.absent()
		return
	}
	d.node(x)
}

func (d *dumper) fields(x *ast.FieldList) {
	if x == nil {
		d.absent()
		return
	}
	d.open("FieldList", x)
	list(d, x.List)
	d.close()
}

func (d *dumper) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Ident:
		d.open("Ident", n)
		d.word(n.Name)
	case *ast.BasicLit:
		d.open("BasicLit", n)
		d.word(n.Kind.String())
		d.word(n.Value)
	case *ast.CompositeLit:
		d.open("CompositeLit", n)
		d.pos(n.Lbrace)
		d.pos(n.Rbrace)
		d.expr(n.Type)
		list(d, n.Elts)
	case *ast.FuncLit:
		d.open("FuncLit", n)
		d.node(n.Type)
		d.node(n.Body)
	case *ast.ParenExpr:
		d.open("ParenExpr", n)
		d.node(n.X)
	case *ast.SelectorExpr:
		d.open("SelectorExpr", n)
		d.node(n.X)
		d.node(n.Sel)
	case *ast.IndexExpr:
		d.open("IndexExpr", n)
		d.pos(n.Lbrack)
		d.pos(n.Rbrack)
		d.node(n.X)
		list(d, []ast.Expr{n.Index})
	case *ast.IndexListExpr:
		d.open("IndexExpr", n)
		d.pos(n.Lbrack)
		d.pos(n.Rbrack)
		d.node(n.X)
		list(d, n.Indices)
	case *ast.SliceExpr:
		d.open("SliceExpr", n)
		d.pos(n.Lbrack)
		d.word(strconv.FormatBool(n.Slice3))
		d.node(n.X)
		d.expr(n.Low)
		d.expr(n.High)
		d.expr(n.Max)
	case *ast.TypeAssertExpr:
		d.open("TypeAssertExpr", n)
		d.node(n.X)
		d.expr(n.Type)
	case *ast.CallExpr:
		d.open("CallExpr", n)
		d.pos(n.Lparen)
		d.pos(n.Ellipsis)
		d.pos(n.Rparen)
		d.node(n.Fun)
		list(d, n.Args)
	case *ast.StarExpr:
		d.open("StarExpr", n)
		d.node(n.X)
	case *ast.UnaryExpr:
		d.open("UnaryExpr", n)
		d.word(n.Op.String())
		d.node(n.X)
	case *ast.BinaryExpr:
		d.open("BinaryExpr", n)
		d.pos(n.OpPos)
		d.word(n.Op.String())
		d.node(n.X)
		d.node(n.Y)
	case *ast.KeyValueExpr:
		d.open("KeyValueExpr", n)
		d.pos(n.Colon)
		d.node(n.Key)
		d.node(n.Value)
	case *ast.Ellipsis:
		d.open("Ellipsis", n)
		d.expr(n.Elt)
	case *ast.ArrayType:
		d.open("ArrayType", n)
		d.expr(n.Len)
		d.node(n.Elt)
	case *ast.StructType:
		d.open("StructType", n)
		d.fields(n.Fields)
	case *ast.FuncType:
		d.open("FuncType", n)
		d.fields(n.TypeParams)
		d.fields(n.Params)
		d.fields(n.Results)
	case *ast.InterfaceType:
		d.open("InterfaceType", n)
		d.fields(n.Methods)
	case *ast.MapType:
		d.open("MapType", n)
		d.node(n.Key)
		d.node(n.Value)
	case *ast.ChanType:
		d.open("ChanType", n)
		d.word([]string{"", "send", "recv", "both"}[n.Dir])
		d.node(n.Value)
	case *ast.Field:
		d.open("Field", n)
		list(d, n.Names)
		d.node(n.Type)
		if n.Tag != nil {
			d.node(n.Tag)
		} else {
			d.absent()
		}
	case ast.Stmt:
		d.statement(n)
	case *ast.ImportSpec:
		d.open("ImportSpec", n)
		d.ident(n.Name)
		d.node(n.Path)
	case *ast.ValueSpec:
		d.open("ValueSpec", n)
		list(d, n.Names)
		d.expr(n.Type)
		list(d, n.Values)
	case *ast.TypeSpec:
		d.open("TypeSpec", n)
		d.word(strconv.FormatBool(n.Assign.IsValid()))
		d.node(n.Name)
		d.fields(n.TypeParams)
		d.node(n.Type)
	case *ast.GenDecl:
		d.open("GenDecl", n)
		d.word(n.Tok.String())
		list(d, n.Specs)
	case *ast.FuncDecl:
		d.open("FuncDecl", n)
		d.fields(n.Recv)
		d.node(n.Name)
		d.node(n.Type)
		d.block(n.Body)
	default:
		panic(fmt.Sprintf("no dump for %T", n))
	}
	d.close()
}

func (d *dumper) block(b *ast.BlockStmt) {
	if b == nil {
		d.absent()
		return
	}
	d.node(b)
}

// statement writes a statement but for its closing bracket.
func (d *dumper) statement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.DeclStmt:
		d.open("DeclStmt", n)
		d.node(n.Decl)
	case *ast.EmptyStmt:
		d.open("EmptyStmt", n)
	case *ast.LabeledStmt:
		d.open("LabeledStmt", n)
		d.pos(n.Colon)
		d.node(n.Label)
		d.node(n.Stmt)
	case *ast.ExprStmt:
		d.open("ExprStmt", n)
		d.node(n.X)
	case *ast.SendStmt:
		d.open("SendStmt", n)
		d.pos(n.Arrow)
		d.node(n.Chan)
		d.node(n.Value)
	case *ast.IncDecStmt:
		d.open("IncDecStmt", n)
		d.word(n.Tok.String())
		d.node(n.X)
	case *ast.AssignStmt:
		d.open("AssignStmt", n)
		d.pos(n.TokPos)
		d.word(n.Tok.String())
		list(d, n.Lhs)
		list(d, n.Rhs)
	case *ast.GoStmt:
		d.open("GoStmt", n)
		d.node(n.Call)
	case *ast.DeferStmt:
		d.open("DeferStmt", n)
		d.node(n.Call)
	case *ast.ReturnStmt:
		d.open("ReturnStmt", n)
		list(d, n.Results)
	case *ast.BranchStmt:
		d.open("BranchStmt", n)
		d.word(n.Tok.String())
		d.ident(n.Label)
	case *ast.BlockStmt:
		d.open("BlockStmt", n)
		d.pos(n.Rbrace)
		list(d, n.List)
	case *ast.IfStmt:
		d.open("IfStmt", n)
		d.stmt(n.Init)
		d.node(n.Cond)
		d.node(n.Body)
		d.stmt(n.Else)
	case *ast.CaseClause:
		d.open("CaseClause", n)
		d.word(strconv.FormatBool(n.List == nil))
		d.pos(n.Colon)
		list(d, n.List)
		list(d, n.Body)
	case *ast.SwitchStmt:
		d.open("SwitchStmt", n)
		d.pos(n.Body.Rbrace)
		d.stmt(n.Init)
		d.expr(n.Tag)
		list(d, n.Body.List)
	case *ast.TypeSwitchStmt:
		d.open("TypeSwitchStmt", n)
		d.pos(n.Body.Rbrace)
		d.stmt(n.Init)
		switch guard := n.Assign.(type) {
		case *ast.AssignStmt:
			d.expr(guard.Lhs[0])
			d.expr(guard.Rhs[0])
		case *ast.ExprStmt:
			d.absent()
			d.expr(guard.X)
		}
		list(d, n.Body.List)
	case *ast.CommClause:
		d.open("CommClause", n)
		d.pos(n.Colon)
		d.stmt(n.Comm)
		list(d, n.Body)
	case *ast.SelectStmt:
		d.open("SelectStmt", n)
		d.pos(n.Body.Rbrace)
		list(d, n.Body.List)
	case *ast.ForStmt:
		d.open("ForStmt", n)
		d.stmt(n.Init)
		d.expr(n.Cond)
		d.stmt(n.Post)
		d.node(n.Body)
	case *ast.RangeStmt:
		d.open("RangeStmt", n)
		d.pos(n.TokPos)
		tok := n.Tok.String()
		if n.Tok == token.ILLEGAL {
			tok = "none"
		}
		d.word(tok)
		d.pos(n.Range)
		d.expr(n.Key)
		d.expr(n.Value)
		d.node(n.X)
		d.node(n.Body)
	default:
		panic(fmt.Sprintf("no dump for %T", n))
	}
}
