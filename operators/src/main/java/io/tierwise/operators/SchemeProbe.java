package io.tierwise.operators;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// How a scheme was chosen where [Scheme#AUTO] was asked.
///
/// @param where the processors it was timed on, in words; empty where that goes without saying
/// @param stretch what was timed: the whole model, or from where to where
/// @param share of the model's time that this covers, 0 to 1
/// @param trials every scheme considered, fastest first
/// @param notes what was not looked at, and why
public record SchemeProbe(String where, String stretch, double share, List<SchemeTrial> trials, List<String> notes) {

    public SchemeProbe {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(stretch, "stretch");
        trials = List.copyOf(trials);
        notes = List.copyOf(notes);
    }

    /// The scheme that was taken.
    public Scheme taken() {
        return trials.stream()
                .filter(SchemeTrial::taken)
                .map(SchemeTrial::scheme)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing was taken of " + trials));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s was chosen by running candidates%s on %s, %.0f %% of its time",
                taken().text(),
                where.isEmpty() ? "" : " on " + where,
                stretch,
                share * 100));
        trials.forEach(trial -> lines.add(trial.line()));
        lines.addAll(notes);
        return lines;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("where", where);
        map.put("stretch", stretch);
        map.put("share", share);
        map.put("candidates", trials.stream().map(SchemeTrial::toMap).toList());
        map.put("notes", notes);
        return map;
    }
}
