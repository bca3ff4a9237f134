package io.tierwise.bench;

import java.io.IOException;
import java.util.List;

/// Something to measure: starts what it needs, takes both sides of its ratios in turns, ends what it started.
interface Benchmark {
    List<Comparison> run() throws IOException;
}
