// Package churn allocates much and keeps little: what the tests of the heap diagram run.
package churn

type request struct {
	path string
	body []byte
	next *request
}

type sink interface{ take(r *request, tag string) }

var (
	out    sink
	recent [16]*request
)

// Serve makes garbage on each turn and keeps the last requests.
func Serve(n int) {
	for i := 0; i < n; i++ {
		body := make([]byte, 6000)
		r := &request{path: name(i), body: body}
		recent[i%len(recent)] = r
		out.take(&request{path: `<img src=x onerror="alert(1)">`}, "")
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
