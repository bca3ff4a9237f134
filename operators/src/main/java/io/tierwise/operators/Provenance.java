package io.tierwise.operators;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What a quantized model says of how it was made, in its own free properties.
final class Provenance {

    private static final String PREFIX = "tierwise.";

    private Provenance() {}

    /// Properties of a quantized model.
    ///
    /// @param samples that ranges were learnt from; 0 where none were needed
    static Map<String, String> of(Quantize quantize, int samples) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PREFIX + "scheme", quantize.scheme().text());
        if (quantize.scheme().fixesRanges()) {
            boolean given = quantize.calibrator() instanceof Calibrator.Given;
            properties.put(
                    PREFIX + "calibrator",
                    given ? "given" : quantize.calibrator().text());
            properties.put(
                    PREFIX + "refinements",
                    quantize.refinements().stream()
                            .map(Refinement::text)
                            .sorted()
                            .collect(Collectors.joining(",")));
        }
        if (samples > 0) {
            properties.put(PREFIX + "calibration-samples", Integer.toString(samples));
        }
        return properties;
    }
}
