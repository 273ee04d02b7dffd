// Package text builds strings out of bytes, each function in the ways that people compare when
// they tune: with a buffer that grows, with one of the right size, and with none.
package text

import "fmt"

// Buffer collects bytes. Its zero value is empty and ready.
type Buffer struct {
	bytes []byte
	// small is where a short text lies before the buffer allocates.
	small [64]byte
}

// Append adds a string.
func (b *Buffer) Append(s string) *Buffer {
	if b.bytes == nil {
		b.bytes = b.small[:0]
	}
	b.bytes = append(b.bytes, s...)
	return b
}

// String returns a copy of the text.
func (b *Buffer) String() string { return string(b.bytes) }

// Reset forgets the text and keeps the memory.
func (b *Buffer) Reset() { b.bytes = b.bytes[:0] }

// JoinGrowing lets append find the size, one growth after the other.
func JoinGrowing(parts []string, separator string) string {
	var joined []byte
	for i, part := range parts {
		if i > 0 {
			joined = append(joined, separator...)
		}
		joined = append(joined, part...)
	}
	return string(joined)
}

// JoinSized counts first, so that it allocates the bytes once and the string once more.
func JoinSized(parts []string, separator string) string {
	size := 0
	for _, part := range parts {
		size += len(part) + len(separator)
	}
	joined := make([]byte, 0, size)
	for i, part := range parts {
		if i > 0 {
			joined = append(joined, separator...)
		}
		joined = append(joined, part...)
	}
	return string(joined)
}

// Hex writes the bytes of a hash in a fixed array on the stack; only the result is allocated.
func Hex(hash [16]byte) string {
	const digits = "0123456789abcdef"
	var out [32]byte
	for i, b := range hash {
		out[2*i] = digits[b>>4]
		out[2*i+1] = digits[b&15]
	}
	return string(out[:])
}

// Describe boxes its arguments for fmt; DescribeInto gives the same text without that.
func Describe(name string, count int) string {
	return fmt.Sprintf("%s × %d", name, count)
}

// DescribeInto appends the text of Describe to a slice of the caller's.
func DescribeInto(out []byte, name string, count int) []byte {
	out = append(out, name...)
	out = append(out, " × "...)
	return appendInt(out, count)
}

func appendInt(out []byte, n int) []byte {
	var digits [20]byte
	i := len(digits)
	negative := n < 0
	for {
		i--
		digit := n % 10
		if digit < 0 {
			digit = -digit
		}
		digits[i] = byte('0' + digit)
		if n /= 10; n == 0 {
			break
		}
	}
	if negative {
		i--
		digits[i] = '-'
	}
	return append(out, digits[i:]...)
}

// Words splits at blanks; the words share the memory of the text.
func Words(s string) []string {
	var words []string
	start := -1
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ' ' && start >= 0:
			words = append(words, s[start:i])
			start = -1
		case s[i] != ' ' && start < 0:
			start = i
		}
	}
	if start >= 0 {
		words = append(words, s[start:])
	}
	return words
}
