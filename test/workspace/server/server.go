// Package server answers expressions over HTTP: POST /eval with a JSON body, GET /metrics.
package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"example.com/tune/cache"
	"example.com/tune/expr"
	"example.com/tune/metrics"
)

const maxBody = 64 << 10

// Server holds what the handlers share.
type Server struct {
	parsed  *cache.Loader[expr.Node]
	latency *metrics.Histogram
	events  chan event
	log     *log.Logger
}

// Request is the body of /eval.
type Request struct {
	Expression string             `json:"expression"`
	Variables  map[string]float64 `json:"variables"`
}

// Response is the answer of /eval.
type Response struct {
	Value   float64 `json:"value"`
	Elapsed string  `json:"elapsed,omitempty"`
}

type event struct {
	path    string
	status  int
	elapsed time.Duration
}

// statusWriter remembers the status that a handler wrote.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// New makes a server that logs to the writer until the context ends.
func New(ctx context.Context, out io.Writer) *Server {
	s := &Server{
		latency: metrics.Default.Histogram("eval"),
		events:  make(chan event, 128),
		log:     log.New(out, "tuned ", log.LstdFlags),
	}
	s.parsed = cache.NewLoader(parse, cache.NewSharded[expr.Node](1024))
	go s.report(ctx)
	return s
}

// Handler returns the routes, each with the middleware around it.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /eval", s.measured(s.eval))
	mux.Handle("GET /metrics", s.measured(func(w http.ResponseWriter, _ *http.Request) error {
		_, err := metrics.Default.WriteTo(w)
		return err
	}))
	return mux
}

func (s *Server) eval(w http.ResponseWriter, r *http.Request) error {
	start := time.Now()
	body := buffers.Get().(*bytes.Buffer)
	defer func() {
		body.Reset()
		buffers.Put(body)
	}()
	if _, err := io.Copy(body, io.LimitReader(r.Body, maxBody)); err != nil {
		return err
	}
	var request Request
	if err := json.Unmarshal(body.Bytes(), &request); err != nil {
		return badRequest("body: %v", err)
	}
	node, err := s.parsed.Load(r.Context(), request.Expression)
	if err != nil {
		return badRequest("%v", err)
	}
	value, err := node.Eval(request.Variables)
	if err != nil {
		return badRequest("%v", err)
	}
	return json.NewEncoder(w).Encode(Response{Value: value, Elapsed: time.Since(start).String()})
}

// measured counts and reports each call of a handler, and turns its error into an answer.
func (s *Server) measured(handler func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		writer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		if err := handler(writer, r); err != nil {
			fail(writer, err)
		}
		elapsed := time.Since(start)
		s.latency.Observe(elapsed.Microseconds())
		select {
		case s.events <- event{r.URL.Path, writer.status, elapsed}:
		default:
			// A log that can't keep up must not hold a request.
		}
	})
}

// report writes the events until the context ends.
func (s *Server) report(ctx context.Context) {
	for {
		select {
		case e := <-s.events:
			s.log.Printf("%s %d %v", e.path, e.status, e.elapsed)
		case <-ctx.Done():
			return
		}
	}
}

type statusError struct {
	status int
	reason string
}

func (e *statusError) Error() string { return e.reason }

func badRequest(format string, args ...any) error {
	return &statusError{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func fail(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	var known *statusError
	if errors.As(err, &known) {
		status = known.status
	}
	http.Error(w, err.Error(), status)
}

func parse(_ context.Context, source string) (expr.Node, error) {
	return expr.Parse(source)
}
