package io.tierwise.runtime;

/// How far the runtime rewrites a graph before it runs it.
///
/// `NONE` keeps every node, so that parts composed equal the whole bit for bit; `ALL` adds the layouts
/// made for the processor at hand and is what a deployment would use.
public enum Optimization {
    NONE,
    BASIC,
    EXTENDED,
    ALL
}
