package cache

import "sync"

const shardCount = 16

// Sharded spreads string keys over several locked LRUs, so that callers rarely wait for one another.
type Sharded[V any] struct {
	shards [shardCount]shard[V]
}

type shard[V any] struct {
	mu  sync.Mutex
	lru *LRU[string, V]
}

// NewSharded makes a cache of the given capacity in all.
func NewSharded[V any](capacity int) *Sharded[V] {
	s := new(Sharded[V])
	for i := range s.shards {
		s.shards[i].lru = NewLRU[string, V]((capacity + shardCount - 1) / shardCount)
	}
	return s
}

// Get returns the value of a key.
func (s *Sharded[V]) Get(key string) (V, bool) {
	shard := &s.shards[fnv32(key)%shardCount]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	return shard.lru.Get(key)
}

// Put sets the value of a key.
func (s *Sharded[V]) Put(key string, value V) {
	s.with(key, func(l *LRU[string, V]) { l.Put(key, value) })
}

// Stats sums the counters of the shards.
func (s *Sharded[V]) Stats() Stats {
	var total Stats
	for i := range s.shards {
		shard := &s.shards[i]
		shard.mu.Lock()
		stats := shard.lru.Stats()
		shard.mu.Unlock()
		total.Hits += stats.Hits
		total.Misses += stats.Misses
		total.Evictions += stats.Evictions
	}
	return total
}

func (s *Sharded[V]) with(key string, do func(*LRU[string, V])) {
	shard := &s.shards[fnv32(key)%shardCount]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	do(shard.lru)
}

// fnv32 is the FNV-1a hash; it reads its argument in place and allocates nothing.
func fnv32(key string) uint32 {
	hash := uint32(2166136261)
	for i := 0; i < len(key); i++ {
		hash ^= uint32(key[i])
		hash *= 16777619
	}
	return hash
}
