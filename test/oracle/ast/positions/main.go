// Command positions prints where the compiler's own parser (cmd/compile/internal/syntax) places the nodes of its
// trees. It can only be built inside cmd/compile: test/oracle/ast/positions.ts lays it there by `go build -overlay`.
//
//	positions [-full] < list of files
//
// For each file it prints one line: the file's name, then for each kind of node its name, how many there are, and the
// sum of the hashes of their lines and columns; with -full a line for each node, `name:line:column: kind`.
package main

import (
	"bufio"
	"cmd/compile/internal/syntax"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
)

func main() {
	full := flag.Bool("full", false, "print every node")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		name := in.Text()
		file, err := syntax.ParseFile(name, nil, nil, 0)
		if err != nil {
			fmt.Fprintf(out, "%s error\n", name)
			continue
		}
		kinds := map[string]*kind{}
		seen := map[syntax.Node]bool{}
		syntax.Inspect(file, func(n syntax.Node) bool {
			if n == nil || seen[n] {
				return false
			}
			seen[n] = true
			at := reflect.TypeOf(n).Elem().Name()
			line, col := n.Pos().Line(), n.Pos().Col()
			if *full {
				fmt.Fprintf(out, "%s:%d:%d: %s\n", name, line, col, at)
				return true
			}
			k := kinds[at]
			if k == nil {
				k = new(kind)
				kinds[at] = k
			}
			k.count++
			k.sum += (uint32(line)*73856093 ^ uint32(col)*19349663) * 16777619
			return true
		})
		if *full {
			continue
		}
		var words []string
		for name, k := range kinds {
			words = append(words, fmt.Sprintf("%s %d %x", name, k.count, k.sum))
		}
		slices.Sort(words)
		fmt.Fprintf(out, "%s %s\n", name, strings.Join(words, " "))
	}
}

type kind struct {
	count int
	sum   uint32
}
