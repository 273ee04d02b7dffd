// Command tuned serves expressions, or evaluates the ones it is given as arguments.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/tune/cache"
	"example.com/tune/expr"
	"example.com/tune/metrics"
	"example.com/tune/server"
	"example.com/tune/text"
)

type options struct {
	address string
	repeat  int
}

func main() {
	options := parseOptions(os.Args[1:])
	if flag.NArg() > 0 {
		if err := evaluate(flag.Args(), options.repeat); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, options.address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// parseOptions returns the address of a local: what many do without need, since the struct is small.
func parseOptions(args []string) *options {
	o := options{address: "127.0.0.1:8080"}
	flag.StringVar(&o.address, "address", o.address, "where to listen")
	flag.IntVar(&o.repeat, "repeat", 1, "how often to evaluate")
	if err := flag.CommandLine.Parse(args); err != nil {
		os.Exit(2)
	}
	return &o
}

func serve(ctx context.Context, address string) error {
	s := &http.Server{
		Addr:              address,
		Handler:           server.New(ctx, os.Stderr).Handler(),
		ReadHeaderTimeout: 5 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- s.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		return s.Shutdown(grace)
	}
}

func evaluate(sources []string, repeat int) error {
	results := cache.NewLRU(64, cache.OnEvict(func(source string, value float64) {
		fmt.Println("forgot", source, value)
	}))
	histogram := metrics.Default.Histogram("cli")
	env := expr.Env{"pi": 3.14159, "e": 2.71828}
	var failures []error
	for _, source := range sources {
		node, err := expr.Parse(source)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", source, err))
			continue
		}
		var value float64
		for range repeat {
			start := time.Now()
			if value, err = node.Eval(env); err != nil {
				failures = append(failures, err)
				break
			}
			histogram.Observe(time.Since(start).Nanoseconds())
		}
		results.Put(source, value)
	}
	var out text.Buffer
	results.Each(func(source string, value float64) bool {
		out.Append(source).Append(" = ").Append(fmt.Sprint(value)).Append("\n")
		return true
	})
	fmt.Print(out.String())
	return errors.Join(failures...)
}
