package expr

import (
	"errors"
	"strconv"
)

// Node is a parsed expression.
type Node interface {
	// Eval returns the value of the expression where the variables have the given values.
	Eval(env Env) (float64, error)
}

type (
	literal  float64
	variable string
	unary    struct{ operand Node }
	binary   struct {
		operator    byte
		left, right Node
	}
	call struct {
		function string
		args     []Node
	}
)

// ErrTooDeep is the error of an expression that nests more than maxDepth levels.
var ErrTooDeep = errors.New("expr: too deep")

const maxDepth = 1000

type parser struct {
	lexer lexer
	token token
	depth int
}

// Parse reads a whole text as one expression.
func Parse(source string) (Node, error) {
	p := &parser{lexer: lexer{source: source}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	node, err := p.sum()
	if err != nil {
		return nil, err
	}
	if p.token.kind != endOfText {
		return nil, p.fail("expected an operator")
	}
	return node, nil
}

// MustParse is Parse for texts that are part of a program.
func MustParse(source string) Node {
	node, err := Parse(source)
	if err != nil {
		panic(err)
	}
	return node
}

func (p *parser) sum() (Node, error) {
	return p.leftAssociative(p.product, "+-")
}

func (p *parser) product() (Node, error) {
	return p.leftAssociative(p.factor, "*/")
}

// leftAssociative reads operand (operator operand)*. The method values that it is given are made
// on the caller's stack, since it only calls them.
func (p *parser) leftAssociative(operand func() (Node, error), operators string) (Node, error) {
	left, err := operand()
	if err != nil {
		return nil, err
	}
	for p.isOneOf(operators) {
		node := &binary{operator: p.token.text[0], left: left}
		if err := p.advance(); err != nil {
			return nil, err
		}
		if node.right, err = operand(); err != nil {
			return nil, err
		}
		left = node
	}
	return left, nil
}

func (p *parser) factor() (Node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, ErrTooDeep
	}
	defer func() { p.depth-- }()
	switch {
	case p.token.kind == number:
		return p.literal()
	case p.token.kind == name:
		return p.nameOrCall()
	case p.isOneOf("-"):
		if err := p.advance(); err != nil {
			return nil, err
		}
		operand, err := p.factor()
		return unary{operand}, err
	case p.isOneOf("("):
		if err := p.advance(); err != nil {
			return nil, err
		}
		node, err := p.sum()
		if err != nil {
			return nil, err
		}
		return node, p.expect(")")
	}
	return nil, p.fail("expected a number, a name or a parenthesis")
}

func (p *parser) literal() (Node, error) {
	value, err := strconv.ParseFloat(p.token.text, 64)
	if err != nil {
		return nil, p.fail("not a number")
	}
	return literal(value), p.advance()
}

func (p *parser) nameOrCall() (Node, error) {
	text := p.token.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !p.isOneOf("(") {
		return variable(text), nil
	}
	node := &call{function: text, args: make([]Node, 0, 2)}
	for !p.isOneOf(")") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		arg, err := p.sum()
		if err != nil {
			return nil, err
		}
		node.args = append(node.args, arg)
		if !p.isOneOf(",)") {
			return nil, p.fail("expected , or )")
		}
	}
	return node, p.advance()
}

func (p *parser) isOneOf(operators string) bool {
	if p.token.kind != operator {
		return false
	}
	for i := range len(operators) {
		if operators[i] == p.token.text[0] {
			return true
		}
	}
	return false
}

func (p *parser) expect(text string) error {
	if p.token.text != text {
		return p.fail("expected " + text)
	}
	return p.advance()
}

func (p *parser) advance() (err error) {
	p.token, err = p.lexer.next()
	return err
}

func (p *parser) fail(reason string) error {
	return &SyntaxError{Offset: p.token.offset, Reason: reason}
}
