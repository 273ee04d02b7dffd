// Package metrics counts durations and sizes without a lock on the way.
package metrics

import (
	"fmt"
	"io"
	"sort"
	"sync"
	"sync/atomic"
)

const bucketCount = 24

// Histogram counts values in buckets of powers of two.
type Histogram struct {
	Name    string
	buckets [bucketCount]atomic.Uint64
}

// Snapshot is what a histogram held at one moment.
type Snapshot struct {
	Name    string
	Buckets [bucketCount]uint64
	Total   uint64
}

// Point is a value at a time, in nanoseconds.
type Point struct{ Time, Value int64 }

// Registry holds the histograms of a program by name.
type Registry struct {
	mu         sync.Mutex
	histograms map[string]*Histogram
}

// Default is the registry of programs that need only one.
var Default = &Registry{histograms: map[string]*Histogram{}}

// Histogram returns the histogram of a name, a new one where there is none.
func (r *Registry) Histogram(name string) *Histogram {
	r.mu.Lock()
	defer r.mu.Unlock()
	h, ok := r.histograms[name]
	if !ok {
		h = &Histogram{Name: name}
		r.histograms[name] = h
	}
	return h
}

// Observe counts one value.
func (h *Histogram) Observe(value int64) {
	bucket := 0
	for value > 0 && bucket < bucketCount-1 {
		value >>= 1
		bucket++
	}
	h.buckets[bucket].Add(1)
}

// Snapshot copies the counts into a value; a caller that keeps it on its stack pays nothing.
func (h *Histogram) Snapshot() Snapshot {
	s := Snapshot{Name: h.Name}
	for i := range h.buckets {
		s.Buckets[i] = h.buckets[i].Load()
		s.Total += s.Buckets[i]
	}
	return s
}

// SnapshotPointer is Snapshot as many would write it: the address of a local is returned, so the
// whole local moves to the heap.
func (h *Histogram) SnapshotPointer() *Snapshot {
	s := h.Snapshot()
	return &s
}

// WriteTo prints the histograms in order of their names.
func (r *Registry) WriteTo(w io.Writer) (int64, error) {
	r.mu.Lock()
	snapshots := make([]Snapshot, 0, len(r.histograms))
	for _, h := range r.histograms {
		snapshots = append(snapshots, h.Snapshot())
	}
	r.mu.Unlock()
	sort.Slice(snapshots, func(i, j int) bool { return snapshots[i].Name < snapshots[j].Name })
	var written int64
	for _, s := range snapshots {
		n, err := fmt.Fprintf(w, "%s %d\n", s.Name, s.Total)
		written += int64(n)
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// Grid allocates a row at a time: 8 rows of 16 points, a known number of turns.
func Grid() [][]Point {
	rows := make([][]Point, 8)
	for i := range rows {
		rows[i] = make([]Point, 16)
		for j := range rows[i] {
			rows[i][j] = Point{Time: int64(j), Value: int64(i * j)}
		}
	}
	return rows
}

// Pointers allocates each point by itself: 100 objects of 16 bytes, a class without waste.
func Pointers() []*Point {
	points := make([]*Point, 0, 100)
	for i := range 100 {
		points = append(points, &Point{Time: int64(i)})
	}
	return points
}

// Downsample keeps every nth point; how many that are is known only when it runs.
func Downsample(points []Point, n int) []*Point {
	var kept []*Point
	for i := 0; i < len(points); i += n {
		p := points[i]
		kept = append(kept, &p)
	}
	return kept
}

// Mean sums in a closure that captures by reference and stays on the stack.
func Mean(points []Point) float64 {
	sum := 0.0
	each(points, func(p Point) { sum += float64(p.Value) })
	if len(points) == 0 {
		return 0
	}
	return sum / float64(len(points))
}

func each(points []Point, f func(Point)) {
	for _, p := range points {
		f(p)
	}
}

// Window fills a buffer too large for the stack: more than 128 KB in one variable.
func Window(points []Point) int64 {
	var window [10000]Point
	n := copy(window[:], points)
	var sum int64
	for _, p := range window[:n] {
		sum += p.Value
	}
	return sum
}
