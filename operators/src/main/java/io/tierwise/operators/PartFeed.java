package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.Optimization;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Calibration inputs of a part: the caller's, run through the parts before it and through the codecs between.
final class PartFeed implements Calibration, AutoCloseable {

    private final PartChain before;
    private final Part part;
    private final Calibration source;

    PartFeed(List<Part> before, Part part, Context context) {
        this.before = PartChain.open(before, Optimization.ALL, context.codecs());
        this.part = part;
        this.source = context.calibration();
    }

    @Override
    public Iterator<Map<String, Tensor>> iterator() {
        Iterator<Map<String, Tensor>> samples = source.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return samples.hasNext();
            }

            @Override
            public Map<String, Tensor> next() {
                return inputs(samples.next());
            }
        };
    }

    private Map<String, Tensor> inputs(Map<String, Tensor> sample) {
        Map<String, Tensor> known = new TreeMap<>(sample);
        known.putAll(before.run(sample));
        known.keySet().retainAll(Set.copyOf(part.inputs()));
        return known;
    }

    @Override
    public void close() {
        before.close();
    }
}
