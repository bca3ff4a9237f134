/// Benchmarks that a reader can rerun: `bench/run NAME`, or all of them without a name.
///
/// Both sides of a ratio are taken in one run and in turns, because machines drift; absolute times are
/// shown only to make the ratios readable. [Bench][io.tierwise.bench.Bench] names the benchmarks and
/// runs them: `overhead`, `hop`, `link` and `stretch`. Each is a
/// [Benchmark][io.tierwise.bench.Benchmark] that starts its agents in a [Rig][io.tierwise.bench.Rig]
/// and gives [Comparison][io.tierwise.bench.Comparison]s, which [Table][io.tierwise.bench.Table] prints
/// with their goals. [NioEcho][io.tierwise.bench.NioEcho] is the bare transport that the harness is
/// held against, [Pace][io.tierwise.bench.Pace] starts work here as agents start trials there.
@NullMarked
package io.tierwise.bench;

import org.jspecify.annotations.NullMarked;
