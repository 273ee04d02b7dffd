// Package expr parses and evaluates arithmetic with variables and calls: max(a, 2) * (b - 1).
package expr

import "fmt"

type kind uint8

const (
	endOfText kind = iota
	number
	name
	operator
)

type token struct {
	kind   kind
	text   string
	offset int
}

// SyntaxError says where and why a text is not an expression.
type SyntaxError struct {
	Offset int
	Reason string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%d: %s", e.Offset, e.Reason) }

type lexer struct {
	source string
	offset int
}

// next returns the token at the offset; its text is a part of the source, so it costs no allocation.
func (l *lexer) next() (token, error) {
	for l.offset < len(l.source) && isSpace(l.source[l.offset]) {
		l.offset++
	}
	start := l.offset
	if start == len(l.source) {
		return token{endOfText, "", start}, nil
	}
	switch c := l.source[start]; {
	case isDigit(c):
		l.skip(func(c byte) bool { return isDigit(c) || c == '.' })
		return token{number, l.source[start:l.offset], start}, nil
	case isLetter(c):
		l.skip(func(c byte) bool { return isLetter(c) || isDigit(c) })
		return token{name, l.source[start:l.offset], start}, nil
	case isOperator(c):
		l.offset++
		return token{operator, l.source[start:l.offset], start}, nil
	default:
		return token{}, &SyntaxError{start, fmt.Sprintf("unexpected %q", c)}
	}
}

func (l *lexer) skip(while func(byte) bool) {
	for l.offset < len(l.source) && while(l.source[l.offset]) {
		l.offset++
	}
}

// Tokens lists the tokens of a text; the slice grows while it goes.
func Tokens(source string) ([]string, error) {
	l := lexer{source: source}
	var texts []string
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		if t.kind == endOfText {
			return texts, nil
		}
		texts = append(texts, t.text)
	}
}

func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }

func isOperator(c byte) bool {
	switch c {
	case '+', '-', '*', '/', '(', ')', ',':
		return true
	}
	return false
}
