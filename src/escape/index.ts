/**
 * Escape analysis: which variables and allocations may live on the stack, and why the others may not
 * (cmd/compile/internal/escape of Go 1.26; the files here are named after those there).
 *
 * # What has to hold
 *
 * A stack frame is gone when its function returns, and its slots are used again in the next turn of a loop.
 * So no pointer to something on the stack may be kept in the heap, and none may outlive what it points to.
 * Whatever cannot be shown to obey both goes to the heap.
 *
 * # The model (graph.ts)
 *
 * The bodies of a batch of functions become one directed graph. Its nodes are locations, one for every
 * variable and every expression that makes memory; an edge dst ← src with a number says that the value of src
 * reaches dst after so many dereferences, where taking the address counts -1. Order of statements, branches,
 * fields and elements are forgotten: the graph holds whatever might happen. Four things are remembered:
 *
 *   - how many loops a variable is declared in, because each turn has its own;
 *   - which function it belongs to, because closures live in frames of their own;
 *   - whether a parameter or a result it is, because those connect to callers;
 *   - why each edge is there, for people.
 *
 * # A worked example
 *
 *     func keep(list *node, v int) *node {
 *         n := &node{val: v}        // n ← &L           L: the location of the literal
 *         p := &v                   // p ← &v
 *         n.next = list             // heap ← list      a store through a pointer goes we know not where
 *         _ = *p
 *         return n                  // ~r0 ← n
 *     }
 *
 * solve.ts walks from every location against the arrows. From ~r0 it reaches n with 0 and L with -1: the
 * address of L flows to a result, a result outlives the frame, so L escapes ("&node{...} escapes to heap").
 * From p it reaches v with -1, but p dies with v: v stays. From the heap it reaches the parameter list with 0:
 * "leaking param: list". Its tag ("" for that, see leaks.ts) is all that callers of keep ever need: they add
 * an edge heap ← argument and never look at the body.
 *
 * # The order of things
 *
 *   scc.ts       groups of functions that mention each other, callees first; a closure joins its surroundings
 *   batch.ts     one group: locations for its variables, its bodies, its closures, its sizes, then solving
 *   stmt.ts, assign.ts, expr.ts, call.ts      the walk over the IR that makes the edges
 *   limits.ts    what is too big for the stack; goVersion.ts has the numbers and what changes between releases
 *   solve.ts     shortest ways through the graph, the flags they set, the leaks they find
 *   report.ts    tags and verdicts in the compiler's words; explain.ts the flows; site.ts bytes and pointers
 *   order.ts     the compiler's order of lines
 *   analysis.ts  questions and answers: nothing is analysed that no question needs
 *
 * # What is always true
 *
 *   - An edge is -1 or more; only a location can have its address taken, not an address.
 *   - What was once put on the heap stays there; flags are only ever set, so solving ends.
 *   - Everything a batch mentions is in the batch or has its tags; or it has no source, and then its
 *     arguments count as escaping and the verdict is `unknown`, with the reason.
 *   - A verdict holds no IR: bodies can be dropped as soon as a batch is done.
 *
 * # Where this differs from the compiler
 *
 *   - Constructs that could not be typed (OBAD) and expressions nested too deep let go of their operands.
 *   - make(chan) is no site here either: it always allocates.
 *   - The analysis of aliased slices (alias.go, an experiment for freeing memory) decides nothing about
 *     escapes and is not here.
 */

export * from './analysis';
export { parseLeaks } from './leaks';
export { type GcLine, gcLineAt, gcLines } from './order';
export { isDirectIface } from './typeFacts';
export { fullType, shortType, type TypeText } from './typeText';
export * from './verdict';
