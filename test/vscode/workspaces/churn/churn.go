// Package churn allocates much and keeps little: what the tests of the heap diagram run.
package churn

type request struct {
	path string
	next *request
}

type sink interface {
	take(body []byte)
	note(r *request)
}

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) take([]byte)   {}
func (discard) note(*request) {}

var (
	out  sink = discard{}
	kept []*request
)

// Serve makes garbage on each turn and keeps a little.
func Serve(n int) {
	for i := 0; i < n; i++ {
		out.take(make([]byte, 6000))
		out.note(&request{path: `<img src=x onerror="alert(1)">`})
		kept = append(kept, &request{path: name(i)})
	}
}

// name gives a word of its own for each request.
func name(i int) string {
	buf := []byte("request 000")
	buf[len(buf)-1] += byte(i % 10)
	return string(buf)
}

// Batch keeps what it makes.
func Batch() [][]int {
	var rows [][]int
	for i := 0; i < 40; i++ {
		rows = append(rows, make([]int, 64))
	}
	return rows
}
