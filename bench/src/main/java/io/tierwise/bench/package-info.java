/// Benchmarks that a reader can rerun: `bench/run NAME`, or all of them without a name.
///
/// Each is a `main` that prints one table and states its goal beside each ratio. Both sides of a ratio are taken in
/// one run, interleaved,
/// because machines drift; absolute times are shown only to make the ratios readable. [Bench] lists them, [NioEcho]
/// is the bare transport
/// that everything is held against.
@NullMarked
package io.tierwise.bench;

import org.jspecify.annotations.NullMarked;
