// Command oracle prints what the real Go toolchain says about Go packages, in
// a form that a program can be compared with, and makes that comparison.
//
//	oracle types   [-C dir] pattern...            facts of go/types, one JSON array a line
//	oracle escape  [-C dir] [-l] pattern...       diagnostics of go build -gcflags=-m, one JSON object a line
//	oracle flow    [-C dir] [-l] pattern...       the first flow of each site that escapes, from -gcflags=-m=2
//	oracle inline  [-C dir] pattern...            inlining costs of go build -gcflags=-m=2, one JSON object a line
//	oracle lines   [-C dir] [-l] pattern...       what go build -gcflags=-m prints, as it is
//	oracle heap TRACE                             addresses that the real runtime gives to a trace of allocations
//	oracle memstats TRACE                         what such a trace changes in runtime.MemStats
//	oracle compare types|escape|flow|inline|lines|packages|heap WANT GOT   how far the file GOT is from the file WANT
//
// Everything is computed for GOOS=linux, GOARCH=amd64 and CGO_ENABLED=0.
// See ../README.md for the formats.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	os.Setenv("CGO_ENABLED", "0")
	os.Setenv("GOOS", "linux")
	os.Setenv("GOARCH", "amd64")
	os.Setenv("GOFLAGS", "-mod=mod")
	args := os.Args[2:]
	switch os.Args[1] {
	case "types":
		dir, _, patterns := options(args)
		dumpTypes(dir, patterns)
	case "escape":
		dir, noInline, patterns := options(args)
		dumpEscape(dir, noInline, patterns)
	case "flow":
		dir, noInline, patterns := options(args)
		dumpFlow(dir, noInline, patterns)
	case "inline":
		dir, _, patterns := options(args)
		dumpInline(dir, patterns)
	case "lines":
		dir, noInline, patterns := options(args)
		dumpLines(dir, noInline, patterns)
	case "heap":
		if len(args) != 1 {
			usage()
		}
		dumpHeap(args[0])
	case "memstats":
		if len(args) != 1 {
			usage()
		}
		dumpMemStats(args[0])
	case "compare":
		if len(args) != 3 {
			usage()
		}
		compare(args[0], args[1], args[2])
	default:
		usage()
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: oracle types|escape|flow|inline|lines [-C dir] [-l] pattern... | oracle heap|memstats TRACE | oracle compare types|escape|flow|inline|lines|packages|heap WANT GOT")
	os.Exit(2)
}

func options(args []string) (dir string, noInline bool, patterns []string) {
	dir = "."
	for len(args) > 0 {
		switch {
		case args[0] == "-C" && len(args) > 1:
			dir, args = args[1], args[2:]
		case args[0] == "-l":
			noInline, args = true, args[1:]
		default:
			patterns = append(patterns, args[0])
			args = args[1:]
		}
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	return dir, noInline, patterns
}

// run starts name in dir and returns its standard output, or ends the
// program with what it wrote to standard error.
func run(dir, name string, args ...string) []byte {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		fatal("%s %v: %v", name, args, err)
	}
	return out
}

func fatal(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "oracle: "+format+"\n", args...)
	os.Exit(2)
}

func buffered() (*bufio.Writer, func()) {
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	return w, func() {
		if err := w.Flush(); err != nil {
			fatal("%v", err)
		}
	}
}
