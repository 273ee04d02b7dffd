package expr

import (
	"fmt"
	"math"
)

// Env gives variables their values.
type Env map[string]float64

// UnknownError names a variable or function that does not exist.
type UnknownError string

func (e UnknownError) Error() string { return "expr: unknown " + string(e) }

// functions are looked up by name; a call of one goes through a function value.
var functions = map[string]func(args []float64) float64{
	"max":  reduce(math.Max),
	"min":  reduce(math.Min),
	"sum":  reduce(func(a, b float64) float64 { return a + b }),
	"sqrt": func(args []float64) float64 { return math.Sqrt(args[0]) },
}

func reduce(combine func(a, b float64) float64) func([]float64) float64 {
	return func(args []float64) float64 {
		result := args[0]
		for _, arg := range args[1:] {
			result = combine(result, arg)
		}
		return result
	}
}

func (n literal) Eval(Env) (float64, error) { return float64(n), nil }

func (n variable) Eval(env Env) (float64, error) {
	value, ok := env[string(n)]
	if !ok {
		return 0, UnknownError(n)
	}
	return value, nil
}

func (n unary) Eval(env Env) (float64, error) {
	value, err := n.operand.Eval(env)
	return -value, err
}

func (n *binary) Eval(env Env) (float64, error) {
	left, err := n.left.Eval(env)
	if err != nil {
		return 0, err
	}
	right, err := n.right.Eval(env)
	if err != nil {
		return 0, err
	}
	switch n.operator {
	case '+':
		return left + right, nil
	case '-':
		return left - right, nil
	case '*':
		return left * right, nil
	case '/':
		return left / right, nil
	}
	return 0, fmt.Errorf("expr: operator %c", n.operator)
}

func (n *call) Eval(env Env) (float64, error) {
	function, ok := functions[n.function]
	if !ok || len(n.args) == 0 {
		return 0, UnknownError(n.function)
	}
	args := make([]float64, len(n.args))
	for i, arg := range n.args {
		value, err := arg.Eval(env)
		if err != nil {
			return 0, err
		}
		args[i] = value
	}
	return function(args), nil
}
