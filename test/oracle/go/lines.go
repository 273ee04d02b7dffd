package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// dumpLines prints what go build prints with -m, as it is.
func dumpLines(dir string, noInline bool, patterns []string) {
	flags := "-m"
	if noInline {
		flags = "-m -l"
	}
	args := []string{"build", "-gcflags=" + flags}
	named := 0
	for _, p := range list(dir, patterns) {
		if !p.DepOnly {
			named++
		}
	}
	if named == 1 {
		args = append(args, "-o", os.DevNull)
	}
	cmd := exec.Command("go", append(args, patterns...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		fatal("go build: %v\n%s", err, out[max(0, len(out)-2000):])
	}
	os.Stdout.Write(out)
}

// compareLines compares the output of two compilers, package by package. With
// whole, the agreement counts packages whose lines are the same and in the
// same order; without, lines, as often as they are there.
func compareLines(wantFile, gotFile string, whole bool) {
	want, got := linesOf(wantFile), linesOf(gotFile)
	both, either, same, all := 0, 0, 0, 0
	var missing, extra []string
	for _, pkg := range keysOf(want, got) {
		w, g := want[pkg], got[pkg]
		all++
		if strings.Join(w, "\n") == strings.Join(g, "\n") {
			same++
		}
		rest := map[string]int{}
		for _, line := range g {
			rest[line]++
		}
		found := 0
		for _, line := range w {
			if rest[line] > 0 {
				rest[line]--
				found++
			} else {
				missing = append(missing, line)
			}
		}
		for line, n := range rest {
			for range n {
				extra = append(extra, line)
			}
		}
		both += found
		either += len(w) + len(g) - found
	}
	examples("missing", missing)
	examples("extra", extra)
	fmt.Printf("packages %d of %d the same; lines %d of %d\n", same, all, both, either)
	if whole {
		fmt.Printf("agreement %.3f%%\n", percent(same, all))
	} else {
		fmt.Printf("agreement %.3f%%\n", percent(both, either))
	}
}

func linesOf(file string) map[string][]string {
	text, err := os.ReadFile(file)
	if err != nil {
		fatal("%v", err)
	}
	lines := map[string][]string{}
	current := ""
	for line := range bytes.Lines(text) {
		line := strings.TrimSuffix(string(line), "\n")
		if rest, ok := strings.CutPrefix(line, "# "); ok {
			current, _, _ = strings.Cut(rest, " ")
		} else if current != "" {
			lines[current] = append(lines[current], line)
		}
	}
	return lines
}
