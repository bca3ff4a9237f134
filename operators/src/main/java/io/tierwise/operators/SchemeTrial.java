package io.tierwise.operators;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/// What became of one scheme that was considered.
///
/// @param scheme [Scheme#FLOAT] stands for the model as it was
/// @param nanos one warm run of what was timed, in nanoseconds; empty where it was not timed
/// @param loss of the whole model on selection samples, as a share; empty where nobody asked
/// @param taken whether the model was quantized so
/// @param verdict why it was taken or was not
public record SchemeTrial(Scheme scheme, OptionalDouble nanos, OptionalDouble loss, boolean taken, String verdict) {

    public SchemeTrial {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(nanos, "nanos");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(verdict, "verdict");
    }

    String line() {
        String time =
                nanos.isPresent() ? String.format(Locale.ROOT, "%.3f ms", nanos.getAsDouble() / 1e6) : "not timed";
        String lost = loss.isPresent() ? String.format(Locale.ROOT, ", loss %.4f", loss.getAsDouble()) : "";
        return scheme.text() + ": " + time + lost + "; " + verdict;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scheme", scheme.text());
        nanos.ifPresent(value -> map.put("nanos", value));
        loss.ifPresent(value -> map.put("loss", value));
        map.put("taken", taken);
        map.put("verdict", verdict);
        return map;
    }
}
