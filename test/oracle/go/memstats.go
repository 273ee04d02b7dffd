package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// dumpMemStats replays a trace as dumpHeap does and prints one JSON object: what
// the steps changed in runtime.MemStats, after a last collection that frees what
// the trace let go.
func dumpMemStats(trace string) {
	steps, most := readTrace(trace)
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(1 << 60)
	time.Sleep(time.Millisecond) // so that the P's heap of timers is there, which the scavenger needs
	r := newReplayer(most)
	var before, after runtime.MemStats
	runtime.GC()
	warm := fillSpans()
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range steps {
		r.step(&steps[i])
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(r)
	runtime.KeepAlive(steps)
	runtime.KeepAlive(warm)
	after.TotalAlloc -= before.TotalAlloc
	after.Mallocs -= before.Mallocs
	after.Frees -= before.Frees
	after.HeapAlloc -= before.HeapAlloc
	after.HeapObjects -= before.HeapObjects
	after.HeapInuse -= before.HeapInuse
	after.NumGC -= before.NumGC
	for i := range after.BySize {
		after.BySize[i].Mallocs -= before.BySize[i].Mallocs
		after.BySize[i].Frees -= before.BySize[i].Frees
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"TotalAlloc": after.TotalAlloc, "Mallocs": after.Mallocs, "Frees": after.Frees,
		"HeapAlloc": int64(after.HeapAlloc), "HeapObjects": int64(after.HeapObjects),
		"HeapInuse": int64(after.HeapInuse), "NumGC": after.NumGC, "BySize": after.BySize,
	})
}
