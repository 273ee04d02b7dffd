// Package cache holds values by key: an LRU, a sharded cache made of several, and a loader that
// asks a slow source once however many callers wait for the same key.
package cache

// LRU keeps the entries that were used last. It is not safe for concurrent use; see Sharded.
type LRU[K comparable, V any] struct {
	capacity int
	entries  map[K]*entry[K, V]
	// root is the sentinel of a ring: root.next is the newest entry, root.prev the oldest.
	root    entry[K, V]
	onEvict func(K, V)
	stats   Stats
}

type entry[K comparable, V any] struct {
	prev, next *entry[K, V]
	key        K
	value      V
}

// Stats counts what a cache did.
type Stats struct {
	Hits, Misses, Evictions uint64
}

// HitRate is hits over look-ups, 0 before the first.
func (s Stats) HitRate() float64 {
	total := s.Hits + s.Misses
	if total == 0 {
		return 0
	}
	return float64(s.Hits) / float64(total)
}

// Option changes an LRU while it is made.
type Option[K comparable, V any] func(*LRU[K, V])

// OnEvict calls f with each entry that leaves the cache because it is full.
func OnEvict[K comparable, V any](f func(K, V)) Option[K, V] {
	return func(l *LRU[K, V]) { l.onEvict = f }
}

// NewLRU makes a cache of the given capacity, which is at least 1.
func NewLRU[K comparable, V any](capacity int, options ...Option[K, V]) *LRU[K, V] {
	l := &LRU[K, V]{
		capacity: max(capacity, 1),
		entries:  make(map[K]*entry[K, V], capacity),
	}
	l.root.prev, l.root.next = &l.root, &l.root
	for _, option := range options {
		option(l)
	}
	return l
}

// Get returns the value of a key and makes it the newest.
func (l *LRU[K, V]) Get(key K) (V, bool) {
	e, ok := l.entries[key]
	if !ok {
		l.stats.Misses++
		var zero V
		return zero, false
	}
	l.stats.Hits++
	l.unlink(e)
	l.pushFront(e)
	return e.value, true
}

// Put sets the value of a key. A full cache reuses the entry it evicts, so it does not grow.
func (l *LRU[K, V]) Put(key K, value V) {
	if e, ok := l.entries[key]; ok {
		e.value = value
		l.unlink(e)
		l.pushFront(e)
		return
	}
	var e *entry[K, V]
	if len(l.entries) >= l.capacity {
		e = l.evict()
	} else {
		e = new(entry[K, V])
	}
	e.key, e.value = key, value
	l.entries[key] = e
	l.pushFront(e)
}

// Keys lists the keys, the newest first.
func (l *LRU[K, V]) Keys() []K {
	keys := make([]K, 0, len(l.entries))
	for e := l.root.next; e != &l.root; e = e.next {
		keys = append(keys, e.key)
	}
	return keys
}

// Each calls f for the entries, the newest first, until f returns false.
func (l *LRU[K, V]) Each(f func(K, V) bool) {
	for e := l.root.next; e != &l.root; e = e.next {
		if !f(e.key, e.value) {
			return
		}
	}
}

// Stats returns a copy of the counters.
func (l *LRU[K, V]) Stats() Stats { return l.stats }

func (l *LRU[K, V]) evict() *entry[K, V] {
	oldest := l.root.prev
	l.unlink(oldest)
	delete(l.entries, oldest.key)
	l.stats.Evictions++
	if l.onEvict != nil {
		l.onEvict(oldest.key, oldest.value)
	}
	return oldest
}

func (l *LRU[K, V]) pushFront(e *entry[K, V]) {
	e.prev, e.next = &l.root, l.root.next
	l.root.next.prev = e
	l.root.next = e
}

func (l *LRU[K, V]) unlink(e *entry[K, V]) {
	e.prev.next, e.next.prev = e.next, e.prev
	e.prev, e.next = nil, nil
}
