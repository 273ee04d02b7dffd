// Package load plays requests against the other packages, to see what a busy server leaves to the collector.
package load

import "example.com/tune/metrics"

// Request is what a client sent, as it was read.
type Request struct {
	ID   int
	Body []byte
}

// Response is kept until its client has gone.
type Response struct {
	Request *Request
	Points  []*metrics.Point
	Encoded []byte
}

// Replay plays 1200 requests and keeps the last responses of each client.
func Replay() []*Response {
	var kept []*Response
	for client := 0; client < 120; client++ {
		buffer := make([]byte, 72<<10)
		for i := 0; i < 10; i++ {
			request := read(client*10+i, buffer)
			response := answer(request)
			if i == 9 {
				kept = append(kept, response)
			}
		}
	}
	return kept
}

// read copies what it keeps: the buffer, too large for the stack, is used again.
//
//go:noinline
func read(id int, buffer []byte) *Request {
	body := make([]byte, 1500)
	copy(body, buffer)
	return &Request{ID: id, Body: body}
}

//go:noinline
func answer(request *Request) *Response {
	var points []*metrics.Point
	for i := 0; i < 8; i++ {
		points = append(points, point(request, i))
	}
	return &Response{Request: request, Points: points, Encoded: encode(points)}
}

//go:noinline
func point(request *Request, i int) *metrics.Point {
	return &metrics.Point{Time: int64(i), Value: int64(request.ID)}
}

// encode grows as it goes; made once with room for all points it would allocate a fifth.
//
//go:noinline
func encode(points []*metrics.Point) []byte {
	out := make([]byte, 0, 96)
	for range 8 {
		out = append(out, make([]byte, 200)...)
	}
	return out
}
