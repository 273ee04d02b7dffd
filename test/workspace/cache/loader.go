package cache

import (
	"context"
	"fmt"
	"sync"
)

// Source gives the value of a key, slowly.
type Source[V any] func(ctx context.Context, key string) (V, error)

// Loader asks its source once for a key, however many callers want it meanwhile.
type Loader[V any] struct {
	source Source[V]
	cache  *Sharded[V]

	mu      sync.Mutex
	waiting map[string]*call[V]
}

type call[V any] struct {
	done  chan struct{}
	value V
	err   error
}

// LoadError says which key a source could not give.
type LoadError struct {
	Key string
	Err error
}

func (e *LoadError) Error() string { return fmt.Sprintf("load %q: %v", e.Key, e.Err) }

func (e *LoadError) Unwrap() error { return e.Err }

// NewLoader makes a loader before the given source.
func NewLoader[V any](source Source[V], cache *Sharded[V]) *Loader[V] {
	return &Loader[V]{source: source, cache: cache, waiting: make(map[string]*call[V])}
}

// Load returns the value of a key from the cache, or from the source.
func (l *Loader[V]) Load(ctx context.Context, key string) (V, error) {
	if value, ok := l.cache.Get(key); ok {
		return value, nil
	}
	c := l.join(ctx, key)
	select {
	case <-c.done:
		return c.value, c.err
	case <-ctx.Done():
		var zero V
		return zero, &LoadError{Key: key, Err: ctx.Err()}
	}
}

// LoadAll loads several keys at once and keeps their order.
func (l *Loader[V]) LoadAll(ctx context.Context, keys []string) ([]V, error) {
	type result struct {
		index int
		value V
		err   error
	}
	results := make(chan result, len(keys))
	for i, key := range keys {
		go func() {
			value, err := l.Load(ctx, key)
			results <- result{i, value, err}
		}()
	}
	values := make([]V, len(keys))
	var first error
	for range keys {
		r := <-results
		if r.err != nil && first == nil {
			first = r.err
		}
		values[r.index] = r.value
	}
	return values, first
}

func (l *Loader[V]) join(ctx context.Context, key string) *call[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c, ok := l.waiting[key]; ok {
		return c
	}
	c := &call[V]{done: make(chan struct{})}
	l.waiting[key] = c
	go l.run(ctx, key, c)
	return c
}

func (l *Loader[V]) run(ctx context.Context, key string, c *call[V]) {
	defer close(c.done)
	c.value, c.err = l.source(ctx, key)
	if c.err != nil {
		c.err = &LoadError{key, c.err}
	} else {
		l.cache.Put(key, c.value)
	}
	l.mu.Lock()
	delete(l.waiting, key)
	l.mu.Unlock()
}
